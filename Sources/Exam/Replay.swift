import Detection
import Findings
import Recording

/// A recording judged again, by the same detection as the device's.
public struct Replay: Sendable {
  /// Where the judgement stopped.
  public enum Ending: Sendable, Hashable {
    /// The exam came to its verdict at this time since the first sample.
    case concluded(at: Microseconds)
    /// The samples ended first; what there was is judged.
    case cutOff
    /// The whole file was watched, as a file of one exam.
    case wholeFile
  }

  /// What it was judged by.
  public let settings: ExamSettings
  /// How fast the samples came.
  public let rate: SampleRate
  /// The first sample's time on the file's own clock.
  public let start: Microseconds
  /// Where the judgement stopped.
  public private(set) var ending = Ending.wholeFile
  /// What was found.
  public private(set) var findings: ExamFindings
  /// The beats of the train that counts.
  public private(set) var beats: [Beat] = []
  /// All trains of a spontaneous exam; of a stretch exam the one train, where it is clonus.
  public private(set) var episodes: [Episode] = []

  /// Takes the course of a recorded exam once more: the answer is the device's own, to the bit.
  ///
  /// Where the options ask for the other kind of exam, what the device did has no meaning, and the
  /// whole recording is watched.
  public init(_ recording: RecordingContents, options: ReplayOptions = ReplayOptions()) {
    let recorded = recording.settings
    settings = options.applied(to: recorded ?? ExamSettings())
    rate = recording.header.rate
    start = .zero
    findings = ExamFindings(kind: settings.kind, rule: settings.rule)
    if let recorded, recorded.kind != settings.kind {
      let scale = recording.header.scale
      watch(recording.samples.count) { scale.sample(recording.samples[$0]) }
    } else {
      follow(recording, isUnchanged: settings == recorded)
    }
  }

  /// Judges a table as a whole: rest, stretch, hold and release in it, or a limb that is watched.
  public init(_ table: CSVRecording, options: ReplayOptions = ReplayOptions()) {
    settings = options.applied(to: ExamSettings())
    rate = table.rate
    start = table.start
    findings = ExamFindings(kind: settings.kind, rule: settings.rule)
    watch(table.samples.count) { table.samples[$0] }
  }

  /// The answer, ready to be written.
  public var report: ExamReport {
    ExamReport(findings, settings: settings, rate: rate, beats: beats, episodes: episodes)
  }

  /// Does what the device did with each sample, until its verdict.
  private mutating func follow(_ recording: RecordingContents, isUnchanged: Bool) {
    let scale = recording.header.scale
    var presses: [Int64] = []
    for timed in recording.marks {
      guard case .button = timed.mark else { continue }
      presses.append(Int64(recording.sampleIndex(at: timed.onset)))
    }
    putInOrder(&presses)
    var pressCount = 0
    var detector = Detector(settings: settings, rate: rate)
    var course = ExamCourse(settings: settings)
    for (index, raw) in recording.samples.enumerated() {
      while pressCount < presses.count, presses[pressCount] <= index {
        pressCount += 1
        course.press()
      }
      let time = rate.time(ofSample: Int64(index))
      switch course.step(detector.step(scale.sample(raw)), at: time) {
      case .cue: detector.cue()
      case .conclude(let conclusion):
        ending = .concluded(at: time)
        take(conclusion.findings(of: detector), of: detector)
        return
      case .finish, nil: break
      }
    }
    ending = .cutOff
    // The device gave a verdict to which its samples do not lead: they failed to come.
    let hasFailed = isUnchanged && recording.verdict != nil
    let conclusion = hasFailed ? Conclusion.sensorFault : .ended(nil)
    take(conclusion.findings(of: detector), of: detector)
  }

  /// Watches all of `count` samples; there is no cue in a table.
  ///
  /// A "stretch" before the rest can have been over may be the limb's own unrest, which the device would
  /// have waited for: one that is three times as strong, after its train, is the one that was asked for.
  private mutating func watch(_ count: Int, sample: (Int) -> Sample) {
    let end = watch(count, cuedAt: nil, sample: sample)
    guard let end, let early = findings.stretch, early.time < settings.restStillness else { return }
    let unrest = self
    watch(count, cuedAt: end, sample: sample)
    if (findings.stretch?.peak.q20 ?? 0) / 3 <= early.peak.q20 { self = unrest }
  }

  /// Watches all samples, of which stretches count from sample `cue` on. Several may come; the first train that ends
  /// settles the verdict, and what comes after tells only when the limb was let go. Answers at which sample it ended.
  @discardableResult
  private mutating func watch(_ count: Int, cuedAt cue: Int?, sample: (Int) -> Sample) -> Int? {
    var detector = Detector(settings: settings, rate: rate)
    var end: Int?
    for index in Counting(0..<count) {
      if index == cue { detector.cue() }
      guard case .trainEnded(let ended)? = detector.step(sample(index)), end == nil,
        index >= cue ?? 0
      else { continue }
      end = index
      take(detector.findings(endedBy: ended), of: detector)
    }
    let last = detector.findings()
    if end != nil {
      complete(by: last)
    } else {
      take(last, of: detector)
    }
    return end
  }

  @inline(never)
  private mutating func take(_ found: ExamFindings, of detector: borrowing Detector) {
    findings = found
    beats = Beat.all(of: detector)
    episodes = Episode.all(of: found, by: detector)
  }

  /// Adds what the samples after the verdict tell of how the exam went on.
  private mutating func complete(by last: ExamFindings) {
    findings.observed = last.observed
    guard let stretch = findings.stretch, last.stretch?.time == stretch.time else { return }
    // A release that is found afterwards, and lay before the last beat, was not what was judged.
    if findings.release == nil, let release = last.release, release > beats.last?.time ?? .zero {
      findings.release = release
    }
    let hold = (findings.release ?? findings.observed) - stretch.time
    findings.hold = hold
    if hold >= settings.minimumHold { findings.quality.remove(.shortHold) }
  }
}

extension Beat {
  /// The beats of the train that counts.
  @inline(never)
  static func all(of detector: borrowing Detector) -> [Beat] {
    let count = detector.beatCount
    var beats: [Beat] = []
    beats.reserveCapacity(count)
    for index in Counting(0..<count) { beats.append(detector.beat(index)) }
    return beats
  }
}

extension Episode {
  /// What an exam lists: the train of a stretch exam that found clonus, every episode of a spontaneous one.
  @inline(never)
  static func all(of findings: ExamFindings, by detector: borrowing Detector) -> [Episode] {
    if findings.kind == .stretch { return Episode(trainOf: findings).map { [$0] } ?? [] }
    var episodes: [Episode] = []
    for index in Counting(0..<detector.episodeCount) { episodes.append(detector.episode(index)) }
    return episodes
  }

  /// The train of a stretch exam that found clonus; nil where it did not.
  public init?(trainOf findings: ExamFindings) {
    guard findings.kind == .stretch, let onset = findings.onset, let duration = findings.duration,
      findings.verdict == .unsustained || findings.verdict == .sustained
    else { return nil }
    self.init(
      onset: onset, duration: duration, beats: findings.beats, frequency: findings.frequency,
      kind: .clonus)
  }
}
