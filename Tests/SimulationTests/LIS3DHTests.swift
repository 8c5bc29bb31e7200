import Findings
import Sensing
import Testing

@testable import Simulation

/// The chip's registers against DocID17530 and AN3308.
@Suite struct LIS3DHTests {
  private typealias Bench = SimulatedBus<StillSource>

  private static let address = I2CAddress(0x18)

  private static func bench(
    feeling value: Vector = Vector(x: 0, y: 0, z: 1), seed: UInt64 = 1
  ) -> Bench {
    var bench = Bench(source: StillSource(value), chip: SimulatedLIS3DH(seed: seed))
    bench.chip.offset = .zero
    bench.chip.noiseDensity = 0
    bench.advance(to: .milliseconds(10))
    return bench
  }

  /// 200 Hz, all axes, high resolution, block data update, +-8 g, stream mode, INT1 on watermark.
  private static func stream(_ bench: inout Bench, watermark: UInt8 = 9) throws {
    try bench.write(0xA8, to: 0x23)
    try bench.write(0x40, to: 0x24)
    try bench.write(0x80 | watermark, to: 0x2E)
    try bench.write(0x04, to: 0x22)
    try bench.write(0x67, to: 0x20)
  }

  @Test("Powered on, it has its identity and defaults, and makes no samples")
  func defaults() throws {
    var bench = Self.bench()
    #expect(try bench.read(0x0F) == [0x33])
    #expect(try bench.read(0x20) == [0x07])
    #expect(try bench.read(0x1E) == [0x10])
    #expect(try bench.read(0x21 | 0x80, count: 5) == [0, 0, 0, 0, 0])
    bench.advance(to: .seconds(1))
    #expect(bench.chip.samplesMade == 0)
    #expect(try bench.read(0x27) == [0])
  }

  @Test("Nobody answers elsewhere, nor in the first 5 ms")
  func noAcknowledge() throws {
    var bench = Self.bench()
    #expect(throws: BusError.noAcknowledge) { try bench.read(0x0F, at: I2CAddress(0x19)) }
    var young = Bench(source: StillSource(), chip: SimulatedLIS3DH(seed: 1))
    #expect(throws: BusError.noAcknowledge) { try young.read(0x0F) }
  }

  @Test("Without the address's top bit, a register is read again and again")
  func increment() throws {
    var bench = Self.bench()
    try bench.write(0x9F, to: 0x2E)
    #expect(try bench.read(0x0F, count: 3) == [0x33, 0x33, 0x33])
    #expect(try bench.read(0x8F, count: 2) == [0x33, 0])
  }

  @Test("What is read-only stays as it is")
  func readOnly() throws {
    var bench = Self.bench()
    try bench.write(0x55, to: 0x0F)
    try bench.write(0x55, to: 0x2F)
    #expect(try bench.read(0x0F) == [0x33])
    #expect(try bench.read(0x2F) == [0x20])
  }

  @Test(
    "A count is worth 1, 2, 4 and 12 mg in high resolution, left-justified",
    arguments: [(0x88, 1_000), (0x98, 500), (0xA8, 250), (0xB8, 83)])
  func scales(control: Int, digits: Int) throws {
    var bench = Self.bench(feeling: Vector(x: 1, y: -1, z: 100))
    try bench.write(UInt8(control), to: 0x23)
    try bench.write(0x67, to: 0x20)
    bench.advance(to: .milliseconds(50))
    let words = try bench.words(from: 0xA8)
    #expect(words == [Int16(digits << 4), Int16(-digits << 4), 2_047 << 4])
  }

  @Test("Normal mode has 10 bits, low power 8")
  func resolutions() throws {
    var bench = Self.bench(feeling: Vector(x: 1, y: -1, z: -100))
    try bench.write(0x80, to: 0x23)
    try bench.write(0x67, to: 0x20)
    bench.advance(to: .milliseconds(50))
    #expect(try bench.words(from: 0xA8) == [250 << 6, -250 << 6, -512 << 6])
    try bench.write(0x6F, to: 0x20)
    bench.advance(to: .milliseconds(100))
    #expect(try bench.words(from: 0xA8) == [63 << 8, -63 << 8, -128 << 8])
  }

  @Test("Data ready is set by a sample, overrun by the next, both cleared by reading")
  func status() throws {
    var bench = Self.bench()
    try bench.write(0x67, to: 0x20)
    bench.advance(to: bench.now + .milliseconds(6))
    #expect(try bench.read(0x27) == [0x0F])
    bench.advance(to: bench.now + .milliseconds(6))
    #expect(try bench.read(0x27) == [0xFF])
    _ = try bench.words(from: 0xA8)
    #expect(try bench.read(0x27) == [0])
  }

  @Test("The watermark's flag and line rise when the level exceeds the threshold, and stay")
  func watermark() throws {
    var bench = Self.bench()
    try Self.stream(&bench, watermark: 9)
    let ninth = try #require(bench.chip.time(ofSample: 8))
    let tenth = try #require(bench.chip.time(ofSample: 9))
    bench.advance(to: ninth + Microseconds(10))
    #expect(try bench.read(0x2F) == [9])
    #expect(!bench.interrupt.isHigh)
    bench.advance(to: tenth + Microseconds(10))
    #expect(try bench.read(0x2F) == [0x80 | 10])
    let taken = bench.interrupt.takeEdge()
    let edge = try #require(taken)
    #expect(edge.isRising && abs((edge.time - tenth).count) <= 1)
    _ = try bench.read(0xA8, count: 6)
    #expect(try bench.read(0x2F) == [9])
    #expect(!bench.interrupt.isHigh)
  }

  @Test("A burst goes round over the output and empties the FIFO, oldest first")
  func burst() throws {
    var bench = Self.bench()
    try Self.stream(&bench)
    bench.advance(to: try #require(bench.chip.time(ofSample: 19)))
    #expect(try bench.read(0xA8, count: 60).count == 60)
    #expect(bench.chip.lastSampleRead == 9)
    _ = try bench.read(0xA8, count: 60)
    #expect(bench.chip.lastSampleRead == 19)
    #expect(try bench.read(0x2F) == [0x20])
  }

  @Test("Full, stream mode drops the oldest and FIFO mode the newest; 32 read as 31 with overrun")
  func overrun() throws {
    var bench = Self.bench()
    try Self.stream(&bench, watermark: 31)
    bench.advance(to: try #require(bench.chip.time(ofSample: 31)) + Microseconds(1))
    #expect(try bench.read(0x2F) == [0x80 | 0x40 | 31])
    #expect(bench.chip.samplesLost == 0)
    bench.advance(to: try #require(bench.chip.time(ofSample: 36)) + Microseconds(1))
    #expect(bench.chip.samplesLost == 5)
    _ = try bench.read(0xA8, count: 6)
    #expect(bench.chip.lastSampleRead == 5)

    try bench.write(0x00, to: 0x2E)
    #expect(try bench.read(0x2F) == [0x20])
    try bench.write(0x40, to: 0x2E)
    let lost = bench.chip.samplesLost
    let first = bench.chip.samplesMade
    bench.advance(to: try #require(bench.chip.time(ofSample: first + 34)) + Microseconds(1))
    #expect(bench.chip.samplesLost == lost + 3)
    _ = try bench.read(0xA8, count: 6)
    #expect(bench.chip.lastSampleRead == first)
  }

  @Test("The self-test shifts the output either way")
  func selfTest() throws {
    var bench = Self.bench(feeling: .zero)
    bench.chip.selfTestShift = Vector(x: 0.3, y: 0.4, z: 0.5)
    try bench.write(0x88 | 0x02, to: 0x23)
    try bench.write(0x67, to: 0x20)
    bench.advance(to: .milliseconds(50))
    #expect(try bench.words(from: 0xA8) == [300 << 4, 400 << 4, 500 << 4])
    try bench.write(0x88 | 0x04, to: 0x23)
    bench.advance(to: .milliseconds(60))
    #expect(try bench.words(from: 0xA8) == [-300 << 4, -400 << 4, -500 << 4])
  }

  @Test("INT1 can be active low, and can follow data ready or overrun")
  func lines() throws {
    var bench = Self.bench()
    try bench.write(0x02, to: 0x25)
    #expect(bench.interrupt.isHigh)
    try bench.write(0x10, to: 0x22)
    try bench.write(0x67, to: 0x20)
    bench.advance(to: .milliseconds(20))
    #expect(!bench.interrupt.isHigh)
    _ = try bench.words(from: 0xA8)
    #expect(bench.interrupt.isHigh)
  }

  @Test("Its rate is off by up to 4 %, and its samples come at its own rate", arguments: 1...8)
  func rate(seed: UInt64) throws {
    var bench = Self.bench(seed: seed)
    try Self.stream(&bench)
    let period = try #require(bench.chip.samplePicoseconds)
    #expect((0.004...0.041).contains(abs(5e9 / Double(period) - 1)))
    let start = bench.now
    bench.advance(to: start + .seconds(10))
    #expect(abs(Double(bench.chip.samplesMade) - 10e12 / Double(period)) <= 1)
  }

  @Test("Power lost and regained, every register has its default")
  func powerCycle() throws {
    var bench = Self.bench()
    try Self.stream(&bench)
    bench.chip.powerCycle()
    #expect(try bench.read(0x20) == [0x07])
    #expect(try bench.read(0x2E) == [0])
    let made = bench.chip.samplesMade
    bench.advance(to: bench.now + .seconds(1))
    #expect(bench.chip.samplesMade == made)
  }

  @Test("A transfer fails when it is told to, with its error and for its time")
  func faults() throws {
    var bench = Self.bench()
    bench.faults = [
      BusFault(transfer: 1, error: .arbitrationLost),
      BusFault(transfer: 3, count: 2, error: .timeout, duration: .seconds(1)),
    ]
    #expect(try bench.read(0x0F) == [0x33])
    #expect(throws: BusError.arbitrationLost) { try bench.read(0x0F) }
    #expect(try bench.read(0x0F) == [0x33])
    let before = bench.now
    #expect(throws: BusError.timeout) { try bench.read(0x0F) }
    #expect(bench.now - before == .seconds(1))
    #expect(throws: BusError.timeout) { try bench.read(0x0F) }
    #expect(try bench.read(0x0F) == [0x33])
  }

  @Test("A burst of 60 bytes takes 1.4 ms of virtual time")
  func transferTime() throws {
    var bench = Self.bench()
    let before = bench.now
    _ = try bench.read(0xA8, count: 60)
    #expect(bench.now - before == Microseconds(63 * 22_500 / 1_000))
  }
}
