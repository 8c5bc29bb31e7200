import Findings

/// A part with a driver: the choice at run time, for Embedded Swift has no `any`.
///
/// A part is data and small functions over values, in a file of its own; how a part is driven over a
/// bus is written once, in `AnyAccelerometer`.
enum Chip: UInt8, Sendable, CaseIterable {
  case lis3dh, adxl345, lsm6dso

  /// The chip of a part; nil where it has no driver.
  init?(_ part: Part) {
    switch part {
    case .lis3dh: self = .lis3dh
    case .adxl345: self = .adxl345
    case .lsm6dsox: self = .lsm6dso
    default: return nil
    }
  }

  // Out of line: each is called from several places, and bytes are dear.

  @inline(never) var facts: ChipFacts {
    switch self {
    case .lis3dh: LIS3DH.facts
    case .adxl345: ADXL345.facts
    case .lsm6dso: LSM6DSO.facts
    }
  }

  @inline(never)
  func scale(_ fullScale: FullScale) -> CountScale {
    switch self {
    case .lis3dh: LIS3DH.scale(fullScale)
    case .adxl345: ADXL345.scale(fullScale)
    case .lsm6dso: LSM6DSO.scale(fullScale)
    }
  }

  @inline(never)
  func configuration(_ settings: ChipSettings) -> [UInt8] {
    switch self {
    case .lis3dh: LIS3DH.configuration(settings)
    case .adxl345: ADXL345.configuration(settings)
    case .lsm6dso: LSM6DSO.configuration(settings)
    }
  }

  @inline(never)
  func level(_ first: UInt8, _ second: UInt8) -> FIFOLevel? {
    switch self {
    case .lis3dh: LIS3DH.level(first)
    case .adxl345: ADXL345.level(first)
    case .lsm6dso: LSM6DSO.level(first, second)
    }
  }

  @inline(never)
  func selfTest(_ stage: SelfTestStage) -> [UInt8] {
    switch self {
    case .lis3dh: LIS3DH.selfTest(stage)
    case .adxl345: ADXL345.selfTest(stage)
    case .lsm6dso: LSM6DSO.selfTest(stage)
    }
  }

  @inline(never) var selfTestLimits: SelfTestLimits {
    switch self {
    case .lis3dh: LIS3DH.selfTestLimits
    case .adxl345: ADXL345.selfTestLimits
    case .lsm6dso: LSM6DSO.selfTestLimits
    }
  }
}

/// What a part is configured for.
struct ChipSettings: Sendable {
  var dataRate = DataRate.hz200
  var fullScale = FullScale.g8
  var watermark = Watermark.standard
}

/// How many samples a FIFO says it has.
struct FIFOLevel: Sendable, Hashable {
  var samples: Int
  /// It is full, or was: samples may have been overwritten.
  var isFull: Bool
}

/// What never changes of a part. Registers are numbers without the increment bit.
struct ChipFacts: Sendable {
  let part: Part
  let identityRegister: UInt8
  let identity: UInt8
  /// What a register's number must hold for a transfer to count it up.
  let incrementBit: UInt8
  /// The register that starts the samples, the last that a configuration writes, and what it holds
  /// after power-up.
  let startRegister: UInt8
  let startAtPowerUp: UInt8
  /// Where the FIFO says its level, in one byte or two.
  let levelRegister: UInt8
  let levelBytes: UInt8
  /// How many samples the FIFO holds at least.
  let depth: UInt16
  /// Where the FIFO's words are read: six bytes each, X, Y, Z, little-endian, or a tag before them.
  let wordRegister: UInt8
  /// What the tag's upper five bits say of an accelerometer's word; nil where words have no tag.
  let tag: UInt8?
  /// How many words one transfer can take.
  let wordsPerTransfer: UInt8
  /// By how many bits words are shifted up to make counts.
  let shift: UInt8
  /// How many samples mean nothing after a configuration.
  let settlingSamples: UInt8
  /// The time between samples at 50 Hz or what the part has for it; each further rate is its double.
  let slowestPicoseconds: Int64
  /// Without the FIFO: where a part says by which bit that it has a new sample, and the sample.
  let statusRegister: UInt8
  let newSample: UInt8
  let outputRegister: UInt8
  /// The range in which the part tests itself.
  let selfTestRange: FullScale
}
