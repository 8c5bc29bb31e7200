import Detection
import Feedback
import Findings

/// What makes an exam, fixed when it starts.
public struct ExamPlan: Sendable, Hashable {
  /// What rides in its file.
  public var settings: ExamSettings
  /// Which exam of this kind on this side it is in a row, from 1.
  public var trial: Int32
}

/// What happens to the exam machine.
public enum Event: Sendable, Hashable {
  /// The button's line changed.
  case button(isDown: Bool)
  /// The machine's `deadline` was reached, or may have been.
  case timer
  /// The sensor gives samples at a known rate (again).
  case sensorReady
  /// The sensor gives no samples, or wrong ones.
  case sensorLost
  /// Whether the card takes what comes.
  case card(isRecording: Bool)
  /// A sample of the running exam, at its own time, and what detection said of it.
  case sample(Microseconds, DetectionEvent?)
  /// What the exam found; the answer to `Effect.conclude`.
  case found(ExamFindings)
  /// Everything is on the card; the answer to `Effect.flush`.
  case flushed
  /// Somebody asked for an end: a running exam is stopped, then all is as after the very long press.
  case stop
}

/// What the exam machine asks for, in the order of its doing.
public enum Effect: Sendable, Hashable {
  /// Show this.
  case show(Signal)
  /// Click for a beat.
  case tick
  /// Begin an exam with the next sample, which is number 0.
  case start(ExamPlan)
  /// Tell detection that the stretch was asked for.
  case cue
  /// Write a mark at this sample's time. `ExamMark.button` is what a replay needs.
  case mark(ExamMark, at: Microseconds)
  /// Take the findings as of the last sample, and answer with `Event.found`.
  case conclude(Conclusion, at: Microseconds)
  /// The recording is complete: close it, and write what is made of it.
  case finish
  /// Bring everything to the card, and answer with `Event.flushed`.
  case flush
  /// Nothing is left to do.
  case powerDown
}

/// A mark that the machine writes while an exam runs.
///
/// A replay derives all but `button` from the samples; what detection finds (stretch, beats,
/// release, verdict, quality) is marked from the findings.
public enum ExamMark: UInt8, Sendable {
  /// The limb lay still.
  case rest
  /// The stretch was asked for.
  case cue
  /// The button was pressed; takes effect with this very sample.
  case button
}
