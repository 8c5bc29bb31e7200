import Findings
import Testing

@testable import Sensing

/// A small generator, so that every run sees the same jitter (SplitMix64).
private struct Dice {
  var state: UInt64

  /// A number from 0 ..< `bound`.
  mutating func roll(_ bound: Int64) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int64((z ^ (z >> 31)) % UInt64(bound))
  }
}

/// A FIFO of 32 whose samples come exactly every `picoseconds`, served as the test says.
private struct Fifo {
  let picoseconds: Int64
  let watermark: Int64
  let start: Int64 = 123_456_789
  /// The number of the oldest sample that is still in the FIFO.
  var first: Int64 = 0

  /// When sample `index` comes, in microseconds.
  func time(_ index: Int64) -> Int64 { start + (index + 1) * picoseconds / 1_000_000 }

  /// When the watermark is next reached, if nobody drains before.
  var edge: Int64 { time(first + watermark - 1) }

  /// Drains at `now` but for the newest `left`: how many samples there are, and how many were
  /// overwritten.
  mutating func drain(at now: Int64, leaving left: Int64) -> (count: Int, lost: Int64) {
    let newest = ((now - start) * 1_000_000 + 999_999) / picoseconds
    let lost = max(newest - left - 32 - first, 0)
    let count = newest - left - first - lost
    first = newest - left
    return (Int(count), lost)
  }
}

/// A clock beside a FIFO; `lost` is the truth, `found` what the clock said.
private struct Bench {
  var fifo: Fifo
  var clock: SampleClock
  var dice: Dice
  var jitter: Int64 = 50
  var lost: Int64 = 0
  var found: Int64 = 0

  init(picoseconds: Int64, watermark: UInt8 = 10, seed: UInt64 = 1) throws {
    let mark = try #require(Watermark(watermark))
    fifo = Fifo(picoseconds: picoseconds, watermark: Int64(watermark))
    clock = SampleClock(nominalSamplePicoseconds: 5_000_000_000, watermark: mark)
    dice = Dice(state: seed)
  }

  /// Serves the next edge `late` microseconds after it; `left` samples come during the drain, whose
  /// end is noted `noted` microseconds later.
  mutating func serve(
    late: Int64 = 800, isMissed: Bool = false, edgeLate: Int64 = 0, left: Int = 0,
    noted: Int64 = 0
  ) {
    let edge = fifo.edge + edgeLate + (jitter > 0 ? dice.roll(jitter) : 0)
    let drained = fifo.edge + late
    let now = drained + noted
    let (count, overwritten) = fifo.drain(at: drained, leaving: Int64(left))
    var drain = Drain()
    drain.isOverrun = count == 32
    drain.left = left
    lost += overwritten
    found += clock.serviced(
      edge: isMissed ? nil : Microseconds(edge), drain: drain, samples: count,
      at: Microseconds(now))
  }

  mutating func run(seconds: Int64) {
    let end = fifo.edge + seconds * 1_000_000
    while fifo.edge < end { serve() }
  }
}

/// The error of a measured period in millionths.
private func partsPerMillion(_ measured: Int64, of truth: Int64) -> Int64 {
  (measured - truth) * 1_000_000 / truth
}

@Test(arguments: [Int64(4_545_454_545), 4_700_000_000, 5_000_000_000, 5_123_456_789, 5_555_555_555])
func rateSettlesWithinASecondAndAHalf(picoseconds: Int64) throws {
  for seed in 1...40 {
    var bench = try Bench(
      picoseconds: picoseconds, watermark: Watermark.standard.samples, seed: UInt64(seed))
    let start = bench.fifo.edge
    while bench.clock.settledRate == nil, bench.fifo.edge < start + 1_500_000 { bench.serve() }
    let rate = try #require(bench.clock.settledRate, "seed \(seed): not settled")
    let measured = try #require(bench.clock.samplePicoseconds)
    let error = partsPerMillion(measured, of: picoseconds)
    #expect(abs(error) < 200, "seed \(seed): \(error) ppm")
    let fromRate = Int64(rate.recordMicroseconds) * 1_000_000 / Int64(rate.samplesPerRecord)
    #expect(abs(partsPerMillion(fromRate, of: measured)) <= 1)
  }
}

@Test func eightEdgesTellTheRateWithinAPercentForACheck() throws {
  for seed in 1...40 {
    var bench = try Bench(
      picoseconds: 5_400_000_000, watermark: Watermark.standard.samples, seed: UInt64(seed))
    bench.jitter = 2_000
    for _ in 0..<7 { bench.serve(late: 2_500) }
    #expect(bench.clock.roughPicoseconds == nil)
    bench.serve(late: 2_500)
    let rough = try #require(bench.clock.roughPicoseconds)
    let error = partsPerMillion(rough, of: 5_400_000_000)
    #expect(abs(error) < 10_000, "seed \(seed): \(error) ppm")
    // It is good for no exam.
    #expect(bench.clock.settledRate == nil && bench.clock.samplePicoseconds == nil)
  }
}

@Test func rateDoesNotSettleUnderHeavyJitterTooSoon() throws {
  for seed in 1...20 {
    var bench = try Bench(picoseconds: 5_100_000_000, seed: UInt64(seed))
    bench.jitter = 2_000
    while bench.clock.settledRate == nil { bench.serve(late: 2_500) }
    let measured = try #require(bench.clock.samplePicoseconds)
    let error = partsPerMillion(measured, of: 5_100_000_000)
    #expect(abs(error) < 300, "seed \(seed): \(error) ppm")
  }
}

@Test func rateIsMeasuredAlikeWithMissedAndLateServedEdges() throws {
  for seed in 1...40 {
    var bench = try Bench(picoseconds: 5_234_000_000, seed: UInt64(seed))
    var missed: UInt32 = 0
    for _ in 0..<60 {
      let isMissed = bench.dice.roll(3) == 0
      if isMissed { missed += 1 }
      bench.serve(late: 500 + bench.dice.roll(90_000), isMissed: isMissed)
    }
    let measured = try #require(bench.clock.samplePicoseconds)
    #expect(abs(partsPerMillion(measured, of: 5_234_000_000)) < 100, "seed \(seed)")
    #expect(bench.clock.missedEdges == missed)
    #expect(bench.found == 0)
  }
}

@Test func edgesStampedLateAreLeftOut() throws {
  // One in six interrupts is stamped 1 to 4 ms late, among them the first and the last.
  for seed in 1...40 {
    var bench = try Bench(picoseconds: 4_900_000_000, seed: UInt64(seed))
    for index in 0..<37 {
      let delay = index % 6 == 0 ? 1_000 + bench.dice.roll(3_000) : 0
      bench.serve(late: 5_000, edgeLate: delay)
    }
    let measured = try #require(bench.clock.samplePicoseconds)
    let error = partsPerMillion(measured, of: 4_900_000_000)
    #expect(abs(error) < 200, "seed \(seed): \(error) ppm")
  }
}

@Test func rateNeedsEightEdgesAndASecond() throws {
  var bench = try Bench(picoseconds: 5_000_000_000)
  for _ in 0..<20 { bench.serve() }
  #expect(bench.clock.samplePicoseconds == nil)
  #expect(!bench.clock.isRateOff)
  for _ in 0..<2 { bench.serve() }
  #expect(bench.clock.samplePicoseconds != nil)
}

@Test(arguments: [
  (Int64(4_500_000_000), true), (4_560_000_000, false), (5_000_000_000, false),
  (5_540_000_000, false), (5_600_000_000, true),
])
func aRateMoreThanTenPercentOffIsFlagged(picoseconds: Int64, isOff: Bool) throws {
  var bench = try Bench(picoseconds: picoseconds)
  bench.run(seconds: 2)
  #expect(bench.clock.isRateOff == isOff)
}

@Test func aRateOutsideWhatDetectionTakesIsNoRate() throws {
  var bench = try Bench(picoseconds: 45_000_000_000, watermark: 5)
  bench.run(seconds: 10)
  #expect(bench.clock.samplePicoseconds != nil)
  #expect(bench.clock.settledRate == nil)
}

@Test func anHourIsMeasuredInTheSameRoom() throws {
  var bench = try Bench(picoseconds: 5_050_000_000)
  bench.run(seconds: 3_600)
  let measured = try #require(bench.clock.samplePicoseconds)
  #expect(abs(partsPerMillion(measured, of: 5_050_000_000)) <= 2)
  bench.serve(late: 700_000)
  bench.serve()
  #expect(bench.lost > 0)
  #expect(bench.found == bench.lost)
}

@Test func everyGapFromOneToFourHundredSamplesIsCountedExactly() throws {
  for picoseconds in [Int64(4_545_454_545), 5_000_000_000, 5_555_555_555] {
    for gap in Int64(1)...400 {
      var bench = try Bench(picoseconds: picoseconds, seed: UInt64(gap))
      bench.run(seconds: 2)
      // The FIFO holds 32, of which 10 are there at the edge; anywhere within the sample's period.
      let phase = bench.dice.roll(picoseconds / 1_000_000)
      bench.serve(late: (22 + gap) * picoseconds / 1_000_000 + phase)
      #expect(bench.lost == gap || bench.lost == gap + 1, "the bench missed its gap")
      bench.serve()
      #expect(bench.found == bench.lost, "gap \(gap) at \(picoseconds) ps")
      #expect(bench.clock.lostSamples == bench.lost)
    }
  }
}

@Test func aFIFOThatWasFullButLostNothingCountsNothing() throws {
  var bench = try Bench(picoseconds: 5_100_000_000)
  bench.run(seconds: 2)
  bench.serve(late: 22 * 5_100 + 500)
  #expect(bench.lost == 0)
  bench.serve()
  #expect(bench.found == 0)
}

@Test func gapsThatFollowEachOtherAreCountedApart() throws {
  var bench = try Bench(picoseconds: 4_800_000_000)
  bench.run(seconds: 2)
  for gap in [Int64(3), 40, 1, 7] {
    bench.serve(late: (22 + gap) * 4_800 + 1_000)
    #expect(bench.found < bench.lost)
  }
  bench.serve()
  #expect(bench.found == bench.lost)
}

@Test func aGapBeforeTheRateIsKnownIsCountedByTheNominalRate() throws {
  var bench = try Bench(picoseconds: 5_000_000_000)
  for _ in 0..<3 { bench.serve() }
  bench.serve(late: 50 * 5_000)
  bench.serve()
  #expect(bench.lost > 0)
  #expect(bench.found == bench.lost)
  // The rate is measured anew, so that a wrong guess cannot bend it.
  bench.run(seconds: 2)
  let measured = try #require(bench.clock.samplePicoseconds)
  #expect(abs(partsPerMillion(measured, of: 5_000_000_000)) < 100)
}

@Test func aGapWhoseNextEdgeIsMissedIsCountedWithinOne() throws {
  var guessedWrong = 0
  for seed in 1...50 {
    var bench = try Bench(picoseconds: 5_200_000_000, seed: UInt64(seed))
    bench.run(seconds: 2)
    bench.serve(late: (22 + 60) * 5_200 + bench.dice.roll(5_200))
    let left = Int(bench.dice.roll(4))
    bench.serve(
      late: 21_000 + bench.dice.roll(20_000), isMissed: true, left: left, noted: 1_500)
    #expect(bench.lost > 0)
    #expect(abs(bench.found - bench.lost) <= 1, "seed \(seed)")
    guessedWrong += bench.found == bench.lost ? 0 : 1
    // Whatever was guessed, the rate stays and the next gap is counted right.
    let before = (bench.found, bench.lost)
    bench.run(seconds: 1)
    bench.serve(late: (22 + 100) * 5_200 + 2_000)
    bench.serve()
    #expect(bench.found - before.0 == bench.lost - before.1, "seed \(seed)")
    let measured = try #require(bench.clock.samplePicoseconds)
    #expect(abs(partsPerMillion(measured, of: 5_200_000_000)) < 200)
  }
  #expect(guessedWrong > 0, "no seed tried a wrong guess")
}

@Test func aWrongGuessBeforeTheRateIsKnownDoesNotBendIt() throws {
  var bench = try Bench(picoseconds: 5_500_000_000)
  for _ in 0..<3 { bench.serve() }
  bench.serve(late: 300 * 5_500)
  bench.serve()
  #expect(bench.found != bench.lost, "the nominal rate is 10 % off and cannot be right")
  bench.run(seconds: 2)
  let measured = try #require(bench.clock.samplePicoseconds)
  #expect(abs(partsPerMillion(measured, of: 5_500_000_000)) < 100)
}

@Test func samplesThatComeDuringADrainBelongToTheNextEdge() throws {
  var bench = try Bench(picoseconds: 4_950_000_000)
  for _ in 0..<60 { bench.serve(late: 20_000, left: 3) }
  let measured = try #require(bench.clock.samplePicoseconds)
  #expect(abs(partsPerMillion(measured, of: 4_950_000_000)) < 100)
  bench.serve(late: 300_000, left: 3)
  bench.serve()
  #expect(bench.lost > 0)
  #expect(bench.found == bench.lost)
}

@Test func edgesFromBeforeTheLastDrainAreNotUsed() throws {
  var bench = try Bench(picoseconds: 5_000_000_000)
  bench.run(seconds: 2)
  let before = try #require(bench.clock.samplePicoseconds)
  let lost = bench.clock.serviced(
    edge: Microseconds(bench.fifo.start), drain: Drain(), samples: 0,
    at: Microseconds(bench.fifo.edge - 40_000))
  #expect(lost == 0)
  #expect(bench.clock.strayEdges == 1)
  #expect(bench.clock.samplePicoseconds == before)
}

@Test func clocksThatJumpNeverTrap() throws {
  let mark = try #require(Watermark(10))
  let far = Int64.max / 4
  for times in [[0, 5, far, 7, -9, 2 * far, 0], [far, 7, 8, 0, 3, -far, -far + 1, far]] {
    for nominal in [Int64(0), 5_000_000_000] {
      var clock = SampleClock(nominalSamplePicoseconds: nominal, watermark: mark)
      var drain = Drain()
      drain.isOverrun = true
      for time in times + (1...20).map({ $0 * 50_000 }) {
        let lost = clock.serviced(
          edge: Microseconds(time), drain: drain, samples: 32, at: Microseconds(time))
        #expect((0...SampleClock.longestGap).contains(lost))
        _ = clock.settledRate
      }
    }
  }
}

@Test func fillerPutsTheLastSampleWhereSamplesAreMissing() {
  func block(_ numbers: ClosedRange<Int16>) -> SampleBlock {
    var block = SampleBlock()
    for number in numbers { _ = block.append(RawSample(x: number, y: 0, z: 0)) }
    return block
  }
  var out: [RawSample] = []
  var filler = GapFiller()
  var overrun = Drain()
  overrun.isOverrun = true
  filler.take(block(1...3), of: Drain(), lost: 0) { out.append($0) }
  filler.take(block(6...7), of: overrun, lost: 0) { out.append($0) }
  #expect(out.map { $0.x } == [1, 2, 3], "an overrun's samples wait for the count")
  filler.take(block(8...8), of: Drain(), lost: 2) { out.append($0) }
  #expect(out.map { $0.x } == [1, 2, 3, 3, 3, 6, 7, 8])
  #expect(
    out.map { $0.flags.contains(.filled) }
      == [3, 4].reduce(into: Array(repeating: false, count: 8)) { $0[$1] = true })
  filler.take(block(20...20), of: overrun, lost: 0) { out.append($0) }
  filler.finish(lost: 1) { out.append($0) }
  #expect(out.suffix(2).map { $0.x } == [8, 20])
}

@Test func aBlockTakesThirtyThreeSamplesAndNoMore() {
  var block = SampleBlock()
  for index in 0..<33 {
    let fits = block.append(RawSample(x: Int16(index), y: 0, z: 0))
    #expect(fits)
  }
  let fits = block.append(RawSample(x: 99, y: 0, z: 0))
  #expect(!fits)
  #expect(block.count == 33 && block.room == 0)
  #expect(block[32].x == 32)
  block.removeAll()
  #expect(block.count == 0 && block.room == 33)
}
