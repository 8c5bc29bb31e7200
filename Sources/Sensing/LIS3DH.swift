import Findings

/// ST LIS3DH (DocID17530) and its twin LIS2DH12: 12-bit samples in high-resolution mode, left-
/// justified in 16 bits, 32-deep FIFO. Answers at 0x18 (SDO low) or 0x19 (high).
public struct LIS3DH: Accelerometer {
  // MARK: Registers

  private enum Map {
    static let whoAmI = Register(0x0F)
    static let control1 = Register(0x20)  // rate, axes
    static let control2 = Register(0x21)  // high-pass: off
    static let control3 = Register(0x22)  // what drives INT1
    static let control4 = Register(0x23)  // BDU, range, resolution, self-test
    static let control5 = Register(0x24)  // FIFO on
    static let control6 = Register(0x25)  // INT polarity: active high
    static let status = Register(0x27)
    static let output = Register(0x28)
    static let fifoControl = Register(0x2E)
    static let fifoSource = Register(0x2F)
  }

  private enum Bits {
    static let identity: UInt8 = 0x33
    static let increment: UInt8 = 0x80
    static let control1AtPowerUp: UInt8 = 0x07
    static let allAxes: UInt8 = 0x07
    static let watermarkOnINT1: UInt8 = 0x04
    static let blockDataUpdate: UInt8 = 0x80
    static let highResolution: UInt8 = 0x08
    static let selfTest: UInt8 = 0x02
    static let fifoOn: UInt8 = 0x40
    static let streamMode: UInt8 = 0x80
    static let newSample: UInt8 = 0x08
    static let aboveWatermark: UInt8 = 0x80
    static let overrun: UInt8 = 0x40
    static let empty: UInt8 = 0x20
    static let level: UInt8 = 0x1F
  }

  // MARK: State

  /// The part.
  public static let part = Part.lis3dh
  /// Where it answers.
  public let address: I2CAddress
  /// How many drains found the FIFO full.
  public private(set) var overruns: UInt32 = 0

  private var dataRate = DataRate.hz200
  private var fullScale = FullScale.g8
  private var selfTestPhase = SelfTestPhase.begin

  /// Makes a driver for the part at `address`; nothing is sent yet.
  public init(at address: I2CAddress) { self.address = address }

  // MARK: Conversion

  /// What a left-justified 16-bit count is worth: a sixteenth of the digit of the data sheet's
  /// table 4 (1, 2, 4 and, not 8, 12 mg).
  ///
  /// The rail is the last 12-bit code, except at 16 g: there the codes reach to 24.6 g, of which
  /// the data sheet promises 16 (1,333 digits).
  public static func scale(_ fullScale: FullScale) -> CountScale {
    let scale =
      switch fullScale {
      case .g2: CountScale(nanoGravitiesPerCount: 62_500, railCount: 2_047 << 4)
      case .g4: CountScale(nanoGravitiesPerCount: 125_000, railCount: 2_047 << 4)
      case .g8: CountScale(nanoGravitiesPerCount: 250_000, railCount: 2_047 << 4)
      case .g16: CountScale(nanoGravitiesPerCount: 750_000, railCount: 1_333 << 4)
      }
    guard let scale else { preconditionFailure("a scale of the table is out of range") }
    return scale
  }

  /// What a count is worth at the range that was configured last.
  public var scale: CountScale { Self.scale(fullScale) }

  /// The nominal time between samples, in picoseconds.
  public var nominalSamplePicoseconds: Int64 {
    switch dataRate {
    case .hz50: 20_000_000_000
    case .hz100: 10_000_000_000
    case .hz200: 5_000_000_000
    case .hz400: 2_500_000_000
    }
  }

  /// High-resolution mode needs 7 samples to turn on (table 11).
  public var settlingSamples: Int32 { 7 }

  /// The sample of six output bytes: X, Y, Z, little-endian.
  private static func sample(_ bytes: Span<UInt8>, at start: Int) -> RawSample {
    func count(_ index: Int) -> Int16 {
      Int16(bitPattern: UInt16(bytes[start + index + 1]) << 8 | UInt16(bytes[start + index]))
    }
    return RawSample(x: count(0), y: count(2), z: count(4))
  }

  // MARK: Identity

  /// Checks that the part at the address says that it is a LIS3DH.
  public func checkIdentity<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError) {
    try bus.checkIdentity(Bits.identity, in: Map.whoAmI, of: address)
  }

  // MARK: Configuration

  private var control1: UInt8 {
    let rate: UInt8 =
      switch dataRate {
      case .hz50: 4
      case .hz100: 5
      case .hz200: 6
      case .hz400: 7
      }
    return rate << 4 | Bits.allAxes
  }

  private var control4: UInt8 {
    Bits.blockDataUpdate | fullScale.rawValue << 4 | Bits.highResolution
  }

  /// Configures the part; see `Accelerometer`. 12 transfers.
  public mutating func configure<Bus: I2CBus & ~Copyable>(
    dataRate: DataRate = .hz200, fullScale: FullScale = .g8, watermark: Watermark = .standard,
    over bus: inout Bus
  ) throws(SensorError) {
    self.dataRate = dataRate
    self.fullScale = fullScale
    selfTestPhase = .begin
    // WTM rises when the level exceeds the threshold, hence one less.
    let fifoControl = Bits.streamMode | (watermark.samples - 1)

    try checkIdentity(over: &bus)
    // Asleep first, and through bypass mode, which alone empties the FIFO and clears an overrun.
    try bus.write(0, to: Map.control1, of: address)
    try bus.write(0, to: Map.fifoControl, of: address)
    try bus.write(0, to: Map.control2, of: address)
    try bus.write(Bits.watermarkOnINT1, to: Map.control3, of: address)
    try bus.write(control4, to: Map.control4, of: address)
    try bus.write(Bits.fifoOn, to: Map.control5, of: address)
    try bus.write(0, to: Map.control6, of: address)
    try bus.write(fifoControl, to: Map.fifoControl, of: address)
    try bus.write(control1, to: Map.control1, of: address)

    let expected: InlineArray<6, UInt8> = [
      control1, 0, Bits.watermarkOnINT1, control4, Bits.fifoOn, 0,
    ]
    var found = InlineArray<6, UInt8>(repeating: 0)
    var bytes = found.mutableSpan
    try bus.read(&bytes, from: Map.control1, incrementBit: Bits.increment, of: address)
    for index in expected.indices {
      try require(
        found[index], is: expected[index], in: Register(Map.control1.value + UInt8(index)))
    }
    try require(
      bus.read(Map.fifoControl, of: address), is: fifoControl, in: Map.fifoControl)
  }

  private func require(_ found: UInt8, is expected: UInt8, in register: Register)
    throws(SensorError)
  {
    guard found == expected else {
      throw .notAsWritten(at: address, register: register, expected: expected, found: found)
    }
  }

  /// Checks that the part still runs as configured: one transfer, for once a second or so.
  public func check<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError) {
    let found = try bus.read(Map.control1, of: address)
    guard found != control1 else { return }
    if found == Bits.control1AtPowerUp {
      throw .wasReset(at: address, register: Map.control1, expected: control1, found: found)
    }
    try require(found, is: control1, in: Map.control1)
  }

  // MARK: FIFO

  /// Drains the FIFO; see `Accelerometer`. Two transfers for each pass and one to see the end.
  ///
  /// Limit: samples that come between the level's reading and the burst (under 1 ms) overwrite
  /// nothing below a level of 31; above it they may, and the overrun flag may come too late to tell.
  public mutating func drain<Bus: I2CBus & ~Copyable>(
    into block: inout SampleBlock, over bus: inout Bus
  ) throws(SensorError) -> Drain {
    var drain = Drain()
    // A pass that is not the last appends a sample, so the block's room bounds the passes.
    var isFirst = true
    while true {
      let source = try bus.read(Map.fifoSource, of: address)
      let level = try level(source)
      drain.left = level
      if source & Bits.overrun != 0 {
        // The gap lies before these samples, so they must be the first of their block.
        guard block.count == 0 else {
          drain.isUnfinished = true
          return drain
        }
        drain.isOverrun = true
        overruns &+= 1
      }
      let mustDrain = level > 0 && (isFirst || source & Bits.aboveWatermark != 0)
      guard mustDrain else { return drain }
      guard block.room > 0 else {
        drain.isUnfinished = true
        return drain
      }
      try burst(min(level, block.room), into: &block, over: &bus)
      isFirst = false
    }
  }

  /// The number of samples in the FIFO: 32 where it is full, for its counter ends at 31.
  private func level(_ source: UInt8) throws(SensorError) -> Int {
    let isEmpty = source & Bits.empty != 0
    let level = source & Bits.overrun != 0 ? 32 : Int(source & Bits.level)
    // An empty FIFO that is full or has a level: a bus held high reads so.
    guard !isEmpty || (level == 0 && source & Bits.aboveWatermark == 0) else {
      throw .implausible(at: address, register: Map.fifoSource, found: source)
    }
    return level
  }

  /// Reads `count` (1 to 32) samples in one transfer; the part's address wraps from Z back to X.
  private func burst<Bus: I2CBus & ~Copyable>(
    _ count: Int, into block: inout SampleBlock, over bus: inout Bus
  ) throws(SensorError) {
    var buffer = InlineArray<192, UInt8>(repeating: 0)
    var all = buffer.mutableSpan
    var bytes = all._mutatingExtracting(first: count * 6)
    try bus.read(&bytes, from: Map.output, incrementBit: Bits.increment, of: address)
    for index in 0..<count {
      _ = block.append(Self.sample(buffer.span, at: index * 6))
    }
  }

  // MARK: Self-test

  private enum SelfTestPhase: Sendable {
    case begin
    case still(SelfTestSums, tries: Int32)
    case pushed(SelfTestSums, from: SelfTestSums, tries: Int32)
  }

  /// The shift that table 4 allows, in digits of the normal (10-bit) mode at 2 g.
  private static let selfTestLimits: ClosedRange<Int32> = 17...360
  /// Turning on, and the force's coming up: more than the 7 samples of table 11.
  private static let selfTestSettling = Microseconds.milliseconds(90)
  /// At 100 Hz a sample comes every 10 ms (11 where the rate is 10 % off).
  private static let selfTestPause = Microseconds.milliseconds(11)

  /// Takes the next step of the self-test; see `Accelerometer`. About 300 ms in all, limb at rest.
  public mutating func selfTest<Bus: I2CBus & ~Copyable>(over bus: inout Bus)
    throws(SensorError) -> SelfTestStep
  {
    let phase = selfTestPhase
    // Until this step has succeeded the test is one that begins anew.
    selfTestPhase = .begin
    switch phase {
    case .begin:
      try checkIdentity(over: &bus)
      try bus.write(0, to: Map.control1, of: address)
      try bus.write(0, to: Map.fifoControl, of: address)
      try bus.write(0, to: Map.control2, of: address)
      try bus.write(0, to: Map.control3, of: address)
      try bus.write(0, to: Map.control5, of: address)
      try bus.write(Bits.blockDataUpdate, to: Map.control4, of: address)
      try bus.write(5 << 4 | Bits.allAxes, to: Map.control1, of: address)
      selfTestPhase = .still(SelfTestSums(), tries: 0)
      return .wait(Self.selfTestSettling)

    case .still(var sums, let tries):
      try addSample(to: &sums, tries: tries, over: &bus)
      guard sums.isComplete else {
        selfTestPhase = .still(sums, tries: tries + 1)
        return .wait(Self.selfTestPause)
      }
      try bus.write(Bits.blockDataUpdate | Bits.selfTest, to: Map.control4, of: address)
      selfTestPhase = .pushed(SelfTestSums(), from: sums, tries: 0)
      return .wait(Self.selfTestSettling)

    case .pushed(var sums, let still, let tries):
      try addSample(to: &sums, tries: tries, over: &bus)
      guard sums.isComplete else {
        selfTestPhase = .pushed(sums, from: still, tries: tries + 1)
        return .wait(Self.selfTestPause)
      }
      try bus.write(Bits.blockDataUpdate, to: Map.control4, of: address)
      try bus.write(0, to: Map.control1, of: address)
      let shift = sums.shift(from: still)
      return shift.isWithin(Self.selfTestLimits) ? .passed(shift) : .failed(shift)
    }
  }

  /// Adds a sample if there is a new one; gives up after twenty calls without five samples.
  private func addSample<Bus: I2CBus & ~Copyable>(
    to sums: inout SelfTestSums, tries: Int32, over bus: inout Bus
  ) throws(SensorError) {
    guard try bus.read(Map.status, of: address) & Bits.newSample != 0 else {
      guard tries < 20 else { throw .noSamples(at: address) }
      return
    }
    var buffer = InlineArray<6, UInt8>(repeating: 0)
    var bytes = buffer.mutableSpan
    try bus.read(&bytes, from: Map.output, incrementBit: Bits.increment, of: address)
    let sample = Self.sample(buffer.span, at: 0)
    // Ten bits, left-justified.
    sums.add(x: Int32(sample.x >> 6), y: Int32(sample.y >> 6), z: Int32(sample.z >> 6))
  }
}
