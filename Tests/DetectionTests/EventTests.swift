import Findings
import Simulation
import Testing

@testable import Detection

/// When detection says what, in the samples' own time.
@Suite struct EventTests {
  private static func limb(beats: Int, seed: UInt64 = 1) -> Kinematics {
    var limb = Kinematics()
    limb.beats = beats
    limb.seed = seed
    limb.hold = max(5, 2 + Double(beats) / limb.frequency)
    return limb
  }

  @Test("Stillness is told after three seconds of it, once", arguments: [50.0, 200, 1_000])
  func still(rate: Double) throws {
    var limb = Self.limb(beats: 0)
    limb.rate = rate
    let course = Course(limb.samples, rate: SampleRate(hertz: rate))
    let sample = try #require(course.sample { $0 == .still })
    #expect(abs(Double(sample) / rate - 3) < 0.05)
    #expect(course.events.filter { $0.event == .still }.count == 1)
  }

  @Test("Without beats a verdict can be given after three seconds of hold, once")
  func heldWithoutBeats() throws {
    let limb = Self.limb(beats: 0)
    let course = Course(limb)
    let sample = try #require(course.sample { $0 == .heldWithoutBeats })
    #expect(abs(Double(sample) / limb.rate - (limb.rest + 3)) < 0.1)
    #expect(course.events.filter { $0.event == .heldWithoutBeats }.count == 1)
    #expect(course.sample { if case .trainEnded = $0 { true } else { false } } == nil)
  }

  @Test("The end of a train is told within 0.1 s of the end gap", arguments: [4, 8, 20])
  func trainEnded(beats: Int) throws {
    let limb = Self.limb(beats: beats)
    let course = Course(limb)
    let sample = try #require(course.sample { $0 == .trainEnded(.itself) })
    let last = try #require(limb.beatTimes.last)
    #expect((last + 0.95...last + 1.1).contains(Double(sample) / limb.rate))
    #expect(course.sample { $0 == .heldWithoutBeats } == nil)
  }

  @Test("A beat is told within 60 ms of its peak", arguments: [50.0, 100, 200, 400, 1_000])
  func latency(rate: Double) {
    for frequency in [4.5, 6, 7.5] {
      var limb = Self.limb(beats: 12)
      limb.frequency = frequency
      limb.rate = rate
      let course = Course(limb)
      var latencies: [Double] = []
      for (sample, event) in course.events {
        guard case .beat(_, let beat) = event else { continue }
        latencies.append(Double(sample) / rate - Double(beat.time.count) / 1e6)
      }
      #expect(latencies.count >= 11, "\(frequency) Hz")
      #expect(latencies.max() ?? 0 <= 0.06, "\(frequency) Hz")
      #expect(latencies.min() ?? 0 >= 0, "\(frequency) Hz")
    }
  }

  @Test("Beats are numbered from one on, and ten seconds of beating are told once, in time")
  func numbers() throws {
    let limb = Self.limb(beats: 75)
    let course = Course(limb)
    var numbers: [Int32] = []
    for (_, event) in course.events {
      if case .beat(let number, _) = event { numbers.append(number) }
    }
    #expect(numbers == Array(1...Int32(numbers.count)))
    let sample = try #require(course.sample { $0 == .tenSeconds })
    #expect(course.events.filter { $0.event == .tenSeconds }.count == 1)
    let first = try #require(limb.beatTimes.first)
    #expect(abs(Double(sample) / limb.rate - (first + 10)) < 0.3)
  }

  @Test("A stretch is told within 0.15 s, a release within 0.7 s")
  func stretchAndRelease() throws {
    var limb = Self.limb(beats: 30)
    limb.hold = 3.5
    let course = Course(limb)
    let stretch = try #require(course.sample { if case .stretch = $0 { true } else { false } })
    #expect((limb.rest...limb.rest + 0.15).contains(Double(stretch) / limb.rate))
    let release = try #require(course.sample { if case .release = $0 { true } else { false } })
    let released = limb.rest + limb.hold
    #expect((released - 0.1...released + 0.7).contains(Double(release) / limb.rate))
  }

  @Test("The same samples give the same, whatever other exams do meanwhile", arguments: 1...4)
  func repeats(seed: UInt64) {
    let limb = Self.limb(beats: 8, seed: seed)
    let (samples, rate) = (limb.samples, SampleRate(hertz: limb.rate))
    let alone = Course(samples, rate: rate)
    var detector = Detector(settings: ExamSettings(), rate: rate)
    var other = Detector(settings: ExamSettings(kind: .spontaneous), rate: rate)
    var events: [DetectionEvent] = []
    for sample in samples {
      if let event = detector.step(sample) { events.append(event) }
      _ = other.step(sample)
    }
    let findings = detector.findings()
    #expect(events == alone.events.map(\.event), "seed \(seed)")
    #expect(findings == alone.findings, "seed \(seed)")
  }

  @Test("Findings can be asked for at any sample and change nothing")
  func findingsAnywhere() {
    let limb = Self.limb(beats: 6)
    let rate = SampleRate(hertz: limb.rate)
    let alone = Course(limb.samples, rate: rate)
    var detector = Detector(settings: ExamSettings(), rate: rate)
    var beats: Int32 = 0
    let observed = detector.findings().observed
    #expect(observed == .zero)
    for (i, sample) in limb.samples.enumerated() {
      _ = detector.step(sample)
      guard i % 40 == 0 else { continue }
      let findings = detector.findings(endedBy: .button)
      let count = detector.beatCount
      #expect(findings.beats == Int32(count))
      beats = max(beats, findings.beats)
    }
    let findings = detector.findings()
    #expect(beats == alone.findings.beats)
    #expect(findings == alone.findings)
  }
}
