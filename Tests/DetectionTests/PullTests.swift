import Findings
import Foundation
import Simulation
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

/// Limbs that rest between their pulls: before a late beginning, after a pause, at a slow rate.
@Suite struct PullTests {
  /// A held limb that is pulled aside at these seconds and returns within `span`: a raised cosine, 0.5 g.
  private static func pulled(at starts: [Double], span: Double) -> Course {
    var limb = Kinematics()
    (limb.beats, limb.mounting) = (0, (roll: 0, yaw: 0))
    limb.hold = (starts.last ?? 0) - limb.rest + span + 2.5
    var samples = limb.samples
    for i in samples.indices {
      let time = Double(i) / limb.rate
      for start in starts where time >= start && time <= start + span {
        let turns = 2 * Double.pi * (time - start) / span
        samples[i].acceleration.x.q20 -= Int32(0.5 * cos(turns) * 0x1p20)
      }
    }
    return Course(samples, rate: SampleRate(hertz: limb.rate), cue: 700)
  }

  @Test(
    "Where the first pull comes late, or after a pause, the place that it came from is no beat",
    arguments: [(8, 0, 5.6), (12, 0, 6.5), (12, 6, 6.0), (15, 5, 5.2)])
  func onset(beats: Int, pauseAfter: Int, frequency: Double) {
    let starts = (0..<beats).map { 4.9 + Double($0) / frequency + ($0 < pauseAfter ? 0 : 0.5) }
    let course = Self.pulled(at: starts, span: 1 / frequency)
    #expect(course.findings.beats == Int32(beats), "\(course.summary)")
  }

  @Test("Of late beats whose pulls hardly show the first alone is taken for the place it came from")
  func softPulls() {
    let bands = Bands(rate: Millihertz(200_000))
    var counter = BeatCounter(endGap: .seconds(1), pace: Pace(rate: SampleRate(hertz: 200)))
    var hold = Hold(mirror: Mirror(pass: bands.placePass), lane: .first)
    var log = BeatLog()
    for number in 0..<6 {
      let sample = Int64(200 + 36 * number)
      let trough = TurningPoint(
        isCrest: false, sample: sample, fraction: 0, value: -(1 << 19), swing: 600_000,
        since: sample - 18)
      _ = counter.beat(
        trough, seenAt: sample + 8, along: Vector(x: 1 << 30, y: 0, z: 0), bands: bands,
        hold: &hold, log: &log)
    }
    #expect(hold.train.count == 5)
  }

  @Test("Pulls in time tell more than the turns of a plateau")
  func turnsOfPlateau() {
    let leads: [Int64] = [80, 150, 90, 160, 75, 140, 150, 80, 155, 85]
    let intervals = (1..<leads.count).map { 280 + leads[$0] - leads[$0 - 1] }
    let beats = Beats(intervals, leads: leads)
    #expect(beats.says { $0.intervalCV(in: $1) } ?? Permille(0) > Permille(180))
    #expect(beats.says { $0.pullCV(in: $1) } == Permille(0))
  }

  @Test("An interval that was a pause does not stand for the cycle")
  func pauseBeforeCycle() {
    var cadence = Cadence()
    cadence.take(.milliseconds(1_000))
    cadence.take(.milliseconds(1_340))
    #expect(cadence.period(at: .milliseconds(1_640)) == .milliseconds(340))
    #expect(cadence.period(at: .milliseconds(1_490)) == .milliseconds(150))
    cadence.take(.milliseconds(1_490))
    #expect(cadence.period(at: .milliseconds(1_640)) == .milliseconds(150))
    #expect(!cadence.isPause(before: .milliseconds(1_780)))
    #expect(cadence.isPause(before: .milliseconds(1_800)))
  }

  @Test("The last interval, which ends with no pull, leaves a train as steady as it was")
  func lastInterval() {
    let beats = Beats([200, 150, 151, 149, 150, 151, 190])
    #expect(beats.says { $0.intervalCV(in: $1) } ?? Permille(1_000) < Permille(10))
    let few = Beats([150, 151, 149, 190])
    #expect(few.says { $0.intervalCV(in: $1) } ?? Permille(0) > Permille(100))
  }

  @Test("Two swings, a pause and two more are pieces; four in time and one more are a rhythm")
  func pieces() {
    func isPieces(_ intervals: [Int64]) -> Bool {
      Beats(intervals).says { $0.isPieces(period: .milliseconds(170), in: $1) }
    }
    #expect(isPieces([151, 496, 160]))
    #expect(isPieces([205, 194, 720, 159]))
    #expect(!isPieces([170, 170, 170, 500, 170]))
    #expect(!isPieces([170, 170]))
  }

  @Test("Jerks that slow down are told by how many come in a time, where each swings twice")
  func thinning() {
    var jerks: [Int64] = []
    for number in 0..<18 { jerks += [140, Int64(100 + 22 * number)] }
    #expect(Beats(jerks).says { $0.thinsOut(in: $1) })
    #expect(!Beats(Array(jerks.prefix(16))).says { $0.thinsOut(in: $1) }, "too few")
    #expect(!Beats(jerks.reversed()).says { $0.thinsOut(in: $1) })
    #expect(!Beats((0..<30).map { $0 % 2 == 0 ? 140 : 200 }).says { $0.thinsOut(in: $1) })
  }
}
