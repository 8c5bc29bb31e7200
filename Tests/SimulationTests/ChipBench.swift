import Findings
import Sensing
import Testing

@testable import Simulation

extension SimulatedChipBus {
  /// Writes one register.
  mutating func write(_ value: UInt8, to register: UInt8) throws {
    let bytes: [UInt8] = [register, value]
    var nothing = MutableSpan<UInt8>()
    try transfer(address ?? I2CAddress(0), write: bytes.span, read: &nothing)
  }

  /// Reads registers from one on, as the part counts them.
  mutating func read(_ register: UInt8, count: Int = 1, at other: I2CAddress? = nil) throws
    -> [UInt8]
  {
    let pointer: [UInt8] = [register]
    var bytes = [UInt8](repeating: 0xEE, count: count)
    var span = bytes.mutableSpan
    try transfer(other ?? address ?? I2CAddress(0), write: pointer.span, read: &span)
    return bytes
  }

  /// Reads the three words of an output.
  mutating func words(from register: UInt8) throws -> [Int16] {
    let bytes = try read(register, count: 6)
    return [0, 2, 4].map { Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8) }
  }
}

/// A simulated part of any kind, for tests that hold for all of them.
struct ErasedChip: SimulatedChip {
  var base: any SimulatedChip

  var samplesMade: Int64 { base.samplesMade }
  var samplesLost: Int64 { base.samplesLost }
  var lastSampleRead: Int64 { base.lastSampleRead }
  var samplePicoseconds: Int64? { base.samplePicoseconds }
  func time(ofSample number: Int64) -> Microseconds? { base.time(ofSample: number) }
  var nextChange: Microseconds? { base.nextChange }
  var isInterruptHigh: Bool { base.isInterruptHigh }
  mutating func powerCycle() { base.powerCycle() }
  mutating func advance<Source: AccelerationSource>(
    to time: Microseconds, feeling source: inout Source
  ) { base.advance(to: time, feeling: &source) }
  func selection(by byte: UInt8) -> (register: UInt8, countsUp: Bool) { base.selection(by: byte) }
  func register(after address: UInt8) -> UInt8 { base.register(after: address) }
  mutating func write(_ value: UInt8, to address: UInt8) { base.write(value, to: address) }
  mutating func read(_ address: UInt8) -> UInt8 { base.read(address) }
  mutating func stop() { base.stop() }
}

/// What a test wants of a part.
struct ChipOptions {
  var seed: UInt64 = 1
  var isNoisy = false
  var identity: UInt8?
  /// Nil: as it comes from the reel.
  var selfTestShift: Vector?
}

/// The parts with a driver and a model, and what tests must know of each.
enum TestedPart: String, CaseIterable, CustomTestStringConvertible {
  case lis3dh, adxl345, lsm6dso

  var testDescription: String { rawValue }

  var part: Part {
    switch self {
    case .lis3dh: .lis3dh
    case .adxl345: .adxl345
    case .lsm6dso: .lsm6dsox
    }
  }

  var address: I2CAddress {
    switch self {
    case .lis3dh: I2CAddress(0x18)
    case .adxl345: I2CAddress(0x53)
    case .lsm6dso: I2CAddress(0x6A)
    }
  }

  /// How many samples it keeps.
  var depth: Int64 {
    switch self {
    case .lis3dh: 32
    case .adxl345: 33
    case .lsm6dso: 512
    }
  }

  /// A digit of the data sheet in g.
  func digit(_ range: FullScale) -> Double {
    switch (self, range) {
    case (.lis3dh, .g2): 0.001
    case (.lis3dh, .g4): 0.002
    case (.lis3dh, .g8): 0.004
    case (.lis3dh, .g16): 0.012
    case (.adxl345, _): 0.00390625
    case (.lsm6dso, .g2): 0.000061
    case (.lsm6dso, .g4): 0.000122
    case (.lsm6dso, .g8): 0.000244
    case (.lsm6dso, .g16): 0.000488
    }
  }

  func chip(_ options: ChipOptions = ChipOptions()) -> ErasedChip {
    switch self {
    case .lis3dh: options.applied(to: SimulatedLIS3DH(seed: options.seed))
    case .adxl345: options.applied(to: SimulatedADXL345(seed: options.seed))
    case .lsm6dso: options.applied(to: SimulatedLSM6DSO(seed: options.seed))
    }
  }
}

/// A model of which a test may change what a part has from the reel.
private protocol AdjustableChip: SimulatedChip {
  var identity: UInt8 { get set }
  var selfTestShift: Vector { get set }
  /// Takes away offset and noise.
  mutating func silence()
}

extension SimulatedLIS3DH: AdjustableChip {
  fileprivate mutating func silence() { (offset, noiseDensity) = (.zero, 0) }
}

extension SimulatedADXL345: AdjustableChip {
  fileprivate mutating func silence() { (offset, noise) = (.zero, 0) }
}

extension SimulatedLSM6DSO: AdjustableChip {
  fileprivate mutating func silence() { (offset, noiseDensity) = (.zero, 0) }
}

extension ChipOptions {
  fileprivate func applied(to chip: some AdjustableChip) -> ErasedChip {
    var chip = chip
    if !isNoisy { chip.silence() }
    chip.identity = identity ?? chip.identity
    chip.selfTestShift = selfTestShift ?? chip.selfTestShift
    return ErasedChip(base: chip)
  }
}
