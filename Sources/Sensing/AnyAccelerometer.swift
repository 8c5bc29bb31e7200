import Findings

/// The driver of any part: knows one part at one address, and is lent the bus for each call.
///
/// The bus is lent, not owned, so that the driver stays an ordinary value and other parts can live on
/// the same bus. Every method ends after a bounded number of transfers; none waits. What differs
/// between parts is in `Chip` and the files of the parts.
public struct AnyAccelerometer: Sendable {
  /// Where it answers.
  public let address: I2CAddress
  /// How many drains said that samples may be missing: `Drain.isOverrun`.
  public internal(set) var overruns: UInt32 = 0

  let chip: Chip
  private(set) var settings = ChipSettings()
  /// What the register holds that starts the samples, since the part was configured.
  private var started: UInt8 = 0
  /// Samples may be missing before those that the FIFO holds now.
  var hasGap = false
  var selfTestRun = SelfTestRun()

  /// Makes the driver for a part, nothing is sent yet; nil where there is none for it.
  public init?(_ part: Part, at address: I2CAddress) {
    guard let chip = Chip(part) else { return nil }
    self.chip = chip
    self.address = address
  }

  /// The part.
  public var part: Part { chip.facts.part }

  /// What a count is worth at the range that was configured last.
  public var scale: CountScale { chip.scale(settings.fullScale) }

  /// The nominal time between samples, in picoseconds, at the rate that was configured last.
  public var nominalSamplePicoseconds: Int64 {
    chip.facts.slowestPicoseconds >> Int64(settings.dataRate.rawValue)
  }

  /// How many samples to throw away after `configure` before they mean anything.
  public var settlingSamples: Int32 { Int32(chip.facts.settlingSamples) }

  /// Checks that the part at the address says that it is the one that this drives.
  public func checkIdentity<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError) {
    let facts = chip.facts
    try bus.checkIdentity(facts.identity, in: Register(facts.identityRegister), of: address)
  }

  /// Checks the identity, then writes every register that matters, whole, and reads each back.
  /// Leaves the FIFO empty and running, INT1 active high: high while the FIFO holds the watermark or
  /// more, and low below it. Up to 22 transfers.
  public mutating func configure<Bus: I2CBus & ~Copyable>(
    dataRate: DataRate = .hz200, fullScale: FullScale = .g8, watermark: Watermark = .standard,
    over bus: inout Bus
  ) throws(SensorError) {
    settings = ChipSettings(dataRate: dataRate, fullScale: fullScale, watermark: watermark)
    selfTestRun = SelfTestRun()
    hasGap = false
    let script = chip.configuration(settings)
    started = script.last ?? 0
    try checkIdentity(over: &bus)
    try bus.write(script, to: address)
    try bus.verify(script, incrementBit: chip.facts.incrementBit, of: address)
  }

  /// Checks that the part still runs as configured; `wasReset` where it lost its supply meanwhile.
  /// One transfer, for once a second or so.
  public func check<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError) {
    let facts = chip.facts
    let register = Register(facts.startRegister)
    let found = try bus.read(register, of: address)
    guard found != started else { return }
    guard found != facts.startAtPowerUp else {
      throw .wasReset(at: address, register: register, expected: started, found: found)
    }
    throw .notAsWritten(at: address, register: register, expected: started, found: found)
  }
}
