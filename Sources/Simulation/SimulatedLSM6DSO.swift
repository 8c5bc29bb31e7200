import Findings

/// The accelerometer of an ST LSM6DSO or LSM6DSOX at the level of its registers (DS12140), with what
/// no driver can know: its true rate, offset and noise, and the number of every sample it made.
///
/// Left out: the gyroscope, compression, time stamps and all other words of the FIFO, the modes that
/// a trigger changes, embedded functions, and the high-pass filter.
public struct SimulatedLSM6DSO: SampledChip {
  /// The addresses of the registers that mean something here.
  private enum Map {
    static let fifoControl1: UInt8 = 0x07
    static let fifoControl2: UInt8 = 0x08
    static let fifoControl3: UInt8 = 0x09
    static let fifoControl4: UInt8 = 0x0A
    static let interrupt1: UInt8 = 0x0D
    static let whoAmI: UInt8 = 0x0F
    static let control1: UInt8 = 0x10
    static let control3: UInt8 = 0x12
    static let control5: UInt8 = 0x14
    static let control6: UInt8 = 0x15
    static let control8: UInt8 = 0x17
    static let control9: UInt8 = 0x18
    static let status: UInt8 = 0x1E
    static let output: ClosedRange<UInt8> = 0x28...0x2D
    static let fifoStatus1: UInt8 = 0x3A
    static let fifoStatus2: UInt8 = 0x3B
    static let fifoTag: UInt8 = 0x78
    static let fifoOutput: ClosedRange<UInt8> = 0x79...0x7E

    /// What can be written (table 21); the rest is read-only, reserved, or means nothing here.
    static func isWritable(_ register: UInt8) -> Bool {
      switch register {
      case 0x01, 0x02, 0x07...0x0E, 0x10...0x19, 0x56...0x5F, 0x62, 0x63, 0x6F...0x75: true
      default: false
      }
    }
  }

  /// The self-test's shift in g: 0.05 to 1.7 (table 3).
  public var selfTestShift: Vector
  /// What WHO_AM_I says; 0x6C on a true one.
  public var identity: UInt8 = 0x6C
  /// The zero-g offset in g; typically within 0.02.
  public var offset: Vector
  /// The noise's density in g per root hertz: 70 to 110 microg by range, high performance.
  public var noiseDensity = 80e-6

  public private(set) var samplesMade: Int64 = 0
  public private(set) var samplesLost: Int64 = 0
  public private(set) var lastSampleRead: Int64 = -1

  private var registers = [UInt8](repeating: 0, count: 128)
  private var fifo = SampleFIFO(capacity: 512)
  private var latest = ChipSample()
  private var output = ChipSample()
  /// Axes whose low byte was read and whose high byte was not: block data update holds them.
  private var heldAxes: UInt8 = 0
  private var isDataReady = false
  private var isOverrunLatched = false
  /// Counts the words read, in the tag's two bits.
  private var wordsRead: UInt8 = 0
  /// Samples since the part was woken.
  private var samplesAwake = 0
  private var random: Randomness
  var oscillator: ChipOscillator

  /// A chip as it comes from the reel: up to 4 % off its rate, up to 20 mg off zero.
  public init(seed: UInt64) {
    random = Randomness(seed: seed, stream: 5)
    oscillator = ChipOscillator(drawnFrom: &random)
    offset = Vector(
      x: random.uniform(-0.02...0.02), y: random.uniform(-0.02...0.02),
      z: random.uniform(-0.02...0.02))
    selfTestShift = Vector(
      x: random.uniform(0.1...1.5), y: random.uniform(0.1...1.5), z: random.uniform(0.1...1.5))
    powerCycle()
  }

  public mutating func powerCycle() {
    for index in Counting(registers.indices) { registers[index] = 0 }
    registers[Int(Map.control3)] = 0x04
    registers[Int(Map.control9)] = 0xE0
    fifo.removeAll()
    latest = ChipSample()
    output = ChipSample()
    heldAxes = 0
    isDataReady = false
    isOverrunLatched = false
    wordsRead = 0
    restart()
  }

  // MARK: What the settings say

  private func register(_ address: UInt8) -> UInt8 { registers[Int(address)] }

  private var rateCode: UInt8 { register(Map.control1) >> 4 }
  private var fifoMode: UInt8 { register(Map.fifoControl4) & 7 }

  private var watermark: Int {
    Int(register(Map.fifoControl2) & 1) << 8 | Int(register(Map.fifoControl1))
  }

  private var isAtWatermark: Bool { watermark > 0 && fifo.count >= watermark }

  /// 6,667 Hz halved from code 10 downward; 1.6 Hz is for low power.
  private var nominalHertz: Double? {
    switch rateCode {
    case 1...10: 6_667 / Double(1 << (10 - Int(rateCode)))
    case 11 where register(Map.control6) & 0x10 != 0: 1.6
    default: nil
    }
  }

  /// A digit in g (table 3). Where full scale is shared otherwise (XL_FS_MODE), 16 g is 2 g.
  private var digit: Double {
    switch register(Map.control1) >> 2 & 3 {
    case 1: register(Map.control8) & 0x02 == 0 ? 0.000488 : 0.000061
    case 2: 0.000122
    case 3: 0.000244
    default: 0.000061
    }
  }

  /// Half the rate, or by the second filter a 4th to an 800th of it (figure 18).
  private var bandwidth: Double {
    let hertz = nominalHertz ?? 0
    guard register(Map.control1) & 0x02 != 0 else { return hertz / 2 }
    return switch register(Map.control8) >> 5 {
    case 0: hertz / 4
    case 1: hertz / 10
    case 2: hertz / 20
    case 3: hertz / 45
    case 4: hertz / 100
    case 5: hertz / 200
    case 6: hertz / 400
    default: hertz / 800
    }
  }

  // MARK: Samples

  mutating func take(_ acceleration: Vector) {
    let sigma = noiseDensity * Mathematics.squareRoot(bandwidth)
    let push: Double =
      switch register(Map.control5) & 3 {
      case 1: 1
      case 2: -1
      default: 0
      }
    // From power-down on, two samples mean nothing (AN5192).
    let settled = samplesAwake < 2 ? 0.5 : 1.0
    let digit = digit
    func word(_ felt: Double, _ force: Double, _ added: Double) -> Int16 {
      let value = (felt + push * force) * settled + added + sigma * random.normal()
      return Int16(Mathematics.nearest(max(-32_768, min(32_767, value / digit))))
    }
    latest = ChipSample(
      number: samplesMade,
      x: word(acceleration.x, selfTestShift.x, offset.x),
      y: word(acceleration.y, selfTestShift.y, offset.y),
      z: word(acceleration.z, selfTestShift.z, offset.z))
    samplesMade += 1
    samplesAwake += 1
    isDataReady = true
    let blocks = register(Map.control3) & 0x40 != 0
    if !blocks || heldAxes & 1 == 0 { output.x = latest.x }
    if !blocks || heldAxes & 2 == 0 { output.y = latest.y }
    if !blocks || heldAxes & 4 == 0 { output.z = latest.z }
    output.number = latest.number
    batch(latest)
  }

  /// Puts the sample into the FIFO, if it is of those that the batch's rate takes.
  private mutating func batch(_ sample: ChipSample) {
    let code = register(Map.fifoControl3) & 0x0F
    guard fifoMode != 0, code != 0 else { return }
    let decimation = code < rateCode ? Int64(1) << Int64(rateCode - code) : 1
    guard sample.number % decimation == 0 else { return }
    let stopsAtWatermark = register(Map.fifoControl2) & 0x80 != 0
    guard !(stopsAtWatermark && isAtWatermark && fifoMode == 1) else {
      samplesLost += 1
      return
    }
    if fifo.add(sample, overwrites: fifoMode != 1) { samplesLost += 1 }
    isOverrunLatched = isOverrunLatched || fifo.isFull
  }

  // MARK: INT1

  public var isInterruptHigh: Bool {
    let sources = register(Map.interrupt1)
    let isActive =
      sources & 0x01 != 0 && isDataReady
      || sources & 0x08 != 0 && isAtWatermark
      || sources & 0x10 != 0 && fifo.isFull
      || sources & 0x20 != 0 && fifo.count >= fifo.capacity - 1
    let isActiveLow = register(Map.control3) & 0x20 != 0
    return isActive != isActiveLow
  }

  // MARK: Registers

  /// IF_INC asks for counting up.
  public func selection(by byte: UInt8) -> (register: UInt8, countsUp: Bool) {
    (byte & 0x7F, register(Map.control3) & 0x04 != 0)
  }

  /// The FIFO's output goes round from a word's end to the next one's tag.
  public func register(after address: UInt8) -> UInt8 {
    address == Map.fifoOutput.upperBound ? Map.fifoTag : (address + 1) & 0x7F
  }

  public mutating func write(_ value: UInt8, to address: UInt8) {
    guard Map.isWritable(address) else { return }
    let old = register(address)
    registers[Int(address)] = value
    switch address {
    case Map.control1 where value >> 4 != old >> 4: restart()
    case Map.control3 where value & 0x01 != 0: powerCycle()
    case Map.fifoControl4 where fifoMode == 0:
      fifo.removeAll()
      isOverrunLatched = false
    default: break
    }
  }

  private mutating func restart() {
    samplesAwake = 0
    oscillator.run(atHertz: nominalHertz, from: samplesMade)
  }

  public mutating func read(_ address: UInt8) -> UInt8 {
    switch address {
    case Map.whoAmI: return identity
    case Map.status: return isDataReady ? 0x01 : 0
    case Map.output: return readOutput(Int(address - Map.output.lowerBound))
    case Map.fifoStatus1: return UInt8(truncatingIfNeeded: fifo.count)
    case Map.fifoStatus2:
      defer { isOverrunLatched = false }
      return (isAtWatermark ? 0x80 : 0) | (fifo.isFull ? 0x40 : 0)
        | (fifo.count >= fifo.capacity - 1 ? 0x20 : 0) | (isOverrunLatched ? 0x08 : 0)
        | UInt8(truncatingIfNeeded: fifo.count >> 8)
    case Map.fifoTag: return tag
    case Map.fifoOutput: return readWord(Int(address - Map.fifoOutput.lowerBound))
    default: return register(address)
    }
  }

  private mutating func readOutput(_ index: Int) -> UInt8 {
    let axis: UInt8 = 1 << UInt8(index / 2)
    if index % 2 == 0 { heldAxes |= axis } else { heldAxes &= ~axis }
    if index == 5 {
      lastSampleRead = max(lastSampleRead, output.number)
      isDataReady = false
    }
    return output.byte(index)
  }

  /// The accelerometer's number, the word's count and the bit that makes the ones even; 0 where the
  /// FIFO is empty.
  private var tag: UInt8 {
    guard fifo.count > 0 else { return 0 }
    let bits = 0x02 << 3 | (wordsRead & 3) << 1
    return bits | UInt8(bits.nonzeroBitCount & 1)
  }

  /// A word goes when its last byte is read.
  private mutating func readWord(_ index: Int) -> UInt8 {
    let sample = fifo.oldest ?? ChipSample()
    if index == 5, fifo.count > 0 {
      lastSampleRead = max(lastSampleRead, sample.number)
      wordsRead &+= 1
      fifo.removeOldest()
    }
    return sample.byte(index)
  }
}
