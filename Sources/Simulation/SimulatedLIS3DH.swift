import Findings

/// An ST LIS3DH at the level of its registers (DocID17530), with what no driver can know: its true
/// rate, offset and noise, and the number of every sample it made.
///
/// Left out: its anti-alias filter (in high resolution a ninth of the rate), the high-pass, click
/// and inertial interrupts, the auxiliary converter, and the trigger of stream-to-FIFO mode.
public struct SimulatedLIS3DH: SampledChip {
  /// The addresses of the registers that mean something here.
  private enum Map {
    static let whoAmI: UInt8 = 0x0F
    static let control0: UInt8 = 0x1E
    static let control1: UInt8 = 0x20
    static let control3: UInt8 = 0x22
    static let control4: UInt8 = 0x23
    static let control5: UInt8 = 0x24
    static let control6: UInt8 = 0x25
    static let status: UInt8 = 0x27
    static let output: ClosedRange<UInt8> = 0x28...0x2D
    static let fifoControl: UInt8 = 0x2E
    static let fifoSource: UInt8 = 0x2F

    /// What can be written (table 20); the rest is read-only or reserved.
    static func isWritable(_ register: UInt8) -> Bool {
      switch register {
      case 0x1E...0x26, 0x2E, 0x30, 0x32...0x34, 0x36...0x38, 0x3A...0x3F: true
      default: false
      }
    }
  }

  /// The self-test's shift in g: 0.07 to 1.44 by the data sheet's table 4.
  public var selfTestShift: Vector
  /// What WHO_AM_I says; 0x33 on a true one.
  public var identity: UInt8 = 0x33
  /// The zero-g offset in g; typically within 0.04.
  public var offset: Vector
  /// The noise's density in g per root hertz; 220 microg typically.
  public var noiseDensity = 220e-6

  public private(set) var samplesMade: Int64 = 0
  public private(set) var samplesLost: Int64 = 0
  public private(set) var lastSampleRead: Int64 = -1

  private var registers = [UInt8](repeating: 0, count: 64)
  private var fifo = SampleFIFO(capacity: 32)
  private var latest = ChipSample()
  private var output = ChipSample()
  /// Axes whose low byte was read and whose high byte was not: block data update holds them.
  private var heldAxes: UInt8 = 0
  private var isDataReady = false
  private var isDataOverrun = false
  private var random: Randomness
  var oscillator: ChipOscillator

  /// A chip as it comes from the reel: up to 4 % off its rate, up to 40 mg off zero.
  public init(seed: UInt64) {
    random = Randomness(seed: seed, stream: 5)
    oscillator = ChipOscillator(drawnFrom: &random)
    offset = Vector(
      x: random.uniform(-0.04...0.04), y: random.uniform(-0.04...0.04),
      z: random.uniform(-0.04...0.04))
    selfTestShift = Vector(
      x: random.uniform(0.2...0.6), y: random.uniform(0.2...0.6), z: random.uniform(0.2...0.9))
    powerCycle()
  }

  public mutating func powerCycle() {
    for index in Counting(registers.indices) { registers[index] = 0 }
    registers[Int(Map.control0)] = 0x10
    registers[Int(Map.control1)] = 0x07
    fifo.removeAll()
    latest = ChipSample()
    output = ChipSample()
    heldAxes = 0
    isDataReady = false
    isDataOverrun = false
    restart()
  }

  // MARK: What the settings say

  private var isHighResolution: Bool { register(Map.control4) & 0x08 != 0 && !isLowPower }
  private var isLowPower: Bool { register(Map.control1) & 0x08 != 0 }
  private var fifoMode: UInt8 {
    register(Map.control5) & 0x40 == 0 ? 0 : register(Map.fifoControl) >> 6
  }
  private var isAboveWatermark: Bool {
    fifo.count > Int(register(Map.fifoControl) & 0x1F)
  }

  private var nominalHertz: Double? {
    switch register(Map.control1) >> 4 {
    case 1: 1
    case 2: 10
    case 3: 25
    case 4: 50
    case 5: 100
    case 6: 200
    case 7: 400
    case 8: isLowPower ? 1_620 : nil
    case 9: isLowPower ? 5_376 : 1_344
    default: nil
    }
  }

  /// The digit of high resolution in g (table 4).
  private var digit: Double {
    switch register(Map.control4) >> 4 & 3 {
    case 0: 0.001
    case 1: 0.002
    case 2: 0.004
    default: 0.012
    }
  }

  private func register(_ address: UInt8) -> UInt8 { registers[Int(address)] }

  // MARK: Samples

  mutating func take(_ acceleration: Vector) {
    // Bandwidth (table 10): a ninth of the rate in high resolution, else half of it.
    let bandwidth = (nominalHertz ?? 0) / (isHighResolution ? 9 : 2)
    let noise = noiseDensity * Mathematics.squareRoot(bandwidth)
    let shift: Double =
      switch register(Map.control4) >> 1 & 3 {
      case 1: 1
      case 2: -1
      default: 0
      }
    let enabled = register(Map.control1)
    func word(_ value: Double, _ offset: Double, _ selfTest: Double, axis: UInt8) -> Int16 {
      let noisy = value + offset + shift * selfTest + noise * random.normal()
      guard enabled & 1 << axis != 0 else { return 0 }
      let bits = isHighResolution ? 4 : isLowPower ? 8 : 6
      let worth = digit * Double(1 << (bits - 4))
      let limit = Double(1 << (15 - bits))
      let count = Mathematics.nearest(max(-limit, min(limit - 1, noisy / worth)))
      return Int16(truncatingIfNeeded: count << Int64(bits))
    }
    latest = ChipSample(
      number: samplesMade,
      x: word(acceleration.x, offset.x, selfTestShift.x, axis: 0),
      y: word(acceleration.y, offset.y, selfTestShift.y, axis: 1),
      z: word(acceleration.z, offset.z, selfTestShift.z, axis: 2))
    samplesMade += 1
    isDataOverrun = isDataOverrun || isDataReady
    isDataReady = true
    let blocks = register(Map.control4) & 0x80 != 0
    if !blocks || heldAxes & 1 == 0 { output.x = latest.x }
    if !blocks || heldAxes & 2 == 0 { output.y = latest.y }
    if !blocks || heldAxes & 4 == 0 { output.z = latest.z }
    output.number = latest.number
    if fifoMode != 0, fifo.add(latest, overwrites: fifoMode != 1) { samplesLost += 1 }
  }

  // MARK: INT1

  public var isInterruptHigh: Bool {
    let sources = register(Map.control3)
    let isActive =
      sources & 0x10 != 0 && isDataReady
      || sources & 0x04 != 0 && fifoMode != 0 && isAboveWatermark
      || sources & 0x02 != 0 && fifo.isFull
    let isActiveLow = register(Map.control6) & 0x02 != 0
    return isActive != isActiveLow
  }

  // MARK: Registers

  /// The address's top bit asks for counting up.
  public func selection(by byte: UInt8) -> (register: UInt8, countsUp: Bool) {
    (byte & 0x7F, byte & 0x80 != 0)
  }

  public mutating func write(_ value: UInt8, to address: UInt8) {
    guard Map.isWritable(address) else { return }
    let old = register(address)
    registers[Int(address)] = value
    switch address {
    case Map.control1 where value & 0xF8 != old & 0xF8: restart()
    case Map.control5, Map.fifoControl: if fifoMode == 0 { fifo.removeAll() }
    default: break
    }
    // BOOT clears itself.
    if address == Map.control5 { registers[Int(address)] &= 0x7F }
  }

  /// A new rate begins to count now.
  private mutating func restart() {
    oscillator.run(atHertz: nominalHertz, from: samplesMade)
  }

  public mutating func read(_ address: UInt8) -> UInt8 {
    switch address {
    case Map.whoAmI: return identity
    case Map.status:
      return (isDataReady ? 0x0F : 0) | (isDataOverrun ? 0xF0 : 0)
    case Map.output: return readOutput(Int(address - Map.output.lowerBound))
    case Map.fifoSource:
      // 32 samples read as 31 with OVRN (AN3308).
      return (isAboveWatermark ? 0x80 : 0) | (fifo.isFull ? 0x40 : 0)
        | (fifo.count == 0 ? 0x20 : 0) | UInt8(min(31, fifo.count))
    default: return address < 64 ? register(address) : 0
    }
  }

  /// The output goes round while the FIFO is on, so that it is read whole in one transfer.
  public func register(after address: UInt8) -> UInt8 {
    if address == Map.output.upperBound, fifoMode != 0 { return Map.output.lowerBound }
    return (address + 1) & 0x7F
  }

  private mutating func readOutput(_ index: Int) -> UInt8 {
    let axis: UInt8 = 1 << UInt8(index / 2)
    if index % 2 == 0 { heldAxes |= axis } else { heldAxes &= ~axis }
    let sample = fifoMode == 0 ? output : fifo.oldest ?? latest
    if index == 5 {
      lastSampleRead = max(lastSampleRead, sample.number)
      isDataReady = false
      isDataOverrun = false
      fifo.removeOldest()
    }
    return sample.byte(index)
  }
}
