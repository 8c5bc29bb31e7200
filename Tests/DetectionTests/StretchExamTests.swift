import Findings
import Testing

@testable import Detection

/// What EXAM.md says of a stretch exam, on limbs whose every beat is known.
@Suite struct StretchExamTests {
  private static let seeds = 1...3 as ClosedRange<UInt64>

  private static func limb(beats: Int, seed: UInt64 = 1) -> Kinematics {
    var limb = Kinematics()
    limb.seed = seed
    limb.beats = beats
    limb.hold = max(5, 2 + Double(beats) / limb.frequency)
    limb.mounting = (roll: Double(seed) * 77, yaw: Double(seed) * 133)
    return limb
  }

  @Test("Beats are counted exactly and have their times", arguments: [3, 4, 5, 9, 10, 11, 20])
  func counts(beats: Int) {
    for seed in Self.seeds {
      for frequency in [4.6, 6] { Self.expectBeats(beats, at: frequency, seed: seed) }
      withKnownIssue(
        "the first of fast beats, small beside the stretch, is missed", isIntermittent: true
      ) {
        Self.expectBeats(beats, at: 7.5, seed: seed)
      }
    }
  }

  private static func expectBeats(_ beats: Int, at frequency: Double, seed: UInt64) {
    var limb = limb(beats: beats, seed: seed)
    limb.frequency = frequency
    limb.hold = max(5, 2 + Double(beats) / frequency)
    let course = Course(limb)
    let note = "seed \(seed), \(frequency) Hz: \(course.summary)"
    #expect(course.findings.beats == Int32(beats), "\(note)")
    #expect(course.beats.count == Int(course.findings.beats))
    #expect(course.findings.ended == .itself, "\(note)")
    // This limb's last beat is cut short, which a median of few intervals shows.
    let error = abs(Double(course.findings.frequency?.count ?? 0) / 1_000 - frequency)
    if beats >= 9 { #expect(error < 0.1, "\(note)") }
    let late = zip(course.beats, limb.beatTimes).map { abs(Double($0.time.count) / 1e6 - $1) }
    #expect(late.max() ?? 0 < 0.04, "\(note)")
  }

  @Test("Under three beats clonus is absent", arguments: 0...2)
  func absent(beats: Int) {
    for seed in Self.seeds {
      let course = Course(Self.limb(beats: beats, seed: seed))
      let findings = course.findings
      #expect(findings.verdict == .absent, "seed \(seed): \(course.summary)")
      #expect(findings.beats == Int32(beats), "seed \(seed): \(course.summary)")
      #expect(findings.reason == nil)
      #expect(findings.next == nil)
      #expect(findings.ended == nil)
      #expect(findings.scats == 0)
      #expect(findings.tardieu == nil)
      #expect(findings.positive == nil)
      #expect(findings.quality.contains(.borderline) == (beats == 2), "\(course.summary)")
    }
  }

  @Test("The limit between unsustained and sustained is the rule's, from 4 to 100")
  func limits() {
    for limit in [4, 10, 100] as [Int32] {
      let settings = ExamSettings(rule: Rule(.adult, sustainedFrom: limit))
      for beats in [limit - 1, limit] {
        let course = Course(Self.limb(beats: Int(beats)), settings: settings)
        let expected: Verdict = beats < limit ? .unsustained : .sustained
        #expect(course.findings.verdict == expected, "rule \(limit): \(course.summary)")
        #expect(course.findings.rule.sustainedFrom == limit)
      }
    }
  }

  @Test("A baby's clonus is sustained from 11 beats and has no SCATS or Tardieu")
  func infants() {
    let settings = ExamSettings(rule: Rule(.infant), age: .infantTo8Months)
    for beats in [10, 11] {
      let course = Course(Self.limb(beats: beats), settings: settings)
      #expect(course.findings.verdict == (beats < 11 ? .unsustained : .sustained))
      #expect(course.findings.scats == nil)
      #expect(course.findings.tardieu == nil)
    }
    let none = Course(Self.limb(beats: 0), settings: settings)
    #expect(none.findings.verdict == .absent)
    #expect(none.findings.scats == nil)
  }

  @Test("The obstetric rule leaves the classes alone and adds positive from 3 beats")
  func obstetric() {
    let settings = ExamSettings(rule: Rule(.obstetric))
    for (beats, verdict, positive) in [
      (0, .absent, false), (2, .absent, false), (3, .unsustained, true), (12, .sustained, true),
    ] as [(Int, Verdict, Bool)] {
      let course = Course(Self.limb(beats: beats), settings: settings)
      #expect(course.findings.verdict == verdict, "\(course.summary)")
      #expect(course.findings.positive == positive, "\(course.summary)")
    }
  }

  @Test(
    "Within one beat of a limit a count is borderline",
    arguments: [(2, true), (3, true), (5, false), (9, true), (10, true), (13, false)])
  func borderline(beats: Int, isBorderline: Bool) {
    let course = Course(Self.limb(beats: beats))
    #expect(
      course.findings.quality.contains(.borderline) == isBorderline, "\(course.summary)")
  }

  @Test("SCATS and Tardieu follow the duration: under 3 s, to 10 s, over 10 s")
  func scales() {
    for (beats, scats, tardieu) in [(8, 1, 3), (30, 2, 3), (75, 3, 4)] as [(Int, UInt8, UInt8)] {
      let course = Course(Self.limb(beats: beats))
      #expect(course.findings.scats == scats, "\(course.summary)")
      #expect(course.findings.tardieu == tardieu, "\(course.summary)")
    }
  }

  @Test("SCATS and Tardieu belong to the ankle", arguments: Site.allCases)
  func scalesAtSites(site: Site) {
    let course = Course(Self.limb(beats: 6), settings: ExamSettings(site: site))
    #expect(course.findings.verdict == .unsustained, "\(site): \(course.summary)")
    #expect((course.findings.scats != nil) == (site == .ankle))
    #expect((course.findings.tardieu != nil) == (site == .ankle))
  }

  @Test("Beats within the first ten seconds are counted apart")
  func firstTenSeconds() {
    let course = Course(Self.limb(beats: 75))
    #expect(abs(course.findings.beatsFirst10s - 61) <= 1, "\(course.summary)")
    #expect(course.findings.beats == 75)
  }

  @Test("A limb let go while it beats ends the train there, censored", arguments: 1...4)
  func releases(seed: UInt64) {
    var limb = Self.limb(beats: 40, seed: seed)
    limb.hold = 3.3
    let course = Course(limb)
    let release = limb.rest + limb.hold
    let truth = limb.beatTimes.filter { $0 < release }.count
    #expect(course.findings.ended == .release, "seed \(seed): \(course.summary)")
    #expect(course.findings.isCensored)
    #expect(abs(Int(course.findings.beats) - truth) <= 1, "seed \(seed): \(course.summary)")
    let found = course.findings.release.map { Double($0.count) / 1e6 } ?? 0
    #expect(abs(found - release) < 0.2, "seed \(seed)")
  }

  @Test("So it does where no tilt is seen, and so does a kneecap's", arguments: 1...4)
  func releasesWithoutTilt(seed: UInt64) {
    var limb = Self.limb(beats: 40, seed: seed)
    limb.hold = 3.3
    limb.axisTilt = 90
    let truth = limb.beatTimes.filter { $0 < limb.rest + limb.hold }.count
    for site in [Site.ankle, .knee] {
      let course = Course(limb, settings: ExamSettings(site: site))
      withKnownIssue("a release without tilt is missed", isIntermittent: true) {
        #expect(course.findings.ended == .release, "\(site), seed \(seed): \(course.summary)")
        #expect(
          abs(Int(course.findings.beats) - truth) <= 1,
          "\(site), seed \(seed), truly \(truth): \(course.summary)")
      }
    }
  }

  @Test("The whole range of rates is heard after a stretch", arguments: [3.1, 4, 5, 7, 8, 8.5, 9])
  func allRates(frequency: Double) {
    var limb = Self.limb(beats: 12)
    limb.frequency = frequency
    limb.hold = 6
    limb.amplitude = 0.7
    let course = Course(limb)
    #expect(course.findings.verdict == .sustained, "\(frequency) Hz: \(course.summary)")
    #expect(abs(course.findings.beats - 12) <= 1, "\(frequency) Hz: \(course.summary)")
  }

  @Test("A train that does not end is cut at 20 s from the stretch, censored")
  func limit() {
    var limb = Self.limb(beats: 140)
    limb.hold = 24
    let course = Course(limb)
    #expect(course.findings.ended == .limit, "\(course.summary)")
    #expect(course.findings.isCensored)
    #expect(course.findings.verdict == .sustained)
    let end = course.sample { $0 == .trainEnded(.limit) } ?? 0
    #expect(abs(Double(end) / limb.rate - (limb.rest + 20)) < 0.1)
    #expect(course.findings.scats == 3)
    #expect(course.findings.tardieu == 4)
  }

  @Test("Where nothing says how a train ended, what ended the exam did")
  func button() {
    var limb = Self.limb(beats: 60)
    limb.hold = 8
    let samples = Array(limb.samples.prefix(Int((limb.rest + 4) * limb.rate)))
    let course = Course(
      samples, rate: SampleRate(hertz: limb.rate), cue: Int(3.5 * limb.rate), endedBy: .button)
    #expect(course.findings.ended == .button, "\(course.summary)")
    #expect(course.findings.verdict == .sustained)
  }

  @Test("A pause under a second belongs to the train, and is said", arguments: 1...3)
  func resumed(seed: UInt64) {
    var limb = Self.limb(beats: 12, seed: seed)
    limb.pause = (after: 6, seconds: 0.8)
    let course = Course(limb)
    // The push with which the limb starts again may count as well.
    #expect((12...13).contains(course.findings.beats), "seed \(seed): \(course.summary)")
    #expect(course.findings.quality.contains(.resumed), "seed \(seed): \(course.summary)")
  }

  @Test("A pause of more than a second ends the train", arguments: 1...3)
  func newEpisode(seed: UInt64) {
    var limb = Self.limb(beats: 12, seed: seed)
    limb.pause = (after: 6, seconds: 1.5)
    let course = Course(limb)
    #expect(course.findings.beats == 6, "seed \(seed): \(course.summary)")
    #expect(!course.findings.quality.contains(.resumed))
  }

  @Test("A weak motion within a hold is no further stretch", arguments: 1...3)
  func shakingWhileHeld(seed: UInt64) {
    var limb = Self.limb(beats: 11, seed: seed)
    (limb.frequency, limb.amplitude, limb.delay, limb.hold) = (3.6, 0.25, 2.2, 7)
    let course = Course(limb)
    #expect(course.findings.stretch?.count == 1, "seed \(seed): \(course.summary)")
    #expect(course.findings.reason == .voluntary, "seed \(seed): \(course.summary)")
  }

  @Test("Late beats in groups are pushes of a person's own", arguments: 1...3)
  func groups(seed: UInt64) {
    var limb = Self.limb(beats: 16, seed: seed)
    (limb.delay, limb.groups, limb.hold) = (1.3, (4, 0.42), 7)
    let course = Course(limb)
    #expect(course.findings.beats >= 10, "seed \(seed): \(course.summary)")
    #expect(course.findings.reason == .voluntary, "seed \(seed): \(course.summary)")
  }

  /// What a slow train is whose first or whose every interval differs.
  private static func slowTrain(_ intervals: [Double]) -> Course {
    var limb = Self.limb(beats: intervals.count, seed: 1)
    (limb.frequency, limb.amplitude, limb.variation, limb.hold) = (3.4, 0.3, 0, 8)
    limb.intervals = intervals
    return Course(limb)
  }

  @Test("Jerks that come ever slower are no clonus")
  func slowingJerks() {
    let course = Self.slowTrain((0..<14).map { 0.25 + 0.008 * Double($0) })
    #expect(course.findings.reason == .slowingJerks, "\(course.summary)")
  }

  @Test("A train whose first beats alone come sooner does not slow down")
  func quickFirstBeats() {
    let course = Self.slowTrain((0..<16).map { $0 < 4 ? 0.245 : 0.29 })
    #expect(course.findings.reason == nil, "\(course.summary)")
    #expect(course.findings.verdict == .sustained, "\(course.summary)")
  }

  @Test(
    "A stretch too slow for a push, during which the limb begins to beat, costs no beat",
    arguments: 1...4)
  func beatsInASlowStretch(seed: UInt64) {
    var limb = Self.limb(beats: 14, seed: seed)
    (limb.rise, limb.delay, limb.amplitude) = (1.2, -0.3 + 0.05 * Double(seed), 0.3)
    let course = Course(limb)
    #expect(course.findings.quality.contains(.slowStretch), "seed \(seed): \(course.summary)")
    #expect(course.findings.verdict == .sustained, "seed \(seed): \(course.summary)")
    // The limb's first swing out of the turn may count as well.
    #expect((14...15).contains(course.findings.beats), "seed \(seed): \(course.summary)")
  }

  @Test(
    "A tremor that was there before and goes on after the train is no part of it", arguments: 1...3)
  func tremorAfterwards(seed: UInt64) {
    var limb = Self.limb(beats: 8, seed: seed)
    (limb.frequency, limb.amplitude, limb.restRhythm) = (6, 0.4, (frequency: 5.2, amplitude: 0.11))
    let course = Course(limb)
    #expect(course.findings.verdict == .unsustained, "seed \(seed): \(course.summary)")
    #expect(abs(course.findings.beats - 8) <= 1, "seed \(seed): \(course.summary)")
    #expect(course.findings.quality.contains(.rhythmAtRest), "seed \(seed): \(course.summary)")
  }

  @Test("The joint's loosening by hand is not the stretch", arguments: 1...6)
  func pumped(seed: UInt64) {
    var limb = Self.limb(beats: 14, seed: seed)
    (limb.rest, limb.pumps) = (8, 2 + Int(seed) % 3)
    limb.axisTilt = seed % 2 == 0 ? 70 : 5
    let course = Course(limb.samples, rate: SampleRate(hertz: limb.rate), cue: 700)
    let stretch = Double(course.findings.stretch?.time.count ?? 0) / 1e6
    #expect(abs(stretch - limb.rest) < 0.1, "seed \(seed): \(course.summary)")
    #expect(course.findings.verdict == .sustained, "seed \(seed): \(course.summary)")
    #expect(abs(course.findings.beats - 14) <= 1, "seed \(seed): \(course.summary)")
  }

  @Test("A slow beat that swings twice is one beat", arguments: [3.1, 3.4, 3.8], 1...3)
  func secondSwings(frequency: Double, seed: UInt64) {
    var limb = Self.limb(beats: 14, seed: seed)
    (limb.frequency, limb.amplitude, limb.secondSwing, limb.hold) = (frequency, 0.3, 0.3, 7)
    let course = Course(limb)
    #expect(course.findings.verdict == .sustained, "seed \(seed): \(course.summary)")
    #expect(abs(course.findings.beats - 14) <= 1, "seed \(seed): \(course.summary)")
  }

  @Test("Large and small beats that alternate are all beats", arguments: 1...3)
  func alternating(seed: UInt64) {
    var limb = Self.limb(beats: 14, seed: seed)
    (limb.variation, limb.sizes) = (0.04, [1, 0.4])
    let course = Course(limb)
    #expect(course.findings.verdict == .sustained, "seed \(seed): \(course.summary)")
    #expect(abs(course.findings.beats - 14) <= 1, "seed \(seed): \(course.summary)")
  }

  @Test(
    "Late beats every third of which leaps in size are pushes of a person's own", arguments: 1...3)
  func pushedInThrees(seed: UInt64) {
    var limb = Self.limb(beats: 12, seed: seed)
    (limb.amplitude, limb.delay, limb.sizes, limb.hold) = (0.5, 1.1, [1, 0.4, 1], 7)
    let course = Course(limb)
    #expect(course.findings.beats >= 10, "seed \(seed): \(course.summary)")
    #expect(course.findings.reason == .voluntary, "seed \(seed): \(course.summary)")
    limb.sizes = [1]
    let even = Course(limb)
    #expect(even.findings.verdict == .sustained, "seed \(seed): \(even.summary)")
  }

  @Test("The ringing of a foot or a strap is said in reason and quality")
  func ringing() {
    var limb = Self.limb(beats: 6)
    (limb.frequency, limb.firstInterval, limb.sizes) = (8.2, 1, [1, 0.8, 0.65, 0.5, 0.38, 0.25])
    let course = Course(limb)
    #expect(course.findings.reason == .looseStrap, "\(course.summary)")
    #expect(course.findings.quality.contains(.looseStrap), "\(course.summary)")
  }

  @Test(
    "A push against gravity is no fall: the beats are on the stretch's side",
    arguments: [9.0, 10, 11], [0.1, 0.11, 0.12])
  func weightlessPush(angle: Double, rise: Double) {
    var limb = Kinematics()
    (limb.angle, limb.rise, limb.beats, limb.inclination, limb.axisTilt) = (angle, rise, 8, 270, 0)
    let course = Course(limb)
    #expect(course.beats.count == 8, "\(course.summary)")
    for (beat, time) in zip(course.beats, limb.beatTimes) {
      #expect(abs(Double(beat.time.count) / 1e6 - time) < 0.03, "\(course.summary)")
    }
  }
}
