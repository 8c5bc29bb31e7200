import Findings

/// The range of an accelerometer, either sign.
public enum FullScale: UInt8, Sendable, CaseIterable {
  case g2, g4, g8, g16
}

/// The nominal rates that are used; a part takes its own nearest.
public enum DataRate: UInt8, Sendable, CaseIterable {
  case hz50, hz100, hz200, hz400
}

/// How many samples the FIFO gathers before it asks to be drained: 1 to 31.
public struct Watermark: Sendable, Hashable {
  /// 10 samples: at 200 Hz an interrupt every 50 ms, and 110 ms to serve it.
  public static let standard = Self(unchecked: 10)

  /// The number of samples.
  public let samples: UInt8

  /// Makes a watermark; nil outside 1 to 31.
  public init?(_ samples: UInt8) {
    guard (1...31).contains(samples) else { return nil }
    self.samples = samples
  }

  private init(unchecked samples: UInt8) { self.samples = samples }
}

/// What one drain did.
public struct Drain: Sendable, Hashable {
  /// The FIFO was full: older samples than the block's first may be overwritten. How many are lost
  /// (none, if it was full that very moment) only time can say: `SampleClock`.
  public var isOverrun = false
  /// The FIFO is still at or above the watermark, because the block is full or an overrun needs a
  /// new one: empty the block and drain again before waiting for an edge, for none will come.
  public var isUnfinished = false
  /// How many samples were in the FIFO when it was last looked at: those that came during the drain.
  public var left = 0

  /// Makes the outcome of a drain that found nothing.
  public init() {}
}

/// How far the sensing element moved its output in the self-test, in the digits of the data sheet.
public struct SelfTestShift: Sendable, Hashable {
  /// The mean shift of each axis.
  public var x, y, z: Int32

  /// Makes a shift.
  public init(x: Int32, y: Int32, z: Int32) {
    self.x = x
    self.y = y
    self.z = z
  }
}

/// Where a self-test stands.
public enum SelfTestStep: Sendable, Hashable {
  /// Wait at least so long, then call again.
  case wait(Microseconds)
  /// Every axis moved within the data sheet's limits.
  case passed(SelfTestShift)
  /// An axis moved too little or too far; a limb that moved does this too: lie still and repeat.
  case failed(SelfTestShift)
}

/// A driver: a value that knows one part at one address and is lent the bus for each call.
///
/// The bus is lent, not owned, so that an enum over drivers stays an ordinary value and other parts
/// can live on the same bus. Every method ends after a bounded number of transfers; none waits.
public protocol Accelerometer: Sendable {
  /// The part.
  static var part: Part { get }
  /// What a count is worth at the range that was configured last.
  var scale: CountScale { get }
  /// The nominal time between samples, in picoseconds, at the rate that was configured last.
  var nominalSamplePicoseconds: Int64 { get }
  /// How many samples to throw away after `configure` before they mean anything.
  var settlingSamples: Int32 { get }
  /// How many drains found the FIFO full since the driver was made.
  var overruns: UInt32 { get }

  /// Checks the identity, then writes every register that matters, whole, and reads each back.
  /// Leaves the FIFO empty and running, INT1 rising at the watermark, active high.
  mutating func configure<Bus: I2CBus & ~Copyable>(
    dataRate: DataRate, fullScale: FullScale, watermark: Watermark, over bus: inout Bus
  ) throws(SensorError)

  /// Appends the samples of the FIFO to `block` until the FIFO is below its watermark or the block
  /// is full. What was appended before an error is good.
  mutating func drain<Bus: I2CBus & ~Copyable>(
    into block: inout SampleBlock, over bus: inout Bus
  ) throws(SensorError) -> Drain

  /// Checks that the part still runs as configured; `wasReset` where it lost its supply meanwhile.
  func check<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError)

  /// Takes the next step of the self-test. An error ends it; the next call begins anew. After it
  /// the part must be configured again.
  mutating func selfTest<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError)
    -> SelfTestStep
}
