import Findings

/// An Analog Devices ADXL345 at the level of its registers (data sheet, revision E), with what no
/// driver can know: its true rate, offset and noise, and the number of every sample it made.
///
/// Left out: tap, activity and free-fall, sleep, trigger mode, the rounding at 1,600 Hz and more, and
/// the 5 us between two readings of the FIFO, which at 400 kHz always pass.
public struct SimulatedADXL345: SampledChip {
  /// The addresses of the registers that mean something here.
  private enum Map {
    static let deviceID: UInt8 = 0x00
    static let offsetX: UInt8 = 0x1E
    static let rate: UInt8 = 0x2C
    static let power: UInt8 = 0x2D
    static let interruptEnable: UInt8 = 0x2E
    static let interruptMap: UInt8 = 0x2F
    static let interruptSource: UInt8 = 0x30
    static let dataFormat: UInt8 = 0x31
    static let output: ClosedRange<UInt8> = 0x32...0x37
    static let fifoControl: UInt8 = 0x38
    static let fifoStatus: UInt8 = 0x39

    /// What can be written (table 19); the rest is read-only or reserved.
    static func isWritable(_ register: UInt8) -> Bool {
      switch register {
      case 0x1D...0x2A, 0x2C...0x2F, 0x31, 0x38: true
      default: false
      }
    }
  }

  /// The self-test's shift in g at 3.3 V: 0.35 to 3.73, the same negative, 0.43 to 5.02 (tables 14
  /// and 15).
  public var selfTestShift: Vector
  /// What DEVID says; 0xE5 on a true one.
  public var identity: UInt8 = 0xE5
  /// The zero-g offset in g; up to 0.15, and 0.25 along Z.
  public var offset: Vector
  /// The noise in g of a sample at 100 Hz: 0.75 digits (table 1); along Z half as much again.
  public var noise = 0.0029

  public private(set) var samplesMade: Int64 = 0
  public private(set) var samplesLost: Int64 = 0
  public private(set) var lastSampleRead: Int64 = -1

  private var registers = [UInt8](repeating: 0, count: 64)
  /// 32 entries and one in the output registers, which the status counts too.
  private var fifo = SampleFIFO(capacity: 33)
  private var latest = ChipSample()
  private var isDataReady = false
  private var isOverrun = false
  /// A transfer has read output registers; where it leaves them, an entry goes.
  private var isReadingOutput = false
  /// Samples since the part was woken.
  private var samplesAwake = 0
  private var random: Randomness
  var oscillator: ChipOscillator

  /// A chip as it comes from the reel: up to 4 % off its rate, up to 0.1 g off zero.
  public init(seed: UInt64) {
    random = Randomness(seed: seed, stream: 5)
    oscillator = ChipOscillator(drawnFrom: &random)
    offset = Vector(
      x: random.uniform(-0.1...0.1), y: random.uniform(-0.1...0.1), z: random.uniform(-0.1...0.1))
    selfTestShift = Vector(
      x: random.uniform(0.5...3), y: random.uniform(-3 ... -0.5), z: random.uniform(0.6...4.5))
    powerCycle()
  }

  public mutating func powerCycle() {
    for index in Counting(registers.indices) { registers[index] = 0 }
    registers[Int(Map.rate)] = 0x0A
    fifo.removeAll()
    latest = ChipSample()
    isDataReady = false
    isOverrun = false
    isReadingOutput = false
    restart()
  }

  // MARK: What the settings say

  private func register(_ address: UInt8) -> UInt8 { registers[Int(address)] }

  private var isMeasuring: Bool { register(Map.power) & 0x08 != 0 }
  private var fifoMode: UInt8 { register(Map.fifoControl) >> 6 }
  private var range: UInt8 { register(Map.dataFormat) & 3 }
  private var isFullResolution: Bool { register(Map.dataFormat) & 0x08 != 0 }

  /// 0.098 Hz doubled as often as the code says (table 7).
  private var nominalHertz: Double {
    Double(1 << Int(register(Map.rate) & 0x0F)) * 0.09765625
  }

  /// The bits of a sample and what one of their digits is worth in g.
  private var resolution: (bits: Int, digit: Double) {
    isFullResolution
      ? (10 + Int(range), 1.0 / 256) : (10, Double(1 << Int(range)) / 256)
  }

  private var interruptSource: UInt8 {
    let hasData = fifoMode == 0 ? isDataReady : fifo.count > 0
    let isWatermark = fifo.count >= Int(register(Map.fifoControl) & 0x1F)
    return (hasData ? 0x80 : 0) | (isWatermark ? 0x02 : 0) | (isOverrun ? 0x01 : 0)
  }

  // MARK: Samples

  mutating func take(_ acceleration: Vector) {
    let (bits, digit) = resolution
    let isLeft = register(Map.dataFormat) & 0x04 != 0
    let isPushed = register(Map.dataFormat) & 0x80 != 0
    // Noise rises with the root of the rate, and by half in low power.
    let isLowPower = register(Map.rate) & 0x10 != 0
    let sigma =
      noise * Mathematics.squareRoot(nominalHertz / 100) * (isLowPower ? 1.5 : 1)
    // The output needs four samples to settle.
    let settled = Double(min(samplesAwake + 1, 4)) / 4
    let offsets = (0..<3).map {
      Double(Int8(bitPattern: registers[Int(Map.offsetX) + $0])) * 0.0156
    }
    func word(_ felt: Double, _ force: Double, _ added: Double, _ sigma: Double) -> Int16 {
      let value = (felt + (isPushed ? force : 0)) * settled + added + sigma * random.normal()
      let limit = Double(1 << (bits - 1))
      let count = Mathematics.nearest(max(-limit, min(limit - 1, value / digit)))
      return Int16(truncatingIfNeeded: isLeft ? count << Int64(16 - bits) : count)
    }
    latest = ChipSample(
      number: samplesMade,
      x: word(acceleration.x, selfTestShift.x, offset.x + offsets[0], sigma),
      y: word(acceleration.y, selfTestShift.y, offset.y + offsets[1], sigma),
      z: word(acceleration.z, selfTestShift.z, offset.z + offsets[2], sigma * 1.5))
    samplesMade += 1
    samplesAwake += 1
    if fifoMode == 0 {
      isOverrun = isOverrun || isDataReady
    } else {
      if fifo.add(latest, overwrites: fifoMode != 1) { samplesLost += 1 }
      isOverrun = isOverrun || fifo.count >= 32
    }
    isDataReady = true
  }

  // MARK: INT1

  public var isInterruptHigh: Bool {
    let sources =
      interruptSource & register(Map.interruptEnable) & ~register(Map.interruptMap)
    let isActiveLow = register(Map.dataFormat) & 0x20 != 0
    return (sources != 0) != isActiveLow
  }

  // MARK: Registers

  /// Every transfer counts up.
  public func selection(by byte: UInt8) -> (register: UInt8, countsUp: Bool) {
    (byte & 0x3F, true)
  }

  public func register(after address: UInt8) -> UInt8 { (address + 1) & 0x3F }

  public mutating func write(_ value: UInt8, to address: UInt8) {
    guard Map.isWritable(address) else { return }
    let old = register(address)
    registers[Int(address)] = value
    switch address {
    case Map.power where (value ^ old) & 0x08 != 0, Map.rate where value != old: restart()
    case Map.fifoControl where fifoMode == 0:
      fifo.removeAll()
      isOverrun = false
    default: break
    }
  }

  private mutating func restart() {
    samplesAwake = 0
    oscillator.run(atHertz: isMeasuring ? nominalHertz : nil, from: samplesMade)
  }

  public mutating func read(_ address: UInt8) -> UInt8 {
    if Map.output.contains(address) { return readOutput(Int(address - Map.output.lowerBound)) }
    leaveOutput()
    switch address {
    case Map.deviceID: return identity
    case Map.interruptSource: return interruptSource
    case Map.fifoStatus: return UInt8(fifo.count)
    default: return register(address)
    }
  }

  private mutating func readOutput(_ index: Int) -> UInt8 {
    isReadingOutput = true
    let sample = fifoMode == 0 ? latest : fifo.oldest ?? latest
    if index == 5 { lastSampleRead = max(lastSampleRead, sample.number) }
    return sample.byte(index)
  }

  public mutating func stop() { leaveOutput() }

  /// Whatever part of an entry was read, it goes, and its flags with it.
  private mutating func leaveOutput() {
    guard isReadingOutput else { return }
    isReadingOutput = false
    isDataReady = false
    isOverrun = false
    fifo.removeOldest()
  }
}
