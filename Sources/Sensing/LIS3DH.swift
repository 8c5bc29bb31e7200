import Findings

/// ST LIS3DH (DocID17530) and its twin LIS2DH12: 12-bit samples in high-resolution mode, left-
/// justified in 16 bits, 32-deep FIFO. Answers at 0x18 (SDO low) or 0x19 (high).
public enum LIS3DH {
  // MARK: Registers

  private enum Map {
    static let whoAmI: UInt8 = 0x0F
    static let control1: UInt8 = 0x20  // rate, axes
    static let control2: UInt8 = 0x21  // high-pass: off
    static let control3: UInt8 = 0x22  // what drives INT1
    static let control4: UInt8 = 0x23  // BDU, range, resolution, self-test
    static let control5: UInt8 = 0x24  // FIFO on
    static let control6: UInt8 = 0x25  // INT polarity: active high
    static let status: UInt8 = 0x27
    static let output: UInt8 = 0x28
    static let fifoControl: UInt8 = 0x2E
    static let fifoSource: UInt8 = 0x2F
  }

  private enum Bits {
    static let allAxes: UInt8 = 0x07
    static let watermarkOnINT1: UInt8 = 0x04
    static let blockDataUpdate: UInt8 = 0x80
    static let highResolution: UInt8 = 0x08
    static let selfTest: UInt8 = 0x02
    static let fifoOn: UInt8 = 0x40
    static let streamMode: UInt8 = 0x80
    static let aboveWatermark: UInt8 = 0x80
    static let overrun: UInt8 = 0x40
    static let empty: UInt8 = 0x20
    static let level: UInt8 = 0x1F
  }

  /// The whole FIFO can be read in one transfer: the address goes round from Z to X. High-resolution
  /// mode needs 7 samples to turn on (table 11).
  static let facts = ChipFacts(
    part: .lis3dh, identityRegister: Map.whoAmI, identity: 0x33, incrementBit: 0x80,
    startRegister: Map.control1, startAtPowerUp: 0x07, levelRegister: Map.fifoSource, levelBytes: 1,
    depth: 32, wordRegister: Map.output, tag: nil, wordsPerTransfer: 32, shift: 0,
    settlingSamples: 7,
    slowestPicoseconds: 20_000_000_000, statusRegister: Map.status, newSample: 0x08,
    outputRegister: Map.output, selfTestRange: .g2)

  // MARK: Conversion

  /// What a left-justified 16-bit count is worth: a sixteenth of the digit of the data sheet's
  /// table 4 (1, 2, 4 and, not 8, 12 mg).
  ///
  /// The rail is the last 12-bit code, except at 16 g: there the codes reach to 24.6 g, of which
  /// the data sheet promises 16 (1,333 digits).
  public static func scale(_ fullScale: FullScale) -> CountScale {
    switch fullScale {
    case .g2: CountScale(nano: 62_500, rail: 2_047 << 4)
    case .g4: CountScale(nano: 125_000, rail: 2_047 << 4)
    case .g8: CountScale(nano: 250_000, rail: 2_047 << 4)
    case .g16: CountScale(nano: 750_000, rail: 1_333 << 4)
    }
  }

  // MARK: Configuration

  /// Asleep first, and through bypass mode, which alone empties the FIFO and clears an overrun.
  static func configuration(_ settings: ChipSettings) -> [UInt8] {
    [
      Map.control1, 0,
      Map.fifoControl, 0,
      Map.control2, 0,
      Map.control3, Bits.watermarkOnINT1,
      Map.control4,
      Bits.blockDataUpdate | settings.fullScale.rawValue << 4 | Bits.highResolution,
      Map.control5, Bits.fifoOn,
      Map.control6, 0,
      // WTM rises when the level exceeds the threshold, hence one less.
      Map.fifoControl, Bits.streamMode | (settings.watermark.samples - 1),
      // 50, 100, 200, 400 Hz: codes 4 to 7.
      Map.control1, (4 + settings.dataRate.rawValue) << 4 | Bits.allAxes,
    ]
  }

  // MARK: FIFO

  /// The level that the source register says: 32 where it is full, for its counter ends at 31. Nil
  /// for what cannot be: an empty FIFO that is full or has a level, as a bus held high reads.
  static func level(_ source: UInt8) -> FIFOLevel? {
    let isFull = source & Bits.overrun != 0
    let samples = isFull ? 32 : Int(source & Bits.level)
    let isEmpty = source & Bits.empty != 0
    guard !isEmpty || (samples == 0 && source & Bits.aboveWatermark == 0) else { return nil }
    return FIFOLevel(samples: samples, isFull: isFull)
  }

  // MARK: Self-test

  /// 17 to 360 digits of 4 mg (table 4: normal mode, 2 g), either way.
  static let selfTestLimits = SelfTestLimits(x: 68...1_440)

  /// 100 Hz, normal mode, 2 g, FIFO off.
  static func selfTest(_ stage: SelfTestStage) -> [UInt8] {
    switch stage {
    case .still:
      [
        Map.control1, 0,
        Map.fifoControl, 0,
        Map.control2, 0,
        Map.control3, 0,
        Map.control5, 0,
        Map.control4, Bits.blockDataUpdate,
        Map.control1, 5 << 4 | Bits.allAxes,
      ]
    case .pushed: [Map.control4, Bits.blockDataUpdate | Bits.selfTest]
    case .over: [Map.control4, Bits.blockDataUpdate, Map.control1, 0]
    }
  }
}
