import Detection
import Findings

/// What ended the watching.
public enum Conclusion: Sendable, Hashable {
  /// The train ended so; nil where there was no train to end.
  case ended(Ended?)
  /// The sensor gave no more samples.
  case sensorFault

  /// What was found, given what detection says of the samples there are.
  ///
  /// Three beats are a finding whatever happened after; anything less does not answer the question
  /// where the sensor failed.
  public func findings(of detector: borrowing Detector) -> ExamFindings {
    switch self {
    case .ended(let ended): return detector.findings(endedBy: ended)
    case .sensorFault:
      var findings = detector.findings(endedBy: .limit)
      if findings.verdict == .absent || findings.verdict == .indeterminate {
        findings.verdict = .indeterminate
        findings.reason = .sensorFault
        findings.next = .fixSensor
      }
      return findings
    }
  }
}

/// What is to be done after a sample.
public enum CourseAction: Sendable, Hashable {
  /// Ask for the stretch; detection is told before the next sample.
  case cue
  /// Take the findings as of this sample.
  case conclude(Conclusion)
  /// This sample is the last of the recording.
  case finish
}

/// The course of one exam from its first sample to its last, by the samples' own time alone.
///
/// Nothing but the samples, what detection says of each, and the presses decides it: a recording
/// whose presses are marked takes the very same course again. For each sample: `press()` where the
/// sample is marked so, `Detector.step`, then `step`.
public struct ExamCourse: Sendable {
  /// What is recorded after the verdict.
  public static let tail = Microseconds.seconds(2)

  /// Where the exam stands.
  public enum Phase: Sendable, Hashable {
    /// Waiting for the limb to lie still.
    case rest
    /// The stretch was asked for.
    case awaitingStretch
    /// A stretch began at this time.
    case holding(since: Microseconds)
    /// The limb is watched without a stretch.
    case watching
    /// The verdict is given; a little more is recorded.
    case concluded(at: Microseconds)
    /// No more samples are needed.
    case over
  }

  /// Where the exam stands.
  public private(set) var phase: Phase

  private let settings: ExamSettings
  private var isPressed = false
  private var cued = Microseconds.zero
  private var beats: Int32 = 0
  private var released: Microseconds?

  /// Makes the course of an exam whose first sample is still to come.
  public init(settings: ExamSettings) {
    self.settings = settings
    phase = settings.kind == .stretch ? .rest : .watching
  }

  /// The button was pressed; it takes effect with the next sample.
  public mutating func press() { isPressed = true }

  /// Takes what detection said of the sample at `time`, and says what is to be done.
  public mutating func step(_ event: DetectionEvent?, at time: Microseconds) -> CourseAction? {
    let action = natural(event, at: time) ?? (isPressed ? stopped : nil)
    isPressed = false
    switch action {
    case .cue:
      cued = time
      phase = .awaitingStretch
    case .conclude: phase = .concluded(at: time)
    case .finish: phase = .over
    case nil: break
    }
    return action
  }

  /// What a press means.
  private var stopped: CourseAction? {
    switch phase {
    case .over: nil
    case .concluded: .finish
    default: .conclude(.ended(.button))
    }
  }

  /// What happens without a press.
  private mutating func natural(_ event: DetectionEvent?, at time: Microseconds) -> CourseAction? {
    switch phase {
    case .rest: return event == .still || time >= settings.restLimit ? .cue : nil
    case .awaitingStretch:
      if case .stretch(let start) = event {
        beginHold(at: start)
        return nil
      }
      return time >= cued + settings.stretchWait ? .conclude(.ended(nil)) : nil
    case .holding(let since): return hold(event, since: since, at: time)
    case .watching:
      return time >= settings.spontaneousDuration ? .conclude(.ended(.limit)) : nil
    case .concluded(let conclusion): return time >= conclusion + Self.tail ? .finish : nil
    case .over: return nil
    }
  }

  private mutating func beginHold(at start: Microseconds) {
    phase = .holding(since: start)
    beats = 0
    released = nil
  }

  /// Detection says when a train with beats is over. A stretch that was let go too early ends nothing:
  /// another may follow while the wait lasts.
  private mutating func hold(
    _ event: DetectionEvent?, since: Microseconds, at time: Microseconds
  ) -> CourseAction? {
    let hasTrain = beats >= Rule.absentBelow
    let mayWait = time < cued + settings.stretchWait
    switch event {
    case .trainEnded(let ended): return .conclude(.ended(ended))
    case .heldWithoutBeats where released == nil: return .conclude(.ended(nil))
    case .beat(let number, _): beats = number
    case .release(let at): released = at
    case .stretch(let start) where !hasTrain && mayWait: beginHold(at: start)
    case .still, .stretch, .tenSeconds, .heldWithoutBeats, nil: break
    }
    if let released, !hasTrain, !mayWait, time >= released + settings.endGap {
      return .conclude(.ended(nil))
    }
    return time >= since + settings.maximumHold ? .conclude(.ended(.limit)) : nil
  }
}
