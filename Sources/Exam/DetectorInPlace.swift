import Detection
import Findings

/// The detection core of one exam, where it stays: it has 26 kB, cannot be copied, and need not pass through anyone's
/// stack. Copies of what holds it share it.
final class DetectorInPlace: @unchecked Sendable {
  /// The core.
  var core: Detector

  /// Makes a core for one exam at the measured rate.
  init(settings: ExamSettings, rate: SampleRate) {
    core = Detector(settings: settings, rate: rate)
  }
}
