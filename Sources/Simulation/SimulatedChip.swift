import Findings

/// A sensor at the level of its registers, as a bus and a line see it.
public protocol SimulatedChip: Sendable {
  /// How many samples were made since power-on.
  var samplesMade: Int64 { get }
  /// How many samples a full FIFO lost.
  var samplesLost: Int64 { get }
  /// The number of the sample that was last read whole; -1 before any.
  var lastSampleRead: Int64 { get }

  /// The true time between samples in picoseconds; nil while there are none.
  var samplePicoseconds: Int64? { get }
  /// When a sample was or will be taken, if the rate was not changed since and will not be.
  func time(ofSample number: Int64) -> Microseconds?
  /// The next moment at which anything changes by itself, rounded up; nil while there is none.
  var nextChange: Microseconds? { get }
  /// Whether the line INT1 is high.
  var isInterruptHigh: Bool { get }

  /// Takes the supply away and gives it back: every register has its default again.
  mutating func powerCycle()
  /// Lives on until `time`, taking samples of what it feels.
  mutating func advance<Source: AccelerationSource>(
    to time: Microseconds, feeling source: inout Source)

  /// The register that the first byte of a write chooses, and whether a transfer counts it up.
  func selection(by byte: UInt8) -> (register: UInt8, countsUp: Bool)
  /// The register that follows in a transfer that counts up.
  func register(after address: UInt8) -> UInt8
  /// Writes one register, as the bus does.
  mutating func write(_ value: UInt8, to address: UInt8)
  /// Reads one register, as the bus does; what reading clears is cleared.
  mutating func read(_ address: UInt8) -> UInt8
  /// Sees the stop that ends a transfer.
  mutating func stop()
}

extension SimulatedChip {
  public mutating func stop() {}
}

/// When a chip takes its samples: by an oscillator of its own, off by a share.
struct ChipOscillator: Sendable {
  /// By how much the true rate is above the nominal one, as a share.
  let error: Double

  /// The true time between samples in picoseconds; nil while it stands.
  private(set) var picoseconds: Int64?
  private var next: Int64?
  private var start: (number: Int64, picoseconds: Int64) = (0, 0)
  private var now: Int64 = 0

  init(error: Double) { self.error = error }

  /// Begins to count at a new rate now, sample `number` the first; nil: stands.
  mutating func run(atHertz hertz: Double?, from number: Int64) {
    picoseconds = hertz.map { Mathematics.nearest(1e12 / ($0 * (1 + error))) }
    start = (number, now)
    next = picoseconds.map { now + $0 }
  }

  /// When a sample was or will be taken, at the present rate.
  func time(ofSample number: Int64) -> Microseconds? {
    picoseconds.map {
      Microseconds((start.picoseconds + (number - start.number + 1) * $0 + 500_000) / 1_000_000)
    }
  }

  /// When the next sample is due, rounded up.
  var nextChange: Microseconds? { next.map { Microseconds(($0 + 999_999) / 1_000_000) } }

  /// Goes on to `time` at most; the time in s of the sample that is due on the way, if one is.
  mutating func advance(to time: Microseconds) -> Double? {
    now = max(now, time.count * 1_000_000)
    guard let due = next, due <= now, let picoseconds else { return nil }
    next = due + picoseconds
    return Double(due) / 1e12
  }
}
