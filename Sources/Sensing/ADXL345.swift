import Findings

/// Analog Devices ADXL345 (data sheet, revision E) and its twin ADXL343: samples of 10 to 13 bits in
/// full resolution, right-justified, FIFO of 32 and one in the output registers. Answers at 0x53
/// (SDO low) or 0x1D (high), with CS tied high.
public enum ADXL345 {
  // MARK: Registers

  private enum Map {
    static let deviceID: UInt8 = 0x00
    static let offsetX: UInt8 = 0x1E
    static let offsetY: UInt8 = 0x1F
    static let offsetZ: UInt8 = 0x20
    static let rate: UInt8 = 0x2C
    static let power: UInt8 = 0x2D
    static let interruptEnable: UInt8 = 0x2E
    static let interruptMap: UInt8 = 0x2F  // all on INT1
    static let interruptSource: UInt8 = 0x30
    static let dataFormat: UInt8 = 0x31
    static let output: UInt8 = 0x32
    static let fifoControl: UInt8 = 0x38
    static let fifoStatus: UInt8 = 0x39
  }

  private enum Bits {
    static let measure: UInt8 = 0x08
    static let watermark: UInt8 = 0x02
    static let dataReady: UInt8 = 0x80
    static let fullResolution: UInt8 = 0x08
    static let selfTest: UInt8 = 0x80
    static let range16g: UInt8 = 0x03
    static let rate100Hz: UInt8 = 0x0A
    static let streamMode: UInt8 = 0x80
    static let entries: UInt8 = 0x3F
  }

  /// A FIFO entry is taken out by each transfer that reads the output registers, so that one transfer
  /// is one word; the 5 us that the part needs between them pass with the next address byte at
  /// 400 kHz (22 us). After a change the output needs about four samples (self-test, p. 22).
  static let facts = ChipFacts(
    part: .adxl345, identityRegister: Map.deviceID, identity: 0xE5, incrementBit: 0,
    startRegister: Map.power, startAtPowerUp: 0, levelRegister: Map.fifoStatus, levelBytes: 1,
    depth: 33, wordRegister: Map.output, tag: nil, wordsPerTransfer: 1, shift: 3,
    settlingSamples: 4,
    slowestPicoseconds: 20_000_000_000, statusRegister: Map.interruptSource,
    newSample: Bits.dataReady, outputRegister: Map.output, selfTestRange: .g16)

  // MARK: Conversion

  /// What a count is worth, the part's digit shifted up by three: an eighth of 1/256 g, in full
  /// resolution the same in every range. The rail is the last code of 10, 11, 12 or 13 bits.
  public static func scale(_ fullScale: FullScale) -> CountScale {
    CountScale(nano: 488_281, rail: (512 << Int16(fullScale.rawValue) - 1) << 3)
  }

  // MARK: Configuration

  /// In standby first, and through bypass mode, which empties the FIFO.
  static func configuration(_ settings: ChipSettings) -> [UInt8] {
    [
      Map.power, 0,
      Map.interruptEnable, 0,
      Map.fifoControl, 0,
      Map.offsetX, 0,
      Map.offsetY, 0,
      Map.offsetZ, 0,
      // 50, 100, 200, 400 Hz, not in low power: codes 9 to 12 (table 7).
      Map.rate, 9 + settings.dataRate.rawValue,
      Map.dataFormat, Bits.fullResolution | settings.fullScale.rawValue,
      Map.interruptMap, 0,
      // The watermark's bit is set from the level of the samples bits on.
      Map.fifoControl, Bits.streamMode | settings.watermark.samples,
      Map.interruptEnable, Bits.watermark,
      Map.power, Bits.measure,
    ]
  }

  // MARK: FIFO

  /// The level that the status register says, up to 33. At 32 the FIFO is full and sets its overrun
  /// bit, which tells no more than this. Nil for what cannot be: more, or bits that are always 0
  /// (the trigger's, but in trigger mode).
  static func level(_ status: UInt8) -> FIFOLevel? {
    let entries = status & Bits.entries
    guard entries == status, entries <= 33 else { return nil }
    return FIFOLevel(samples: Int(entries), isFull: entries >= 32)
  }

  // MARK: Self-test

  /// Table 15 in digits of 1/256 g at 2.5 V (50 to 540, -540 to -50, 75 to 875), times 1.77 and, for
  /// Z, 1.47 at 3.3 V (table 14).
  static let selfTestLimits = SelfTestLimits(x: 346...3_734, y: -3_734 ... -346, z: 431...5_024)

  /// 100 Hz (it needs 100 to 800), full resolution at 16 g, FIFO in bypass mode.
  static func selfTest(_ stage: SelfTestStage) -> [UInt8] {
    let format = Bits.fullResolution | Bits.range16g
    return switch stage {
    case .still:
      [
        Map.power, 0,
        Map.interruptEnable, 0,
        Map.fifoControl, 0,
        Map.rate, Bits.rate100Hz,
        Map.dataFormat, format,
        Map.power, Bits.measure,
      ]
    case .pushed: [Map.dataFormat, format | Bits.selfTest]
    case .over: [Map.dataFormat, format, Map.power, 0]
    }
  }
}
