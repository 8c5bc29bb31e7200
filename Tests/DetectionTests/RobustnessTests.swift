import Findings
import Foundation
import Simulation
import Testing

@testable import Detection

/// Streams that no limb makes: nothing traps, and the findings agree with themselves.
@Suite struct RobustnessTests {
  private static func settings(_ random: inout Randomness) -> ExamSettings {
    let ages: [AgeGroup] = [.olderOrUnknown, .infantTo8Months, .infant8To12Months]
    let names = Rule.Name.allCases
    var settings = ExamSettings(
      kind: random.chance(0.7) ? .stretch : .spontaneous,
      site: Site.allCases[Int(random.next() % 5)],
      rule: Rule(
        names[Int(random.next() % UInt64(names.count))],
        sustainedFrom: Int32(random.next() % 120)),
      age: ages[Int(random.next() % 3)])
    if random.chance(0.3) {
      settings.minimumHold = .milliseconds(Int64(random.next() % 4_000))
      settings.maximumHold = .milliseconds(Int64(random.next() % 8_000))
      settings.endGap = .milliseconds(Int64(random.next() % 2_000))
      settings.restStillness = .milliseconds(Int64(random.next() % 4_000))
    }
    return settings
  }

  /// Pieces of noise, constants, square waves, sines and full-range values; flags as they come.
  private static func stream(_ random: inout Randomness, rate: Double) -> [Sample] {
    // Up to what a table may hold, a thousand g, far over what any sensor gives.
    let size = [1e-3, 0.1, 1, 8, 32, 1_000][Int(random.next() % 6)]
    var samples: [Sample] = []
    for _ in 0..<(1 + random.next() % 5) {
      let kind = random.next() % 6
      let half = 1 + Int(random.next() % 40)
      let turn = random.uniform(0.5...12) / rate * 2 * Double.pi
      let (a, b, c) = (random.normal(), random.normal(), random.normal())
      let flags = random.chance(0.1) ? SampleFlags(rawValue: UInt8(random.next() % 4)) : []
      for i in 0..<(1 + Int(random.next() % 150)) {
        let value: Double =
          switch kind {
          case 0: random.normal()
          case 1: 1
          case 2: i / half % 2 == 0 ? 1 : -1
          case 3: sin(turn * Double(i))
          case 4: random.chance(0.5) ? 1 : -1
          default: random.chance(0.02) ? 3 : 0
          }
        func axis(_ part: Double) -> Gravities {
          Gravities(q20: Int32(max(-1_000, min(1_000, part * value * size)) * 0x1p20))
        }
        samples.append(Sample(Acceleration(x: axis(a), y: axis(b), z: axis(c)), flags: flags))
      }
    }
    return samples
  }

  /// What holds for any findings.
  private static func faults(
    _ findings: ExamFindings, _ beats: [Beat], settings: ExamSettings
  ) -> [String] {
    var faults: [String] = []
    func check(_ holds: Bool, _ name: String) { if !holds { faults.append(name) } }
    check(findings.kind == settings.kind, "kind")
    check(findings.rule == settings.rule, "rule")
    check(Int(findings.beats) == beats.count, "beats are not the beats kept")
    check(zip(beats, beats.dropFirst()).allSatisfy { $0.time < $1.time }, "times do not rise")
    check(findings.beatsFirst10s <= findings.beats, "more beats in 10 s than in all")
    check((findings.onset != nil) == (findings.beats > 0), "onset")
    check((findings.amplitude != nil) == (findings.beats > 0), "amplitude")
    check((findings.duration != nil) == (findings.beats > 0), "duration")
    check((findings.frequency != nil) == (findings.beats > 1), "frequency")
    check(findings.duration.map { $0 >= .zero } ?? true, "negative duration")
    check(findings.intervalCV.map { $0.count >= 0 } ?? true, "negative variation")
    check((findings.verdict == .indeterminate) == (findings.next != nil), "next")
    check(findings.verdict != .indeterminate || findings.reason != nil, "no reason")
    check(
      findings.reason == nil || [.absent, .indeterminate].contains(findings.verdict), "reason")
    check((findings.ended != nil) == (findings.beats >= 3), "ended")
    check(
      findings.verdict == .indeterminate
        || findings.verdict == settings.rule.verdict(beats: findings.beats), "verdict")
    check(
      findings.positive == nil || settings.rule.name == .obstetric, "positive without the rule")
    let mayGrade =
      settings.kind == .stretch && settings.site == .ankle && !settings.age.isInfant
      && settings.rule.name != .infant && findings.verdict != .indeterminate
    check(mayGrade || findings.scats == nil, "SCATS")
    check(mayGrade || findings.tardieu == nil, "Tardieu")
    check(!(findings.verdict == .absent && findings.tardieu != nil), "Tardieu without beats")
    check(settings.kind == .stretch || findings.stretch == nil, "stretch without one")
    check((findings.hold != nil) == (findings.stretch != nil), "hold")
    check((findings.stretch?.angle != nil) == (findings.stretch?.speed != nil), "speed")
    check(findings.hold.map { $0 >= .zero } ?? true, "negative hold")
    check(findings.stretch.map { $0.duration >= .zero } ?? true, "negative stretch")
    return faults
  }

  @Test("Two thousand random streams trap nowhere and their findings are consistent")
  func randomStreams() {
    for seed in 1...2_000 as ClosedRange<UInt64> {
      var random = Randomness(seed: seed, stream: 50)
      let hertz = random.chance(0.5) ? random.uniform(24...110) : random.uniform(24...1_049)
      let settings = Self.settings(&random)
      let rate = SampleRate(hertz: hertz)
      var detector = Detector(settings: settings, rate: rate)
      let samples = Self.stream(&random, rate: hertz)
      let cue = random.chance(0.5) ? Int(random.next() % 200) : -1
      for (i, sample) in samples.enumerated() {
        if i == cue { detector.cue() }
        _ = detector.step(sample)
      }
      let ended: Ended? = random.chance(0.5) ? .button : nil
      let findings = detector.findings(endedBy: ended)
      var beats: [Beat] = []
      for i in 0..<detector.beatCount { beats.append(detector.beat(i)) }
      let faults = Self.faults(findings, beats, settings: settings)
      #expect(faults.isEmpty, "seed \(seed): \(faults), \(findings)")
      for i in 0..<detector.episodeCount {
        let episode = detector.episode(i)
        #expect(episode.beats >= 3 && episode.duration > .zero, "seed \(seed)")
      }
    }
  }

  @Test("Ten minutes of full-scale square waves at any beat leave findings, and stillness after")
  func squareWaves() {
    for half in [3, 9, 50] {
      var detector = Detector(settings: ExamSettings(), rate: SampleRate(hertz: 100))
      let most: Int32 = (1 << 25) - 1
      for i in 0..<60_000 {
        let value = Gravities(q20: i / half % 2 == 0 ? most : -most)
        _ = detector.step(Sample(Acceleration(x: value, y: value, z: value), flags: .clipped))
      }
      let observed = detector.findings().observed
      #expect(observed == .milliseconds(599_990))
      var wasStill = false
      let rest = Sample(
        Acceleration(x: Gravities(q20: 0), y: Gravities(q20: 0), z: Gravities(q20: 1 << 20)))
      for _ in 0..<1_000 where detector.step(rest) == .still { wasStill = true }
      #expect(wasStill, "half a period of \(half)")
    }
  }

  @Test("No samples at all are no answer")
  func nothing() {
    for kind in ExamKind.allCases {
      let detector = Detector(settings: ExamSettings(kind: kind), rate: SampleRate(hertz: 200))
      let findings = detector.findings()
      #expect(findings.beats == 0)
      #expect(findings.observed == .zero)
      let (beats, episodes) = (detector.beatCount, detector.episodeCount)
      #expect(beats == 0)
      #expect(episodes == 0)
    }
  }
}
