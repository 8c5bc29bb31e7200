import Findings

/// ST LSM6DSO (DS12140) and LSM6DSOX, the accelerometer of the two sensors in them: 16-bit samples,
/// FIFO of 512 tagged words. Answers at 0x6A (SA0 low) or 0x6B (high).
public enum LSM6DSO {
  // MARK: Registers

  private enum Map {
    static let fifoControl1: UInt8 = 0x07  // watermark
    static let fifoControl2: UInt8 = 0x08  // watermark's ninth bit, compression: off
    static let fifoControl3: UInt8 = 0x09  // which sensors are batched, and how fast
    static let fifoControl4: UInt8 = 0x0A  // mode
    static let interrupt1: UInt8 = 0x0D
    static let interrupt2: UInt8 = 0x0E
    static let whoAmI: UInt8 = 0x0F
    static let control1: UInt8 = 0x10  // rate, range
    static let control2: UInt8 = 0x11  // gyroscope: off
    static let control3: UInt8 = 0x12  // BDU, increment, INT polarity: active high
    static let control4: UInt8 = 0x13
    static let control5: UInt8 = 0x14  // self-test
    static let control6: UInt8 = 0x15  // high performance
    static let control7: UInt8 = 0x16
    static let control8: UInt8 = 0x17  // filters: none but half the rate
    static let control9: UInt8 = 0x18  // I3C
    static let control10: UInt8 = 0x19
    static let status: UInt8 = 0x1E
    static let output: UInt8 = 0x28
    static let fifoStatus1: UInt8 = 0x3A
    static let fifoTag: UInt8 = 0x78
  }

  private enum Bits {
    static let watermarkOnINT1: UInt8 = 0x08
    static let blockDataUpdate: UInt8 = 0x40
    static let increment: UInt8 = 0x04
    /// The power-up value and I3C off, as the data sheet advises where it is not used.
    static let noI3C: UInt8 = 0xE2
    static let continuousMode: UInt8 = 0x06
    static let selfTest: UInt8 = 0x01
    static let newSample: UInt8 = 0x01
    /// Full at this moment, or since the register was last read.
    static let overrun: UInt8 = 0x48
    static let alwaysZero: UInt8 = 0x04
    static let highLevel: UInt8 = 0x03
    static let range4g: UInt8 = 0x08
  }

  /// The address goes round from a word's end to the next one's tag. The rates are 6,667 Hz halved
  /// seven to four times: 52, 104, 208, 417 Hz. From power-down on two samples mean nothing.
  static let facts = ChipFacts(
    part: .lsm6dsox, identityRegister: Map.whoAmI, identity: 0x6C, incrementBit: 0,
    startRegister: Map.control1, startAtPowerUp: 0, levelRegister: Map.fifoStatus1, levelBytes: 2,
    depth: 512, wordRegister: Map.fifoTag, tag: 0x02, wordsPerTransfer: 33, shift: 0,
    settlingSamples: 2,
    slowestPicoseconds: 19_200_000_000, statusRegister: Map.status, newSample: Bits.newSample,
    outputRegister: Map.output, selfTestRange: .g4)

  // MARK: Conversion

  /// What a count is worth: 0.061, 0.122, 0.244, 0.488 mg (table 3). The rail is the last code.
  public static func scale(_ fullScale: FullScale) -> CountScale {
    CountScale(nano: 61_000 << Int32(fullScale.rawValue), rail: .max)
  }

  /// The range's bits: 16 g comes before 4 g.
  private static func range(_ fullScale: FullScale) -> UInt8 {
    switch fullScale {
    case .g2: 0x00
    case .g4: Bits.range4g
    case .g8: 0x0C
    case .g16: 0x04
    }
  }

  // MARK: Configuration

  /// Powered down first, and through bypass mode, which empties the FIFO and clears an overrun.
  static func configuration(_ settings: ChipSettings) -> [UInt8] {
    // 52, 104, 208, 417 Hz: codes 3 to 6.
    let rate = 3 + settings.dataRate.rawValue
    return [
      Map.control1, 0,
      Map.fifoControl4, 0,
      Map.fifoControl1, settings.watermark.samples,
      Map.fifoControl2, 0,
      Map.fifoControl3, rate,
      Map.interrupt1, Bits.watermarkOnINT1,
      Map.interrupt2, 0,
      Map.control2, 0,
      Map.control3, Bits.blockDataUpdate | Bits.increment,
      Map.control4, 0,
      Map.control5, 0,
      Map.control6, 0,
      Map.control7, 0,
      Map.control8, 0,
      Map.control9, Bits.noI3C,
      Map.control10, 0,
      Map.fifoControl4, Bits.continuousMode,
      Map.control1, rate << 4 | range(settings.fullScale),
    ]
  }

  // MARK: FIFO

  /// The level that the two status registers say. Nil for what cannot be: more than 512 words, or
  /// the bit that is always 0, as a bus held high reads.
  static func level(_ low: UInt8, _ high: UInt8) -> FIFOLevel? {
    let samples = Int(high & Bits.highLevel) << 8 | Int(low)
    guard samples <= 512, high & Bits.alwaysZero == 0 else { return nil }
    return FIFOLevel(samples: samples, isFull: high & Bits.overrun != 0)
  }

  // MARK: Self-test

  /// 50 to 1,700 mg, either way, in any range (table 3).
  static let selfTestLimits = SelfTestLimits(x: 50...1_700)

  /// 104 Hz, 4 g, FIFO in bypass mode (AN5192; it takes 52 Hz, which only takes longer).
  static func selfTest(_ stage: SelfTestStage) -> [UInt8] {
    switch stage {
    case .still:
      [
        Map.control1, 0,
        Map.fifoControl4, 0,
        Map.interrupt1, 0,
        Map.control2, 0,
        Map.control3, Bits.blockDataUpdate | Bits.increment,
        Map.control5, 0,
        Map.control6, 0,
        Map.control8, 0,
        Map.control1, 4 << 4 | Bits.range4g,
      ]
    case .pushed: [Map.control5, Bits.selfTest]
    case .over: [Map.control5, 0, Map.control1, 0]
    }
  }
}
