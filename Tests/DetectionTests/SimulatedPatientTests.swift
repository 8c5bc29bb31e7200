import Findings
import Simulation
import Testing

@testable import Detection

/// Detection against what really happened in the simulated patients.
@Suite struct SimulatedPatientTests {
  private static let seeds = 1...3 as ClosedRange<UInt64>

  private static func course(_ exam: SimulatedExam, _ patient: Patient, rate: Double) -> Course {
    Course(
      exam.samples, settings: patient.settings, rate: SampleRate(hertz: rate), cue: exam.cueSample)
  }

  /// How far detection's beats lie from the true ones, in ms, each to its nearest.
  private static func errors(_ found: [Beat], _ truth: [Beat]) -> [Double] {
    found.map { beat in
      truth.map { abs(Double((beat.time - $0.time).count) / 1_000) }.min() ?? .infinity
    }
  }

  private static func expectAgreement(
    _ course: Course, _ truth: Truth, rule: Rule, _ note: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let findings = course.findings
    let note = "\(note), truly \(truth.beats.count) beats: \(course.summary)"
    #expect(
      abs(Int(findings.beats) - truth.beats.count) <= 1, "\(note)", sourceLocation: sourceLocation)
    // A count within one of a limit may fall on either side of it.
    let near = Int32(truth.beats.count)
    let allowed = Set((max(near - 1, 0)...near + 1).map { rule.verdict(beats: $0) })
    #expect(allowed.contains(findings.verdict), "\(note)", sourceLocation: sourceLocation)
    guard truth.beats.count >= 3, let frequency = truth.frequency?.count else { return }
    let off = abs((findings.frequency?.count ?? 0) - frequency)
    #expect(off <= 300, "truly \(frequency) mHz, \(note)", sourceLocation: sourceLocation)
    guard truth.beats.count >= 5 else { return }
    withKnownIssue(
      "the rate of trains of 5 to 10 beats is off by 0.1 to 0.3 Hz", isIntermittent: true
    ) {
      #expect(off <= 100, "truly \(frequency) mHz, \(note)", sourceLocation: sourceLocation)
    } when: {
      truth.beats.count <= 10
    }
  }

  @Test(
    "Count, class and frequency are the true ones",
    arguments: [
      .healthy, .spinalCordInjury, .multipleSclerosis, .stroke, .cerebralPalsy, .tumour,
      .headInjury, .serotonergic, .infant, .infantCerebralPalsy, .fading, .generator,
    ] as [PatientPreset])
  func presets(preset: PatientPreset) {
    var errors: [Double] = []
    for seed in Self.seeds {
      let patient = Patient(preset, seed: seed)
      let exam = SimulatedExam(patient: patient, hold: .untilTrainIsOver)
      let course = Self.course(exam, patient, rate: 200)
      Self.expectAgreement(course, exam.truth, rule: patient.rule, "\(preset), seed \(seed)")
      errors += Self.errors(course.beats, exam.truth.beats)
    }
    errors.sort()
    guard errors.count > 10 else { return }
    withKnownIssue("beats of fixed-rate bursts are found 26 ms off their peaks") {
      #expect(errors[errors.count / 2] <= 20, "median, \(preset)")
    } when: {
      preset == .generator
    }
    #expect(errors[errors.count * 95 / 100] <= 40, "19 of 20, \(preset)")
  }

  @Test("So they are at every rate", arguments: [25.0, 50, 64, 100, 400, 1_000])
  func rates(rate: Double) {
    var sensor = IdealSensor()
    sensor.rate = rate
    for preset in [.healthy, .stroke, .tumour] as [PatientPreset] {
      for seed in 1...2 as ClosedRange<UInt64> {
        let patient = Patient(preset, seed: seed)
        let exam = SimulatedExam(patient: patient, sensor: sensor)
        let course = Self.course(exam, patient, rate: rate)
        Self.expectAgreement(course, exam.truth, rule: patient.rule, "\(preset), seed \(seed)")
      }
    }
  }

  @Test("And with a sensor that runs 5 % off, told its true rate", arguments: [0.95, 1.05])
  func rateErrors(factor: Double) {
    var sensor = IdealSensor()
    sensor.rate = 200 * factor
    for preset in [.stroke, .tumour] as [PatientPreset] {
      let patient = Patient(preset, seed: 3)
      let exam = SimulatedExam(patient: patient, sensor: sensor)
      let course = Self.course(exam, patient, rate: sensor.rate)
      Self.expectAgreement(course, exam.truth, rule: patient.rule, "\(preset), \(factor)")
    }
  }

  @Test("And in every range, even where the stretch clips", arguments: [2.0, 4, 16])
  func ranges(range: Double) {
    var sensor = IdealSensor()
    sensor.range = range
    for (preset, seed) in [(.healthy, 2), (.tumour, 1), (.stroke, 1)]
      as [(PatientPreset, UInt64)]
    {
      let patient = Patient(preset, seed: seed)
      let exam = SimulatedExam(patient: patient, sensor: sensor)
      let course = Self.course(exam, patient, rate: 200)
      Self.expectAgreement(course, exam.truth, rule: patient.rule, "\(preset), +-\(range) g")
      #expect(course.findings.reason != .clipped, "\(preset), +-\(range) g")
    }
  }

  @Test("However the sensor lies on the limb, the answer is the same")
  func orientations() {
    for (preset, seed) in [(.healthy, 1), (.tumour, 2), (.spinalCordInjury, 2)]
      as [(PatientPreset, UInt64)]
    {
      var patient = Patient(preset, seed: seed)
      var counts: [Int32] = []
      var verdicts: Set<Verdict> = []
      for other in 1...12 as ClosedRange<UInt64> {
        patient.sensor.mounting = Patient(.healthy, seed: other).sensor.mounting
        let exam = SimulatedExam(patient: patient, hold: .seconds(4))
        let course = Self.course(exam, patient, rate: 200)
        counts.append(course.findings.beats)
        verdicts.insert(course.findings.verdict)
      }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, "\(preset), seed \(seed): \(counts)")
      #expect(verdicts.count == 1, "\(preset), seed \(seed): \(verdicts)")
    }
  }

  @Test("A foot let go while it beats: the train ends there, and nothing after it counts")
  func releases() {
    for seed in Self.seeds {
      let patient = Patient(.spinalCordInjury, seed: seed)
      let exam = SimulatedExam(patient: patient, hold: .seconds(4))
      let course = Self.course(exam, patient, rate: 200)
      let truth = exam.truth.beats.count
      withKnownIssue("a release without tilt is missed", isIntermittent: true) {
        #expect(course.findings.ended == .release, "seed \(seed): \(course.summary)")
        #expect(
          abs(Int(course.findings.beats) - truth) <= 1,
          "seed \(seed), truly \(truth): \(course.summary)")
      } when: {
        course.findings.stretch?.angle == nil
      }
    }
  }

  @Test(
    "A brisk stretch is not called slow",
    arguments: [.healthy, .tumour, .fading] as [PatientPreset])
  func briskStretches(preset: PatientPreset) {
    for seed in Self.seeds {
      let patient = Patient(preset, seed: seed)
      let exam = SimulatedExam(patient: patient, hold: .seconds(3.5))
      let course = Self.course(exam, patient, rate: 200)
      let speed = exam.truth.stretch?.speed.count ?? 0
      guard speed > 150 else { continue }
      withKnownIssue(
        "a joint that gives way turns little: its speed is underrated", isIntermittent: true
      ) {
        #expect(
          !course.findings.quality.contains(.slowStretch),
          "\(preset), seed \(seed), truly \(speed) degrees/s: \(course.summary)")
      }
    }
  }

  @Test(
    "No other movement is called clonus",
    arguments: [
      .tremor, .essentialTremor, .myoclonus, .voluntary, .knocks, .seizure, .walking, .looseStrap,
    ] as [PatientPreset])
  func otherMovements(preset: PatientPreset) {
    for seed in Self.seeds {
      let patient = Patient(preset, seed: seed)
      let exam = SimulatedExam(patient: patient, hold: .seconds(5))
      let course = Self.course(exam, patient, rate: 200)
      #expect(
        [.absent, .indeterminate].contains(course.findings.verdict),
        "\(preset), seed \(seed): \(course.summary)")
    }
  }

  @Test(
    "A tremor that the stretch does not change is a rhythm at rest, never absent", arguments: 1...5)
  func tremor(seed: UInt64) {
    let patient = Patient(.tremor, seed: seed)
    let exam = SimulatedExam(patient: patient, hold: .seconds(5))
    let course = Self.course(exam, patient, rate: 200)
    #expect(course.findings.reason == .rhythmAtRest, "seed \(seed): \(course.summary)")
    #expect(course.findings.verdict == .indeterminate, "seed \(seed): \(course.summary)")
  }

  @Test("A strap that slips is told", arguments: 1...3)
  func looseStrap(seed: UInt64) {
    let patient = Patient(.looseStrap, seed: seed)
    let exam = SimulatedExam(patient: patient, hold: .seconds(4))
    let course = Self.course(exam, patient, rate: 200)
    withKnownIssue("nothing recognises a loose strap") {
      #expect(course.findings.verdict == .indeterminate, "seed \(seed): \(course.summary)")
      #expect(course.findings.quality.contains(.looseStrap), "seed \(seed): \(course.summary)")
    }
  }
}
