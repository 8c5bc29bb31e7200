import Findings

/// The detection core: one sample in, at most one event out.
public struct Detector: Sendable {
  private let settings: ExamSettings

  /// Makes a detector for one exam at the measured rate.
  public init(settings: ExamSettings, rate: SampleRate) {
    self.settings = settings
  }

  /// Takes the next sample.
  public mutating func step(_ sample: Sample) -> DetectionEvent? { nil }

  /// Forgets every stretch seen so far: from here on the examiner has been asked to stretch.
  public mutating func cue() {}

  /// Says what was found, had the exam ended at the last sample; `by` is what ended it, if known.
  public func findings(endedBy: Ended? = nil) -> ExamFindings {
    ExamFindings(kind: settings.kind, rule: settings.rule)
  }

  /// How many beats the train that counts has; their times are in `beat(_:)`.
  public var beatCount: Int { 0 }

  /// Beat `index` (from 0) of the train that counts.
  public func beat(_ index: Int) -> Beat { Beat(time: .zero, amplitude: Gravities(q20: 0)) }

  /// How many episodes a spontaneous exam has so far.
  public var episodeCount: Int { 0 }

  /// Episode `index` (from 0).
  public func episode(_ index: Int) -> Episode {
    Episode(onset: .zero, duration: .zero, beats: 0, frequency: nil, kind: .clonusLike)
  }
}
