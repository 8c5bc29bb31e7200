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
