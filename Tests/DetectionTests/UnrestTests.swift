import Findings
import Foundation
import Testing

@testable import Detection

/// Motion of a person's own that beats as clonus does, told by what it did before or by its shape.
@Suite struct UnrestTests {
  private static func limb(beats: Int, seed: UInt64 = 1) -> Kinematics {
    var limb = Kinematics()
    (limb.beats, limb.seed) = (beats, seed)
    return limb
  }

  /// The limb with bursts before the stretch, each too short for a rhythm: 4.5 Hz for 0.6 s out of 1.6 s, 0.3 g.
  private static func restless(_ limb: Kinematics) -> Course {
    var samples = limb.samples
    for i in 0..<Int((limb.rest - 0.2) * limb.rate) {
      let time = Double(i) / limb.rate
      guard time.truncatingRemainder(dividingBy: 1.6) < 0.6 else { continue }
      samples[i].acceleration.x.q20 += Int32(0.3 * sin(2 * .pi * 4.5 * time) * 0x1p20)
    }
    return Course(samples, rate: SampleRate(hertz: limb.rate), cue: 700)
  }

  @Test("A few beats such as the bursts before the stretch are one more of them", arguments: 1...3)
  func bursts(seed: UInt64) {
    var limb = Self.limb(beats: 4, seed: seed)
    limb.amplitude = 0.4
    let few = Self.restless(limb)
    #expect(few.findings.verdict == .indeterminate, "seed \(seed): \(few.summary)")
    #expect(few.findings.reason == .notAtRest, "seed \(seed): \(few.summary)")
    limb.beats = 12
    let many = Self.restless(limb)
    #expect(many.findings.verdict == .sustained, "seed \(seed): \(many.summary)")
    (limb.beats, limb.amplitude) = (4, 0.8)
    let large = Self.restless(limb)
    #expect(large.findings.verdict == .unsustained, "seed \(seed): \(large.summary)")
  }

  @Test("A few beats are another rhythm only at a rate well apart", arguments: 1...3)
  func ratesOfFew(seed: UInt64) {
    var limb = Self.limb(beats: 4, seed: seed)
    (limb.frequency, limb.amplitude, limb.restRhythm) = (7.4, 0.25, (frequency: 6, amplitude: 0.15))
    let near = Course(limb)
    #expect(near.findings.beats == 4, "seed \(seed): \(near.summary)")
    #expect(near.findings.reason == .rhythmAtRest, "seed \(seed): \(near.summary)")
    limb.amplitude = 0.7
    let large = Course(limb)
    #expect(large.findings.verdict == .unsustained, "seed \(seed): \(large.summary)")
  }

  @Test("Beats that come in four bursts are no clonus; one that pauses twice is", arguments: 1...3)
  func startingOver(seed: UInt64) {
    var limb = Self.limb(beats: 20, seed: seed)
    (limb.groups, limb.hold) = ((5, 0.7), 9)
    let over = Course(limb)
    #expect(over.findings.reason == .movement, "seed \(seed): \(over.summary)")
    limb.groups = (7, 0.7)
    let twice = Course(limb)
    #expect(twice.findings.verdict == .sustained, "seed \(seed): \(twice.summary)")
    #expect(twice.findings.quality.contains(.resumed), "seed \(seed): \(twice.summary)")
  }

  @Test("A limb that swings further than a joint can beat is moved", arguments: [3.3, 3.8, 4.3])
  func wide(frequency: Double) {
    var limb = Self.limb(beats: 12)
    (limb.frequency, limb.hold, limb.range) = (frequency, 7, 16)
    limb.amplitude = 0.26 * frequency * frequency
    let wide = Course(limb)
    #expect(wide.findings.reason == .movement, "\(frequency) Hz: \(wide.summary)")
    limb.amplitude = 0.14 * frequency * frequency
    let large = Course(limb)
    #expect(large.findings.verdict == .sustained, "\(frequency) Hz: \(large.summary)")
  }

  @Test("Nothing is held after a tap: what ends it is another motion", arguments: 1...3)
  func afterATap(seed: UInt64) {
    var limb = Self.limb(beats: 0, seed: seed)
    (limb.hold, limb.axisTilt) = (1.4, 90)
    var settings = ExamSettings()
    let held = Course(limb, settings: settings)
    #expect(held.findings.reason == .shortHold, "seed \(seed): \(held.summary)")
    settings.site = .jaw
    let tapped = Course(limb, settings: settings)
    #expect(tapped.findings.reason == .movement, "seed \(seed): \(tapped.summary)")
    #expect(tapped.findings.next == .lookAtLimb, "seed \(seed): \(tapped.summary)")
  }

  @Test("A rhythm that grows within the first seconds is no answer to a stretch", arguments: 1...3)
  func growing(seed: UInt64) {
    var limb = Self.limb(beats: 0, seed: seed)
    limb.isStretched = false
    var samples = limb.samples
    for i in samples.indices {
      let time = Double(i) / limb.rate
      let size = 0.04 + 0.36 * max(0, min(1, (time - 0.6) / 0.3))
      samples[i].acceleration.x.q20 += Int32(size * sin(2 * .pi * 7.8 * time) * 0x1p20)
    }
    let course = Course(samples, rate: SampleRate(hertz: limb.rate))
    #expect(course.findings.verdict == .indeterminate, "seed \(seed): \(course.summary)")
    #expect(course.findings.reason == .rhythmAtRest, "seed \(seed): \(course.summary)")
  }

  @Test("Small beats above 8.3 Hz, some too small to count, are a hand's tremor but in an infant")
  func fastTremor() {
    var limb = Self.limb(beats: 20)
    (limb.frequency, limb.amplitude, limb.sizes, limb.delay) = (8.8, 0.12, [1, 1, 1, 0.4], 0.3)
    let adult = Course(limb)
    #expect(adult.findings.beats >= 3, "\(adult.summary)")
    #expect(adult.findings.reason == .movement, "\(adult.summary)")
    let infant = Course(
      limb, settings: ExamSettings(rule: Rule(.infant), age: .infantTo8Months))
    #expect(infant.findings.reason == nil, "\(infant.summary)")
    limb.amplitude = 0.3
    let large = Course(limb)
    #expect(large.findings.reason == nil, "\(large.summary)")
  }
}
