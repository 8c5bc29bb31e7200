import Findings

/// A register's number within a chip, without any auto-increment bit.
public struct Register: Sendable, Hashable {
  /// The number: 0x00 to 0x7F.
  public let value: UInt8

  /// Makes a register number.
  public init(_ value: UInt8) { self.value = value }
}

/// What went wrong with a sensor: where, and the cause.
public enum SensorError: Error, Hashable {
  /// The bus failed while this register was written or read (a burst: its first register).
  case bus(BusError, at: I2CAddress, register: Register)
  /// The identity register says that this is another part.
  case wrongIdentity(at: I2CAddress, register: Register, expected: UInt8, found: UInt8)
  /// A register does not hold what was written to it.
  case notAsWritten(at: I2CAddress, register: Register, expected: UInt8, found: UInt8)
  /// A register holds its power-up value again: the part lost its supply for a moment.
  case wasReset(at: I2CAddress, register: Register, expected: UInt8, found: UInt8)
  /// A register says what the part cannot say, such as full and empty at once: a bus held high or
  /// low, or a part that hangs.
  case implausible(at: I2CAddress, register: Register, found: UInt8)
  /// The part gave no sample in the time in which it should have given twenty.
  case noSamples(at: I2CAddress)

  /// Whether the part did not acknowledge that it is meant: nothing was read from it.
  var isRefusal: Bool {
    if case .bus(.noAcknowledge, _, _) = self { true } else { false }
  }

  /// The address at which it went wrong.
  public var address: I2CAddress {
    switch self {
    case .bus(_, let address, _), .wrongIdentity(let address, _, _, _),
      .notAsWritten(let address, _, _, _), .wasReset(let address, _, _, _),
      .implausible(let address, _, _), .noSamples(let address):
      address
    }
  }

  /// The register at which it went wrong; nil where none is to blame.
  public var register: Register? {
    switch self {
    case .bus(_, _, let register), .wrongIdentity(_, let register, _, _),
      .notAsWritten(_, let register, _, _), .wasReset(_, let register, _, _),
      .implausible(_, let register, _):
      register
    case .noSamples: nil
    }
  }

  /// What happened, in a few words.
  public var summary: Literal {
    switch self {
    case .bus(.noAcknowledge, _, _): "nobody answers"
    case .bus(.noData, _, _): "the sensor stopped answering"
    case .bus(.arbitrationLost, _, _): "another controller took the bus"
    case .bus(.bus, _, _): "the bus is stuck or busy"
    case .bus(.timeout, _, _): "the bus took too long"
    case .bus(.other, _, _): "the bus failed"
    case .wrongIdentity: "another part is at this address"
    case .notAsWritten: "a setting did not stay as written"
    case .wasReset: "the sensor lost its supply for a moment"
    case .implausible: "the sensor says what it cannot say"
    case .noSamples: "the sensor gives no samples"
    }
  }
}
