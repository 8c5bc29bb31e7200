import Findings
import Foundation
import Simulation
import Testing

@testable import Detection

/// Faults of the exam: what they do to an answer without beats, and that they never undo beats.
@Suite struct QualityTests {
  private static func limb(beats: Int) -> Kinematics {
    var limb = Kinematics()
    limb.beats = beats
    return limb
  }

  private static func expect(
    _ course: Course, _ reason: Reason, _ next: NextStep,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      course.findings.verdict == .indeterminate, "\(course.summary)",
      sourceLocation: sourceLocation)
    #expect(course.findings.reason == reason, "\(course.summary)", sourceLocation: sourceLocation)
    #expect(course.findings.next == next, sourceLocation: sourceLocation)
  }

  @Test("No stretch is no answer: stretch")
  func noStretch() {
    var limb = Self.limb(beats: 0)
    limb.isStretched = false
    let course = Course(limb)
    Self.expect(course, .noStretch, .stretchFaster)
    #expect(course.findings.stretch == nil)
    #expect(course.findings.hold == nil)
  }

  @Test("A slow stretch without beats is no answer: stretch faster", arguments: [0.5, 0.7, 0.9])
  func slowStretch(rise: Double) {
    var limb = Self.limb(beats: 0)
    limb.rise = rise
    let course = Course(limb)
    Self.expect(course, .slowStretch, .stretchFaster)
    #expect(course.findings.quality.contains(.slowStretch))
  }

  @Test(
    "The brisk release of a slow stretch is no stretch", arguments: [0.9, 1.0, 1.1, 1.2],
    [22.0, 26, 30, 40])
  func slowStretchLetGo(rise: Double, angle: Double) {
    var limb = Self.limb(beats: 0)
    (limb.rise, limb.angle, limb.lever, limb.after) = (rise, angle, 0.3, 4)
    Self.expect(Course(limb), .slowStretch, .stretchFaster)
  }

  @Test("A short hold without beats is no answer: hold longer", arguments: [1.2, 2, 2.7])
  func shortHold(seconds: Double) {
    var limb = Self.limb(beats: 0)
    limb.hold = seconds
    let course = Course(limb)
    Self.expect(course, .shortHold, .holdLonger)
    #expect(course.findings.quality.contains(.shortHold))
  }

  @Test(
    "A limb let go so briskly that it looks stretched again was held no longer than until then",
    arguments: [0.3, 0.35, 0.4], [2, 2.5])
  func briskRelease(seconds: Double, briskness: Double) {
    var limb = Self.limb(beats: 0)
    (limb.hold, limb.letGo, limb.after) = (1.9, (seconds, briskness), 4)
    let course = Course(limb)
    Self.expect(course, .shortHold, .holdLonger)
    #expect(course.findings.beats == 0, "\(course.summary)")
  }

  @Test("Lost samples without beats are no answer: look after the sensor")
  func gaps() {
    let limb = Self.limb(beats: 0)
    let course = Course(
      Self.losing(limb.samples, from: Int((limb.rest + 0.3) * limb.rate), count: 60),
      rate: SampleRate(hertz: limb.rate), cue: 700)
    Self.expect(course, .gaps, .fixSensor)
    #expect(course.findings.quality.contains(.gaps))
  }

  @Test(
    "Restlessness before a stretch without beats is no answer: let it lie still", arguments: 1...3)
  func notAtRest(seed: UInt64) {
    let limb = Self.limb(beats: 0)
    var samples = limb.samples
    var random = Randomness(seed: seed, stream: 9)
    var sway = 0.0
    for i in 0..<Int((limb.rest - 0.2) * limb.rate) {
      sway = 0.8 * sway + 0.12 * random.normal()
      samples[i].acceleration.x.q20 += Int32(sway * 0x1p20)
    }
    let course = Course(samples, rate: SampleRate(hertz: limb.rate), cue: 700)
    #expect(course.findings.verdict == .indeterminate, "seed \(seed): \(course.summary)")
    #expect(course.findings.next == .restFirst, "seed \(seed): \(course.summary)")
    #expect(course.findings.quality.contains(.notAtRest), "seed \(seed): \(course.summary)")
  }

  private static func losing(_ samples: [Sample], from: Int, count: Int) -> [Sample] {
    var lossy = samples
    for i in from..<(from + count) {
      lossy[i] = lossy[from - 1]
      lossy[i].flags.insert(.filled)
    }
    return lossy
  }

  @Test("Clipping after the stretch without beats is no answer: look after the sensor")
  func clipped() {
    let limb = Self.limb(beats: 0)
    var samples = limb.samples
    let start = Int((limb.rest + 1) * limb.rate)
    for i in start..<(start + 10) { samples[i].flags.insert(.clipped) }
    let course = Course(samples, rate: SampleRate(hertz: limb.rate), cue: 700)
    Self.expect(course, .clipped, .fixSensor)
  }

  @Test("A rhythm that the stretch does not change is a rhythm at rest, beats or not")
  func rhythmAtRest() {
    for frequency in [4.5, 5.8, 7.0] {
      for amplitude in [0.15, 0.3] {
        var limb = Self.limb(beats: 0)
        limb.restRhythm = (frequency, amplitude)
        let course = Course(limb)
        Self.expect(course, .rhythmAtRest, .restFirst)
        #expect(course.findings.quality.contains(.rhythmAtRest))
        let rest = Double(course.findings.rest.rhythm?.count ?? 0) / 1_000
        #expect(abs(rest - frequency) < 0.3, "\(frequency) Hz: \(course.summary)")
      }
    }
  }

  @Test("Clonus on top of a tremor stands, with the quality rhythm_at_rest", arguments: [4.5, 7.5])
  func clonusOverTremor(frequency: Double) {
    var limb = Self.limb(beats: 12)
    limb.frequency = 6
    limb.restRhythm = (frequency, 0.08)
    limb.amplitude = 0.6
    let course = Course(limb)
    #expect(course.findings.verdict == .sustained, "\(frequency) Hz: \(course.summary)")
    #expect(course.findings.quality.contains(.rhythmAtRest), "\(frequency) Hz: \(course.summary)")
  }

  @Test("A turning axis along gravity leaves angle and speed open, and vetoes nothing")
  func angleUnknown() {
    for (beats, verdict) in [(0, Verdict.absent), (6, .unsustained)] {
      var limb = Self.limb(beats: beats)
      limb.axisTilt = 90
      let course = Course(limb)
      #expect(course.findings.verdict == verdict, "\(course.summary)")
      #expect(course.findings.stretch != nil)
      #expect(course.findings.stretch?.angle == nil)
      #expect(course.findings.stretch?.speed == nil)
      #expect(course.findings.quality.contains(.angleUnknown))
    }
  }

  @Test("Beats under the floor are faint and do not count")
  func faint() {
    var limb = Self.limb(beats: 8)
    limb.amplitude = 0.055
    let course = Course(limb)
    #expect(course.findings.beats < 3, "\(course.summary)")
    #expect(course.findings.quality.contains(.faint), "\(course.summary)")
  }

  @Test("A late beginning alone rejects nothing", arguments: [0.7, 1.2])
  func lateOnset(delay: Double) {
    var limb = Self.limb(beats: 10)
    limb.delay = delay
    let course = Course(limb)
    #expect(course.findings.verdict == .sustained, "\(course.summary)")
    #expect(course.findings.quality.contains(.lateOnset), "\(course.summary)")
  }

  @Test("A rate of 3 to 4.5 Hz alone rejects nothing", arguments: [3.3, 3.8, 4.3])
  func slowRate(frequency: Double) {
    var limb = Self.limb(beats: 10)
    limb.frequency = frequency
    let course = Course(limb)
    #expect(course.findings.verdict == .sustained, "\(course.summary)")
    #expect(course.findings.quality.contains(.lateOnset), "\(course.summary)")
  }

  @Test("A late and slow rhythm is voluntary", arguments: [3.2, 3.8])
  func voluntary(frequency: Double) {
    var limb = Self.limb(beats: 10)
    limb.frequency = frequency
    limb.delay = 1.2
    Self.expect(Course(limb), .voluntary, .lookAtLimb)
  }

  @Test("No fault of the exam undoes beats: a slow stretch")
  func beatsAfterSlowStretch() {
    var limb = Self.limb(beats: 8)
    limb.rise = 0.5
    let course = Course(limb)
    #expect(course.findings.verdict == .unsustained, "\(course.summary)")
    #expect(course.findings.scats == 1)
    #expect(course.findings.quality.contains(.slowStretch), "\(course.summary)")
    #expect(course.findings.tardieu == nil, "Tardieu asks for a fast stretch")
  }

  @Test("No fault of the exam undoes beats: a short hold")
  func beatsInShortHold() {
    var limb = Self.limb(beats: 20)
    limb.hold = 1.5
    let course = Course(limb)
    #expect(course.findings.verdict == .unsustained, "\(course.summary)")
    #expect(course.findings.quality.contains(.shortHold), "\(course.summary)")
    #expect(course.findings.isCensored)
  }

  @Test("No fault of the exam undoes beats: lost samples")
  func beatsWithGaps() {
    let limb = Self.limb(beats: 8)
    // A tenth of a second is lost after the train.
    let course = Course(
      Self.losing(limb.samples, from: Int((limb.rest + 3) * limb.rate), count: 20),
      rate: SampleRate(hertz: limb.rate), cue: 700)
    #expect(course.findings.verdict == .unsustained, "\(course.summary)")
    #expect(course.findings.quality.contains(.gaps))
  }

  @Test("No fault of the exam undoes beats: clipped beats", arguments: [4.0, 8.0])
  func beatsClipped(amplitude: Double) {
    var limb = Self.limb(beats: 8)
    limb.amplitude = amplitude
    limb.range = 2
    let course = Course(limb)
    #expect(course.findings.verdict == .unsustained, "\(course.summary)")
    #expect(course.findings.quality.contains(.clipped), "\(course.summary)")
  }

  @Test("Clipping of the stretch alone is harmless", arguments: [0, 6])
  func stretchClipped(beats: Int) {
    var limb = Self.limb(beats: beats)
    limb.rise = 0.06
    limb.range = 2
    #expect(limb.samples.contains { $0.flags.contains(.clipped) })
    let course = Course(limb)
    #expect(course.findings.verdict == (beats == 0 ? .absent : .unsustained), "\(course.summary)")
    #expect(!course.findings.quality.contains(.clipped), "\(course.summary)")
  }

  @Test("Gentle to-and-fro before the brisk stretch is neither the stretch nor a tremor")
  func warmUp() {
    for beats in [0, 6] {
      var limb = Self.limb(beats: beats)
      limb.restRhythm = nil
      var samples = limb.samples
      // Two slow swings of 2.5 degrees, 0.8 Hz, before the stretch.
      for i in 0..<500 {
        let turn = 0.05 * (1 - cos(2 * .pi * Double(i) / 250)) / 2
        samples[i].acceleration.x.q20 += Int32(turn * 0x1p20)
      }
      let course = Course(samples, rate: SampleRate(hertz: limb.rate), cue: 150)
      #expect(course.findings.verdict == (beats == 0 ? .absent : .unsustained), "\(course.summary)")
      #expect(!course.findings.quality.contains(.rhythmAtRest))
      let start = Double(course.findings.stretch?.time.count ?? 0) / 1e6
      #expect(abs(start - limb.rest) < 0.1, "\(course.summary)")
    }
  }
}
