import Detection
import Findings
import Recording

/// The exam that is running: its samples pass the detection, and are collected for the card record by record.
struct RunningExam: Sendable {
  /// What makes it.
  let plan: ExamPlan
  /// The rate that detection and file use.
  let rate: SampleRate
  /// What a count of its samples is worth.
  let scale: CountScale
  /// Whether what detection says is marked: from the cue on, and always where none is given.
  private(set) var isCued: Bool
  /// What was found, once that is settled; what comes after is recorded and nothing else.
  private(set) var result: FinishedExam?
  /// A part of it did not reach the thread of the card: what follows is of no use there.
  var isLogBroken = false

  private let detection: DetectorInPlace
  private var part = ExamPart()
  private var sampleCount: Int64 = 0

  /// Makes an exam without samples.
  init(plan: ExamPlan, rate: SampleRate, scale: CountScale) {
    self.plan = plan
    self.rate = rate
    self.scale = scale
    isCued = plan.settings.kind == .spontaneous
    detection = DetectorInPlace(settings: plan.settings, rate: rate)
  }

  /// The latest sample's time since the first.
  var time: Microseconds { rate.time(ofSample: sampleCount - 1) }

  /// The stretch is asked for.
  mutating func cue() {
    detection.core.cue()
    isCued = true
  }

  /// Collects a mark, at its place among the samples.
  mutating func annotate(_ mark: TimedMark) {
    part.marks.append(ExamPart.Placed(mark: mark, position: part.samples.count))
  }

  /// Collects a sample that was drained at `clock`; the part for the card where it fills a record. The card is asked
  /// when it has one to write, not sooner.
  mutating func append(_ raw: RawSample, clock: Microseconds) -> ExamPart? {
    if part.samples.isEmpty { part.clock = clock }
    part.samples.append(raw)
    sampleCount += 1
    return sampleCount % Int64(rate.samplesPerRecord) == 0 ? takePart() : nil
  }

  /// What was collected and not given out; nil where there is nothing that the card could use.
  mutating func takePart() -> ExamPart? {
    defer { part = ExamPart() }
    return part.isEmpty || isLogBroken ? nil : part
  }

  /// What the latest sample tells; nothing once the result is settled.
  mutating func detect(_ raw: RawSample) -> DetectionEvent? {
    result == nil ? detection.core.step(scale.sample(raw)) : nil
  }

  /// Settles what was found, at `time` since the first sample.
  mutating func conclude(_ conclusion: Conclusion, at time: Microseconds) -> FinishedExam {
    let findings = conclusion.findings(of: detection.core)
    let concluded = FinishedExam(
      plan: plan, rate: rate, findings: findings, beats: Beat.all(of: detection.core),
      episodes: Episode.all(of: findings, by: detection.core), verdictAt: time, number: nil,
      isRecorded: false)
    result = concluded
    return concluded
  }
}
