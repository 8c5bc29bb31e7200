import Findings
import Sensing
import Simulation
import Testing

@testable import Exam

/// A pull that grows all the time: a sample's value tells when it was taken.
private struct RisingSource: AccelerationSource {
  static let gravitiesPerSecond = 0.7

  func acceleration(at time: Double) -> Vector {
    Vector(x: Self.gravitiesPerSecond * time, y: 0, z: 1)
  }
}

/// A bus on which each word of the FIFO takes its time, so that samples come during a burst.
private struct SlowBus<Chip: SimulatedChip>: I2CBus {
  var inner: SimulatedChipBus<RisingSource, Chip>
  let facts: (register: UInt8, bytes: Int)
  let wordTime: Microseconds
  /// How many bursts the part refuses from now on.
  var refusals = 0
  /// For how long nothing goes on before the word after so many.
  var pause: (words: Int, time: Microseconds)?
  /// How often that happens again, each time after two words more.
  var furtherPauses = 0

  mutating func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    guard written.count == 1, written[0] & 0x7F == facts.register, !read.isEmpty else {
      return try inner.transfer(address, write: written, read: &read)
    }
    guard refusals == 0 else {
      refusals -= 1
      throw .noAcknowledge
    }
    for start in stride(from: 0, to: read.count, by: facts.bytes) {
      if let pause {
        if pause.words == 0 { inner.advance(to: inner.now + pause.time) }
        self.pause = pause.words == 0 ? nil : (pause.words - 1, pause.time)
        if pause.words == 0, furtherPauses > 0 {
          furtherPauses -= 1
          self.pause = (1, pause.time)
        }
      }
      var word = read._mutatingExtracting(start..<start + facts.bytes)
      try inner.transfer(address, write: written, read: &word)
      inner.advance(to: inner.now + wordTime)
    }
  }
}

/// A feed on such a bus in an exam, served at each edge as the kernel tells of it.
private struct SlowBench<Chip: SimulatedChip> {
  var bus: SlowBus<Chip>
  var feed = SensorFeed(dataRate: .hz200, fullScale: .g8)
  var samples: [RawSample] = []
  /// How often the feed had something to do.
  private(set) var services = 0
  private var lostBefore: Int64 = 0

  init(_ chip: Chip, register: UInt8, bytes: Int, at address: I2CAddress, wordTime: Microseconds) {
    bus = SlowBus(
      inner: SimulatedChipBus(source: RisingSource(), chip: chip, address: address),
      facts: (register, bytes), wordTime: wordTime)
  }

  /// How many samples the part's FIFO has overwritten in the exam, and how many were filled in.
  var lost: Int64 { bus.inner.chip.samplesLost - lostBefore }
  var filled: Int { samples.count { $0.flags.contains(.filled) } }

  /// The most by which a sample that was not filled in lies beside its place, in samples.
  func worstPlace(nanoGravitiesPerCount: Int32) -> Double {
    let picoseconds = Double(bus.inner.chip.samplePicoseconds ?? 0)
    let perSample = RisingSource.gravitiesPerSecond * picoseconds / 1e12
    let places = samples.indices.filter { !samples[$0].flags.contains(.filled) }.map {
      Double(samples[$0].x) * Double(nanoGravitiesPerCount) / 1e9 / perSample - Double($0)
    }
    return (places.max() ?? 0) - (places.min() ?? 0)
  }

  mutating func run(for duration: Microseconds) {
    let end = bus.inner.now + duration
    while bus.inner.now < end {
      bus.inner.wait(until: max(bus.inner.now, min(feed.deadline, end)))
      serve()
    }
  }

  /// Lets the part alone, with nobody to serve it.
  mutating func stall(for duration: Microseconds) {
    bus.inner.advance(to: bus.inner.now + duration)
    serve()
  }

  /// As the thread of the bus does: of all edges that wait the last rising one counts.
  private mutating func serve() {
    var edge: Microseconds?
    while let next = bus.inner.interrupt.takeEdge() { if next.isRising { edge = next.time } }
    let report = feed.wake(edge: edge, over: &bus, at: bus.inner.now, clock: { $0.inner.now })
    guard let report else { return bus.inner.advance(to: bus.inner.now + Microseconds(20)) }
    services += 1
    samples += report.samples
  }

  mutating func begin() {
    run(for: .seconds(4))
    _ = feed.carryOut(.begin(1), over: &bus, at: bus.inner.now, clock: { $0.inner.now })
    samples = []
    lostBefore = bus.inner.chip.samplesLost
    run(for: .seconds(2))
  }
}

/// A word takes 0.6 ms at 100 kHz; adapters may be slower still.
@Suite struct SlowBusTests {
  private static let wordTimes = [400, 800, 1_500].map { Microseconds($0) }

  private func lis3dh(_ wordTime: Microseconds) -> SlowBench<SimulatedLIS3DH> {
    SlowBench(
      SimulatedLIS3DH(seed: 3), register: 0x28, bytes: 6, at: I2CAddress(0x18), wordTime: wordTime)
  }

  private func lsm6dso(_ wordTime: Microseconds) -> SlowBench<SimulatedLSM6DSO> {
    SlowBench(
      SimulatedLSM6DSO(seed: 3), register: 0x78, bytes: 7, at: I2CAddress(0x6A),
      wordTime: wordTime)
  }

  private func expectOverrunsAreFilled<Chip: SimulatedChip>(
    _ start: SlowBench<Chip>, stalls: [Microseconds]
  ) {
    var bench = start
    bench.begin()
    #expect(bench.samples.count > 300)
    for stall in stalls {
      bench.stall(for: stall)
      bench.run(for: .seconds(1))
      #expect(bench.lost > 0, "the bench lost nothing in \(stall)")
      #expect(Int64(bench.filled) == bench.lost, "after \(stall)")
    }
  }

  @Test(arguments: wordTimes) func anOverrunIsFilledByWhatWasLost(wordTime: Microseconds) {
    expectOverrunsAreFilled(
      lis3dh(wordTime), stalls: [200, 333, 347, 480].map { .milliseconds($0) })
  }

  @Test(arguments: wordTimes) func aDeepOverrunIsFilledByWhatWasLost(wordTime: Microseconds) {
    expectOverrunsAreFilled(lsm6dso(wordTime), stalls: [3_400, 3_417].map { .milliseconds($0) })
  }

  /// A pause within a drain: what was read before it lies before the gap, what was read after it behind.
  @Test(arguments: [0, 1, 5, 9]) func aPauseWithinADrainIsFilledWhereItWas(words: Int) {
    func expectPlaces<Chip: SimulatedChip>(
      _ start: SlowBench<Chip>, pause: Microseconds, nano: Int32
    ) {
      var bench = start
      bench.begin()
      bench.bus.pause = (words, pause)
      bench.run(for: pause + .seconds(1))
      #expect(bench.bus.pause == nil)
      #expect(bench.lost > 20)
      #expect(Int64(bench.filled) == bench.lost)
      // Noise and the digit are some samples' worth.
      let worst = bench.worstPlace(nanoGravitiesPerCount: nano)
      #expect(worst < 14, "\(worst) samples beside its place")
    }
    expectPlaces(
      SlowBench(
        SimulatedADXL345(seed: 3), register: 0x32, bytes: 6, at: I2CAddress(0x53),
        wordTime: Microseconds(400)), pause: .milliseconds(400), nano: 488_281)
    // The words of one transfer come all before or all behind.
    guard words == 0 else { return }
    expectPlaces(lis3dh(Microseconds(400)), pause: .milliseconds(400), nano: 250_000)
    expectPlaces(lsm6dso(Microseconds(400)), pause: .seconds(3), nano: 244_000)
  }

  /// None of them is as long as the FIFO needs to fill up, and behind the last its level is low again.
  @Test(arguments: [0, 1, 2]) func severalPausesWithinADrainAreFilled(words: Int) {
    var bench = SlowBench(
      SimulatedADXL345(seed: 3), register: 0x32, bytes: 6, at: I2CAddress(0x53),
      wordTime: Microseconds(400))
    bench.begin()
    bench.bus.furtherPauses = 2
    bench.bus.pause = (words, .milliseconds(60))
    bench.run(for: .seconds(2))
    #expect(bench.bus.pause == nil)
    #expect(bench.lost > 5)
    #expect(Int64(bench.filled) == bench.lost)
  }

  /// What the part refuses it keeps: there is no gap.
  @Test(arguments: wordTimes) func aRefusedBurstIsNoGap(wordTime: Microseconds) {
    func expectNoGap<Chip: SimulatedChip>(_ start: SlowBench<Chip>) {
      var bench = start
      bench.begin()
      for _ in 0..<20 {
        bench.bus.refusals = 1
        bench.run(for: .milliseconds(130))
      }
      #expect(bench.bus.refusals == 0)
      #expect(bench.lost == 0)
      #expect(bench.filled == 0)
    }
    expectNoGap(lis3dh(wordTime))
    expectNoGap(lsm6dso(wordTime))
  }

  /// Edges of a drain's own making are no crossings of the watermark.
  @Test func edgesDuringADrainAreNotServed() throws {
    var bench = lis3dh(Microseconds(800))
    bench.begin()
    let before = bench.services
    bench.run(for: .seconds(1))
    // A watermark of 12 at 200 Hz, which may be 4 % off.
    #expect((15...18).contains(bench.services - before))
  }
}
