import Findings
import Recording

extension JSONText {
  /// Appends the member `simulated`: who was examined, and what is true of the exam. Seeds are below 2^63.
  ///
  /// - Parameters:
  ///   - preset: who was examined.
  ///   - patient: the same, drawn from a seed.
  ///   - truth: on the clock of the exam's file.
  @inline(never)
  public mutating func simulated(_ preset: PatientPreset, _ patient: Patient, _ truth: Truth) {
    var json = JSONText()
    json.word("patient", preset.word)
    json.number("seed", patient.seed)
    json.truth("hides_clonus", preset.hidesClonus)
    json.raw("truth", Self.truth(truth, by: patient.rule))
    raw("simulated", json.closed())
  }

  private static func truth(_ truth: Truth, by rule: Rule) -> TextBuffer {
    var json = JSONText()
    json.word("verdict", truth.verdict(by: rule).word)
    json.number("beats", truth.beats.count)
    let beats = truth.beats
    json.list("beat_times_s", beats.count) { decimal(beats[$0].time.count, over: 6) }
    json.number("frequency_hz", truth.frequency?.count, over: 3)
    json.seconds("stretch_s", truth.stretch?.time)
    json.seconds("release_s", truth.stretch?.release)
    return json.closed()
  }
}
