import Findings
import Testing

@testable import Sensing

private let address = I2CAddress(0x18)

/// The whole of a configuration at 200 Hz, 8 g, the standard watermark, by the data sheet.
private let configuring: [Transfer] = [
  .read(0x0F, 0x33),
  .write(0x20, 0x00), .write(0x2E, 0x00), .write(0x21, 0x00), .write(0x22, 0x04),
  .write(0x23, 0xA8), .write(0x24, 0x40), .write(0x25, 0x00), .write(0x2E, 0x8B),
  .write(0x20, 0x67),
  .burst(0x20, [0x67, 0x00, 0x04, 0xA8, 0x40, 0x00]), .burst(0x2E, [0x8B]),
]

private func bytes(_ samples: [(Int16, Int16, Int16)]) -> [UInt8] {
  samples.flatMap { sample in
    [sample.0, sample.1, sample.2].flatMap { count -> [UInt8] in
      let bits = UInt16(bitPattern: count)
      return [UInt8(bits & 0xFF), UInt8(bits >> 8)]
    }
  }
}

/// `count` samples that can be told apart, from number `first` on.
private func numbered(_ first: Int, _ count: Int) -> [(Int16, Int16, Int16)] {
  (first..<first + count).map { (Int16($0 * 16), Int16(-$0 * 16), 0x1000) }
}

private func drained(_ script: [Transfer]) throws -> (SampleBlock, Drain, AnyAccelerometer) {
  var bus = ScriptedBus(script)
  var driver = newDriver(.lis3dh, at: address)
  var block = SampleBlock()
  let drain = try driver.drain(into: &block, over: &bus)
  #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
  return (block, drain, driver)
}

// MARK: Configuration

@Test func configurationWritesWholeRegistersAndReadsThemBack() throws {
  var bus = ScriptedBus(configuring)
  var driver = newDriver(.lis3dh, at: address)
  try driver.configure(over: &bus)
  #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
  #expect(driver.scale.nanoGravitiesPerCount == 250_000)
  #expect(driver.nominalSamplePicoseconds == 5_000_000_000)
}

@Test(arguments: [
  (DataRate.hz50, FullScale.g2, UInt8(1), UInt8(0x47), UInt8(0x88), UInt8(0x80)),
  (.hz100, .g4, 25, 0x57, 0x98, 0x98), (.hz400, .g16, 31, 0x77, 0xB8, 0x9E),
])
func configurationSaysRateRangeAndWatermark(
  rate: DataRate, range: FullScale, samples: UInt8, control1: UInt8, control4: UInt8, fifo: UInt8
) throws {
  var script = configuring
  script[5] = .write(0x23, control4)
  script[8] = .write(0x2E, fifo)
  script[9] = .write(0x20, control1)
  script[10] = .burst(0x20, [control1, 0x00, 0x04, control4, 0x40, 0x00])
  script[11] = .burst(0x2E, [fifo])
  var bus = ScriptedBus(script)
  var driver = newDriver(.lis3dh, at: address)
  let watermark = try #require(Watermark(samples))
  try driver.configure(dataRate: rate, fullScale: range, watermark: watermark, over: &bus)
  #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
}

@Test func watermarksOutsideTheFIFOAreRefused() {
  #expect(Watermark(0) == nil)
  #expect(Watermark(32) == nil)
  #expect(Watermark(31)?.samples == 31)
}

@Test func anotherIdentityEndsConfigurationBeforeAnyWrite() {
  var bus = ScriptedBus([.read(0x0F, 0x32)])
  var driver = newDriver(.lis3dh, at: address)
  let error = sensorError { () throws(SensorError) in try driver.configure(over: &bus) }
  #expect(
    error == .wrongIdentity(at: address, register: Register(0x0F), expected: 0x33, found: 0x32))
  #expect(bus.isDone)
}

@Test func configurationNamesTheRegisterWhereTheBusFails() {
  for index in configuring.indices {
    for cause in [BusError.noAcknowledge, .noData, .arbitrationLost, .bus, .timeout, .other(71)] {
      var bus = ScriptedBus(configuring, failing: index, with: cause)
      var driver = newDriver(.lis3dh, at: address)
      let error = sensorError { () throws(SensorError) in try driver.configure(over: &bus) }
      let register = Register(configuring[index].written[0] & 0x7F)
      #expect(error == .bus(cause, at: address, register: register), "transfer \(index)")
      #expect(bus.position == index + 1, "went on after transfer \(index)")
    }
  }
}

@Test func configurationNamesTheRegisterThatDidNotTakeItsValue() {
  expectReadBackToBeCompared(
    by: .lis3dh, at: address, in: configuring, transfers: 10..<12, bit: 0x10)
}

@Test func configurationCanBeRepeatedAfterAFault() throws {
  var driver = newDriver(.lis3dh, at: address)
  var broken = ScriptedBus(configuring, failing: 6, with: .bus)
  #expect(sensorError { () throws(SensorError) in try driver.configure(over: &broken) } != nil)
  var bus = ScriptedBus(configuring)
  try driver.configure(over: &bus)
  #expect(bus.isDone)
}

@Test func checkTellsAResetPartFromAChangedOne() throws {
  var driver = newDriver(.lis3dh, at: address)
  var bus = ScriptedBus(
    configuring + [.read(0x20, 0x67), .read(0x20, 0x07), .read(0x20, 0x57)])
  try driver.configure(over: &bus)
  try driver.check(over: &bus)
  let configured = driver
  let reset = sensorError { () throws(SensorError) in try configured.check(over: &bus) }
  #expect(reset == .wasReset(at: address, register: Register(0x20), expected: 0x67, found: 0x07))
  let changed = sensorError { () throws(SensorError) in try configured.check(over: &bus) }
  #expect(
    changed == .notAsWritten(at: address, register: Register(0x20), expected: 0x67, found: 0x57))
}

// MARK: Conversion

@Test(arguments: [
  (FullScale.g2, Int32(2_047), Int32(-2_048)), (.g4, 4_094, -4_096), (.g8, 8_188, -8_192),
  (.g16, 24_564, -24_576),
])
func endCodesKeepTheirSignAndWorth(range: FullScale, top: Int32, bottom: Int32) throws {
  let (block, _, _) = try drained([
    .read(0x2F, 0x02), .burst(0x28, bytes([(0x7FF0, -0x8000, 0x0010), (-0x0010, 0, 0x3E80)])),
    .read(0x2F, 0x20),
  ])
  #expect(block[0] == RawSample(x: 0x7FF0, y: -0x8000, z: 0x0010))
  #expect(block[1] == RawSample(x: -0x0010, y: 0, z: 0x3E80))
  let scale = LIS3DH.scale(range)
  let digit = scale.nanoGravitiesPerCount * 16 / 1_000_000
  #expect(scale.gravities(block[0].x).milli == top)
  #expect(scale.gravities(block[0].y).milli == bottom)
  #expect(scale.gravities(block[0].z).milli == digit)
  #expect(scale.gravities(block[1].x).milli == -digit)
  #expect(scale.sample(block[0]).flags == .clipped)
  #expect(scale.sample(block[1]).flags == [])
}

@Test func railBeginsAtTheLastCodeAndAtSixteenG() {
  for range in [FullScale.g2, .g4, .g8] { #expect(LIS3DH.scale(range).railCount == 0x7FF0) }
  let scale = LIS3DH.scale(.g16)
  #expect(scale.gravities(scale.railCount).milli == 15_996)
}

// MARK: FIFO

@Test func anEmptyFIFOGivesNothing() throws {
  let (block, drain, driver) = try drained([.read(0x2F, 0x20)])
  #expect(block.count == 0)
  #expect(drain == Drain())
  #expect(driver.overruns == 0)
}

@Test(arguments: [(11, UInt8(0x0B)), (12, 0x8C), (13, 0x8D), (31, 0x9F)])
func aLevelIsReadInOneBurst(level: Int, source: UInt8) throws {
  let (block, drain, _) = try drained([
    .read(0x2F, source), .burst(0x28, bytes(numbered(0, level))), .read(0x2F, 0x20),
  ])
  #expect(block.count == level)
  for index in 0..<block.count { #expect(block[index].x == Int16(index * 16)) }
  #expect(!drain.isOverrun && !drain.isUnfinished)
}

@Test func afterABurstTheFIFOIsDrainedAgainOnlyFromTheWatermarkOn() throws {
  // Eleven came during the burst, one below the watermark: they wait for the next edge.
  let (below, left, _) = try drained([
    .read(0x2F, 0x8C), .burst(0x28, bytes(numbered(0, 12))), .read(0x2F, 0x0B),
  ])
  #expect(below.count == 12)
  #expect(left.left == 11)
  // Twelve came: no edge will tell, for the line never fell.
  let (at, _, _) = try drained([
    .read(0x2F, 0x8C), .burst(0x28, bytes(numbered(0, 12))), .read(0x2F, 0x8C),
    .burst(0x28, bytes(numbered(12, 12))), .read(0x2F, 0x20),
  ])
  try #require(at.count == 24)
  #expect(at[23].x == 23 * 16)
}

@Test func aFullFIFOIsThirtyTwoSamplesAndAnOverrun() throws {
  // The level's five bits read 31, or 0, at 32.
  for source in [UInt8(0xDF), 0xC0] {
    let (block, drain, driver) = try drained([
      .read(0x2F, source), .burst(0x28, bytes(numbered(0, 32))), .read(0x2F, 0x03),
    ])
    #expect(block.count == 32)
    #expect(drain.isOverrun)
    #expect(drain.left == 3)
    #expect(driver.overruns == 1)
  }
}

@Test func aFullBlockLeavesTheRestForTheNextDrain() throws {
  var bus = ScriptedBus([
    .read(0x2F, 0xDF), .burst(0x28, bytes(numbered(0, 32))),
    .read(0x2F, 0x8D), .burst(0x28, bytes(numbered(32, 1))), .read(0x2F, 0x8C),
    .read(0x2F, 0x8C), .burst(0x28, bytes(numbered(33, 12))), .read(0x2F, 0x20),
  ])
  var driver = newDriver(.lis3dh, at: address)
  var block = SampleBlock()
  let first = try driver.drain(into: &block, over: &bus)
  #expect(block.count == 33)
  #expect(first.isUnfinished && first.isOverrun)
  block.removeAll()
  let second = try driver.drain(into: &block, over: &bus)
  #expect(block.count == 12)
  #expect(block[11].x == 44 * 16)
  #expect(!second.isUnfinished && !second.isOverrun)
  #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
}

@Test func anOverrunDuringADrainBeginsABlockOfItsOwn() throws {
  var bus = ScriptedBus([
    .read(0x2F, 0x8A), .burst(0x28, bytes(numbered(0, 10))), .read(0x2F, 0xDF),
    .read(0x2F, 0xDF), .burst(0x28, bytes(numbered(60, 32))), .read(0x2F, 0x20),
  ])
  var driver = newDriver(.lis3dh, at: address)
  var block = SampleBlock()
  let first = try driver.drain(into: &block, over: &bus)
  #expect(block.count == 10)
  #expect(first.isUnfinished && !first.isOverrun)
  block.removeAll()
  let second = try driver.drain(into: &block, over: &bus)
  #expect(block.count == 32 && block[0].x == 60 * 16)
  #expect(second.isOverrun && !second.isUnfinished)
  #expect(driver.overruns == 1)
  #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
}

@Test func aBusHeldHighIsNamedAndNotRead() {
  for source in [UInt8(0xFF), 0xA0, 0x60, 0x21] {
    var bus = ScriptedBus([.read(0x2F, source)])
    var driver = newDriver(.lis3dh, at: address)
    var block = SampleBlock()
    let error = sensorError { () throws(SensorError) in
      _ = try driver.drain(into: &block, over: &bus)
    }
    #expect(error == .implausible(at: address, register: Register(0x2F), found: source))
    #expect(block.count == 0)
  }
}

@Test func aBusThatDiesInADrainKeepsWhatWasReadBefore() {
  let script: [Transfer] = [
    .read(0x2F, 0x8C), .burst(0x28, bytes(numbered(0, 12))),
    .read(0x2F, 0x8C), .burst(0x28, bytes(numbered(12, 12))), .read(0x2F, 0x20),
  ]
  for (index, kept) in [0, 0, 12, 12, 24].enumerated() {
    var bus = ScriptedBus(script, failing: index, with: .noData)
    var driver = newDriver(.lis3dh, at: address)
    var block = SampleBlock()
    let error = sensorError { () throws(SensorError) in
      _ = try driver.drain(into: &block, over: &bus)
    }
    let register = Register(index % 2 == 0 ? 0x2F : 0x28)
    #expect(error == .bus(.noData, at: address, register: register), "transfer \(index)")
    #expect(block.count == kept, "transfer \(index)")
    for sample in 0..<block.count { #expect(block[sample].x == Int16(sample * 16)) }
  }
}

// MARK: Self-test

private func selfTesting(shift: Int16) -> [Transfer] {
  var script: [Transfer] = [
    .read(0x0F, 0x33), .write(0x20, 0x00), .write(0x2E, 0x00), .write(0x21, 0x00),
    .write(0x22, 0x00), .write(0x24, 0x00), .write(0x23, 0x80), .write(0x20, 0x57),
  ]
  let still: (Int16, Int16, Int16) = (-3 * 64, 5 * 64, -250 * 64)
  let pushed = (still.0 + shift * 64, still.1 - shift * 64, still.2 + shift * 64)
  for _ in 0..<5 { script += [.read(0x27, 0x0F), .burst(0x28, bytes([still]))] }
  script.append(.write(0x23, 0x82))
  for _ in 0..<5 { script += [.read(0x27, 0x0F), .burst(0x28, bytes([pushed]))] }
  return script + [.write(0x23, 0x80), .write(0x20, 0x00)]
}

@Test(arguments: [
  (Int16(16), false), (17, true), (200, true), (360, true), (361, false), (0, false),
])
func selfTestPassesWithinTheDataSheetsLimits(shift: Int16, passes: Bool) throws {
  var bus = ScriptedBus(selfTesting(shift: shift))
  var driver = newDriver(.lis3dh, at: address)
  var waited = Microseconds.zero
  var step = try driver.selfTest(over: &bus)
  while case .wait(let time) = step {
    waited += time
    step = try driver.selfTest(over: &bus)
  }
  guard case .done(let result) = step else { return }
  #expect(result.hasPassed == passes)
  #expect(result.shift.x.milli == Int32(shift) * 4)
  #expect(result.shift.y.milli == Int32(-shift) * 4)
  #expect(result.shift.z.milli == Int32(shift) * 4)
  #expect(result.limits.x == 68...1_440)
  #expect(waited >= .milliseconds(180) && waited < .milliseconds(500))
  #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
}

@Test func selfTestGivesUpOnAPartWithoutSamples() {
  let still = Array(repeating: Transfer.read(0x27, 0x00), count: 40)
  var bus = ScriptedBus(Array(selfTesting(shift: 100)[0..<8]) + still)
  var driver = newDriver(.lis3dh, at: address)
  var calls = 0
  let error = sensorError { () throws(SensorError) in
    while case .wait = try driver.selfTest(over: &bus) { calls += 1 }
  }
  #expect(error == .noSamples(at: address))
  #expect(calls < 30)
}

@Test func selfTestBeginsAnewAfterABusFault() throws {
  let script = selfTesting(shift: 100)
  for index in script.indices {
    var driver = newDriver(.lis3dh, at: address)
    var broken = ScriptedBus(script, failing: index, with: .timeout)
    let error = sensorError { () throws(SensorError) in
      while case .wait = try driver.selfTest(over: &broken) {}
    }
    let register = Register(script[index].written[0] & 0x7F)
    #expect(error == .bus(.timeout, at: address, register: register), "transfer \(index)")
    var bus = ScriptedBus(script)
    while case .wait = try driver.selfTest(over: &bus) {}
    #expect(bus.isDone, "after transfer \(index): \(bus.departure ?? "unfinished")")
  }
}
