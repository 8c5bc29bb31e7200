import Findings
import Sensing
import Testing

@testable import Simulation

/// A driver and its part on a bus, served as an appliance serves them.
private struct DriverBench {
  typealias Bus = SimulatedChipBus<StillSource, ErasedChip>

  var bus: Bus
  var driver: AnyAccelerometer
  var clock = SampleClock(nominalSamplePicoseconds: 1, watermark: .standard)
  var filler = GapFiller()
  /// Every sample that was handed on, gaps filled.
  var samples: [RawSample] = []
  /// How many samples the clock found missing.
  var found: Int64 = 0
  /// When the last drain ended.
  var drained = Microseconds.zero

  init(
    _ tested: TestedPart, _ options: ChipOptions = ChipOptions(),
    feeling value: Vector = Vector(x: 0, y: 0, z: 1)
  ) throws {
    bus = Bus(
      source: StillSource(value), chip: tested.chip(options), address: tested.address)
    bus.advance(to: .milliseconds(10))
    driver = try #require(AnyAccelerometer(tested.part, at: tested.address))
  }

  mutating func configure(
    _ rate: DataRate = .hz200, _ range: FullScale = .g8, watermark: Watermark = .standard
  ) throws {
    try driver.configure(dataRate: rate, fullScale: range, watermark: watermark, over: &bus)
    clock = SampleClock(
      nominalSamplePicoseconds: driver.nominalSamplePicoseconds, watermark: watermark)
    filler = GapFiller()
    samples = []
    found = 0
    while bus.interrupt.takeEdge() != nil {}
  }

  /// Drains until the FIFO is below its watermark.
  mutating func serve(edge: Microseconds?) throws {
    var edge = edge
    while true {
      var block = SampleBlock()
      var drain = Drain()
      var failure: SensorError?
      do throws(SensorError) { drain = try driver.drain(into: &block, over: &bus) } catch {
        failure = error
      }
      let lost = clock.serviced(edge: edge, drain: drain, samples: block.count, at: bus.now)
      found += lost
      drained = bus.now
      var taken: [RawSample] = []
      filler.take(block, of: drain, lost: lost) { taken.append($0) }
      samples += taken
      if let failure { throw failure }
      edge = nil
      guard drain.isUnfinished else { return }
    }
  }

  /// Waits for the next edge and serves it. One from before the last drain's end is old: entries are
  /// taken out one by one, so that a sample may come just as the level passes the watermark.
  mutating func serveNextEdge() throws {
    let deadline = bus.now + .seconds(2)
    while bus.now < deadline {
      bus.wait(until: deadline)
      guard let edge = bus.interrupt.takeEdge() else { break }
      if edge.isRising, edge.time >= drained { return try serve(edge: edge.time) }
    }
    Issue.record("no edge came")
  }

  mutating func run(_ time: Microseconds) throws {
    let end = bus.now + time
    while bus.now < end { try serveNextEdge() }
  }

  /// Stands still for so many samples.
  mutating func stall(samples count: Int64) throws {
    let period = try #require(bus.chip.samplePicoseconds)
    bus.advance(to: bus.now + Microseconds(count * period / 1_000_000))
  }

  mutating func selfTest() throws -> SelfTestResult {
    while true {
      switch try driver.selfTest(over: &bus) {
      case .wait(let time): bus.advance(to: bus.now + time)
      case .done(let result): return result
      }
    }
  }
}

private func sensorError(_ body: () throws -> Void) -> SensorError? {
  do { try body() } catch { return error as? SensorError }
  return nil
}

private func g(_ value: Gravities) -> Double { Double(value.q20) / 1_048_576 }

/// Each driver with the model of its part: the model follows the data sheet, not the driver.
@Suite struct DriverTests {
  @Test("Sign and worth are right near both ends of every range", arguments: TestedPart.allCases)
  func ends(tested: TestedPart) throws {
    for (range, end) in zip(FullScale.allCases, [2.0, 4, 8, 16]) {
      for share in [-0.97, -0.5, -0.01, 0.01, 0.5, 0.97] {
        let value = Vector(x: end * share, y: -end * share, z: end * share / 2)
        var bench = try DriverBench(tested, feeling: value)
        try bench.configure(.hz200, range)
        try bench.run(.milliseconds(150))
        let sample = bench.driver.scale.sample(try #require(bench.samples.last))
        let digit = tested.digit(range)
        #expect(abs(g(sample.acceleration.x) - value.x) < 0.51 * digit)
        #expect(abs(g(sample.acceleration.y) - value.y) < 0.51 * digit)
        #expect(abs(g(sample.acceleration.z) - value.z) < 0.51 * digit)
        #expect(sample.flags == [])
      }
    }
  }

  @Test("Beyond a range the sign stays and clipping is flagged", arguments: TestedPart.allCases)
  func clipping(tested: TestedPart) throws {
    for (range, end) in zip(FullScale.allCases, [2.0, 4, 8, 16]) {
      for sign in [-1.0, 1] {
        var bench = try DriverBench(tested, feeling: Vector(x: sign * end * 1.7, y: 0, z: 0))
        try bench.configure(.hz200, range)
        try bench.run(.milliseconds(150))
        let sample = bench.driver.scale.sample(try #require(bench.samples.last))
        #expect(sample.flags == .clipped, "\(range) \(sign)")
        let felt = g(sample.acceleration.x) * sign
        #expect(felt > end * 0.99, "\(range) \(sign): \(felt)")
      }
    }
  }

  @Test(
    "At every rate all samples come, and the clock finds the true rate",
    arguments: TestedPart.allCases, DataRate.allCases)
  func rates(tested: TestedPart, rate: DataRate) throws {
    var bench = try DriverBench(tested, ChipOptions(seed: 11))
    let first = bench.bus.chip.samplesMade
    try bench.configure(rate)
    try bench.run(.seconds(3))
    let truth = try #require(bench.bus.chip.samplePicoseconds)
    let nominal = bench.driver.nominalSamplePicoseconds
    #expect(abs(Double(truth) / Double(nominal) - 1) < 0.045)
    let measured = try #require(bench.clock.samplePicoseconds)
    #expect(abs(Double(measured) / Double(truth) - 1) < 0.0002)
    #expect(bench.bus.chip.samplesLost == 0 && bench.found == 0)
    #expect(Int64(bench.samples.count) == bench.bus.chip.lastSampleRead - first + 1)
    #expect(bench.driver.overruns == 0)
  }

  @Test("After the settling samples a sample is what is felt", arguments: TestedPart.allCases)
  func settling(tested: TestedPart) throws {
    for rate in DataRate.allCases {
      var bench = try DriverBench(tested, feeling: Vector(x: 1, y: -1, z: 1))
      try bench.configure(rate, .g2)
      try bench.run(.milliseconds(900))
      let kept = bench.samples.dropFirst(Int(bench.driver.settlingSamples))
      let last = try #require(bench.samples.last)
      #expect(kept.allSatisfy { $0 == last })
    }
  }

  @Test(
    "The line rises at the watermark, stays, and falls below it",
    arguments: TestedPart.allCases, [UInt8(1), 2, 10, 31])
  func watermark(tested: TestedPart, samples: UInt8) throws {
    var bench = try DriverBench(tested)
    let first = bench.bus.chip.samplesMade
    let watermark = try #require(Watermark(samples))
    try bench.configure(.hz50, watermark: watermark)
    bench.bus.wait(until: bench.bus.now + .seconds(2))
    let taken = bench.bus.interrupt.takeEdge()
    let edge = try #require(taken)
    let due = try #require(bench.bus.chip.time(ofSample: first + Int64(samples) - 1))
    #expect(edge.isRising && abs((edge.time - due).count) <= 1)
    // Two more, but not so many that the FIFO is full and holds its samples back.
    try bench.stall(samples: samples == 31 ? 0 : 2)
    #expect(bench.bus.interrupt.isHigh)
    try bench.serve(edge: edge.time)
    #expect(!bench.bus.interrupt.isHigh)
    #expect(bench.samples.count >= Int(samples) + (samples == 31 ? 0 : 1))
  }

  @Test("What an overrun lost is counted exactly, and filled", arguments: TestedPart.allCases)
  func overrun(tested: TestedPart) throws {
    for rate in [DataRate.hz100, .hz200, .hz400] {
      var bench = try DriverBench(tested, ChipOptions(seed: 5))
      let first = bench.bus.chip.samplesMade
      try bench.configure(rate)
      try bench.run(.seconds(2))
      for gap in [Int64(1), 2, 17, 150] {
        let before = bench.bus.chip.samplesLost
        try bench.stall(samples: tested.depth + gap)
        let lost = bench.bus.chip.samplesLost - before
        #expect(lost >= gap - 1, "the stall lost too little")
        try bench.serve(edge: bench.bus.interrupt.takeEdge()?.time)
        try bench.serveNextEdge()
        #expect(bench.found == bench.bus.chip.samplesLost, "gap \(gap) at \(rate)")
        try bench.run(.milliseconds(300))
      }
      #expect(bench.driver.overruns == 4)
      #expect(bench.clock.lostSamples == bench.bus.chip.samplesLost)
      let filled = bench.samples.count { $0.flags.contains(.filled) }
      #expect(Int64(filled) == bench.bus.chip.samplesLost)
      #expect(Int64(bench.samples.count) == bench.bus.chip.lastSampleRead - first + 1)
    }
  }

  /// The level is read first, then the burst.
  @Test(
    "A burst that the part refuses makes no gap, one that dies does", arguments: TestedPart.allCases
  )
  func refusal(tested: TestedPart) throws {
    for (error, isGap) in [(BusError.noAcknowledge, false), (.timeout, true)] {
      var bench = try DriverBench(tested)
      try bench.configure()
      bench.bus.advance(to: bench.bus.now + .milliseconds(60))
      bench.bus.faults = [BusFault(transfer: bench.bus.transfers + 1, error: error)]
      var block = SampleBlock()
      #expect(sensorError { _ = try bench.driver.drain(into: &block, over: &bench.bus) } != nil)
      #expect(block.count == 0)
      let drain = try bench.driver.drain(into: &block, over: &bench.bus)
      #expect(block.count >= 10)
      #expect(drain.isOverrun == isGap, "\(error)")
    }
  }

  /// The level, the burst of all 32, and the level again, which fails.
  @Test("An overrun outlives an error of the drain that met it") func overrunBeforeAnError() throws
  {
    var bench = try DriverBench(.lis3dh)
    try bench.configure()
    bench.bus.advance(to: bench.bus.now + .seconds(1))
    bench.bus.faults = [BusFault(transfer: bench.bus.transfers + 2)]
    var block = SampleBlock()
    #expect(sensorError { _ = try bench.driver.drain(into: &block, over: &bench.bus) } != nil)
    #expect(block.count == 32)
    bench.bus.advance(to: bench.bus.now + .milliseconds(20))
    block = SampleBlock()
    #expect(try bench.driver.drain(into: &block, over: &bench.bus).isOverrun)
  }

  @Test(
    "Reset to its defaults while it runs, it is found by one look",
    arguments: TestedPart.allCases)
  func reset(tested: TestedPart) throws {
    var bench = try DriverBench(tested)
    try bench.configure(.hz100)
    try bench.run(.milliseconds(500))
    try bench.driver.check(over: &bench.bus)
    bench.bus.chip.powerCycle()
    let driver = bench.driver
    let error = sensorError { try driver.check(over: &bench.bus) }
    guard case .wasReset(let address, _, let expected, let found) = error else {
      Issue.record("not found: \(String(describing: error))")
      return
    }
    #expect(address == tested.address && expected != found)
    try bench.configure(.hz100)
    try bench.driver.check(over: &bench.bus)
    try bench.run(.milliseconds(500))
    #expect(bench.samples.count > 40)
  }

  @Test(
    "Another identity ends it after one transfer, nothing written",
    arguments: TestedPart.allCases)
  func identity(tested: TestedPart) throws {
    var bench = try DriverBench(tested, ChipOptions(identity: 0x5A))
    let error = sensorError { try bench.configure() }
    guard case .wrongIdentity(tested.address, _, _, 0x5A) = error else {
      Issue.record("not named: \(String(describing: error))")
      return
    }
    #expect(bench.bus.transfers == 1)
    #expect(sensorError { _ = try bench.selfTest() } == error)
    #expect(bench.bus.transfers == 2)
  }

  @Test(
    "A fault at each transfer of a configuration in turn is named, and the next one succeeds",
    arguments: TestedPart.allCases)
  func configurationFaults(tested: TestedPart) throws {
    var whole = try DriverBench(tested)
    try whole.configure()
    let count = whole.bus.transfers
    #expect(count > 10)
    for transfer in 0..<count {
      var bench = try DriverBench(tested)
      bench.bus.faults = [BusFault(transfer: transfer)]
      let error = sensorError { try bench.configure() }
      guard case .bus(.noAcknowledge, tested.address, _) = error else {
        Issue.record("transfer \(transfer): \(String(describing: error))")
        continue
      }
      #expect(bench.bus.transfers == transfer + 1)
      try bench.configure()
      try bench.run(.milliseconds(300))
      #expect(bench.samples.count >= 40)
    }
  }

  @Test(
    "A fault at each transfer of a drain in turn loses nothing unseen",
    arguments: TestedPart.allCases, [0, 6, 10])
  func drainFaults(tested: TestedPart, bytesRead: Int) throws {
    for offset in 0..<13 {
      var bench = try DriverBench(tested, ChipOptions(seed: 3))
      let first = bench.bus.chip.samplesMade
      try bench.configure()
      try bench.run(.seconds(2))
      bench.bus.wait(until: bench.bus.now + .seconds(1))
      bench.bus.faults = [
        BusFault(transfer: bench.bus.transfers + offset, error: .noData, bytesRead: bytesRead)
      ]
      // Wherever it strikes, in this drain or a later one, it is named once.
      var failures = 0
      for _ in 0..<8 {
        do { try bench.serveNextEdge() } catch {
          failures += 1
          bench.bus.advance(to: bench.bus.now + .milliseconds(20))
          try bench.serve(edge: nil)
        }
      }
      #expect(failures == 1, "offset \(offset)")
      let all = bench.bus.chip.lastSampleRead - first + 1
      #expect(Int64(bench.samples.count) == all, "offset \(offset)")
      let real = Int64(bench.samples.count { !$0.flags.contains(.filled) })
      #expect(real + bench.found == all, "offset \(offset)")
      if bytesRead == 0 { #expect(bench.found == 0, "offset \(offset)") }
    }
  }

  @Test(
    "The self-test passes a sound part, and says by how much it moved",
    arguments: TestedPart.allCases, UInt64(1)...8)
  func selfTestPasses(tested: TestedPart, seed: UInt64) throws {
    var bench = try DriverBench(tested, ChipOptions(seed: seed, isNoisy: true))
    let result = try bench.selfTest()
    #expect(result.hasPassed, "seed \(seed): \(result)")
    let start = bench.bus.now
    try bench.configure()
    try bench.run(.milliseconds(500))
    #expect(bench.bus.now > start && bench.samples.count > 60, "it runs after its test")
  }

  @Test(
    "The self-test fails where any axis moves too little or too far",
    arguments: TestedPart.allCases)
  func selfTestFails(tested: TestedPart) throws {
    let sound =
      tested == .adxl345 ? Vector(x: 1, y: -1, z: 1) : Vector(x: 0.5, y: 0.6, z: 0.7)
    var bench = try DriverBench(tested, ChipOptions(selfTestShift: sound))
    let result = try bench.selfTest()
    #expect(result.hasPassed)
    #expect(abs(g(result.shift.x) - sound.x) < 0.005)
    #expect(abs(g(result.shift.y) - sound.y) < 0.005)
    #expect(abs(g(result.shift.z) - sound.z) < 0.005)
    for axis in [\Vector.x, \.y, \.z] {
      for factor in [0, 0.01, 8] {
        var broken = sound
        broken[keyPath: axis] *= factor
        // Weightless, so that gravity does not hold the push at the end of the range.
        let options = ChipOptions(selfTestShift: broken)
        var bench = try DriverBench(tested, options, feeling: .zero)
        let result = try bench.selfTest()
        #expect(!result.hasPassed, "\(broken): \(result.shift)")
      }
    }
  }

  @Test("An ADXL345 that moves the wrong way fails") func wrongWay() throws {
    for shift in [
      Vector(x: -1, y: -1, z: 1), Vector(x: 1, y: 1, z: 1), Vector(x: 1, y: -1, z: -1),
    ] {
      var bench = try DriverBench(.adxl345, ChipOptions(selfTestShift: shift))
      let result = try bench.selfTest()
      #expect(!result.hasPassed)
    }
  }

  @Test(
    "At rest each part, as it comes from the reel, is quiet and feels 1 g",
    arguments: TestedPart.allCases, DataRate.allCases)
  func rest(tested: TestedPart, rate: DataRate) throws {
    for seed in UInt64(1)...4 {
      var bench = try DriverBench(tested, ChipOptions(seed: seed, isNoisy: true))
      try bench.configure(rate)
      try bench.run(.seconds(2))
      var check = SensorCheck(scale: bench.driver.scale)
      for sample in bench.samples.dropFirst(Int(bench.driver.settlingSamples)) { check.add(sample) }
      #expect(check.isQuiet == true, "seed \(seed): \(String(describing: check.noise?.milli))")
      let felt = try #require(check.felt)
      let offset = tested == .adxl345 ? 0.12 : 0.05
      #expect(abs(g(felt) - 1) < offset, "seed \(seed)")
      #expect(!bench.clock.isRateOff)
    }
  }

  @Test("Probing finds each model and nothing is written", arguments: TestedPart.allCases)
  func probing(tested: TestedPart) throws {
    var bench = try DriverBench(tested)
    guard case .found(let driver) = try Probe.run(over: &bench.bus) else {
      Issue.record("not found")
      return
    }
    #expect(driver.part == tested.part && driver.address == tested.address)
    #expect(bench.bus.chip.samplePicoseconds == nil)
  }
}
