import Detection
import Findings

/// An exam that is over, with all that was found.
public struct FinishedExam: Sendable, Hashable {
  /// What made it.
  public var plan: ExamPlan
  /// The rate that detection and file used.
  public var rate: SampleRate
  /// What was found.
  public var findings: ExamFindings
  /// The beats of the train that counts.
  public var beats: [Beat]
  /// The episodes of a spontaneous exam.
  public var episodes: [Episode]
  /// When the verdict was given, since the first sample.
  public var verdictAt: Microseconds
  /// Its file's number; nil before the card answered, and where there is no number left.
  public var number: UInt16?
  /// Whether its file is whole on the card.
  public var isRecorded: Bool
}
