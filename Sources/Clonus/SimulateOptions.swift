import Board
import Findings
import Linux
import Recording
import Simulation

/// What the words after `clonus simulate` ask for.
struct SimulateOptions {
  /// Who is examined; nil where the list of patients is asked for.
  var preset: PatientPreset? = .spinalCordInjury
  /// Where the sensor is; nil: the patient's own site.
  var site: Site?
  var seed: UInt64 = 1
  /// Nil: the exam that suits the patient.
  var kind: ExamKind?
  var isFast = false
  var isJSON = false
  /// The folder that stands for the card, as it was typed; nil: nothing is kept.
  var log: [UInt8]?
  /// The board whose name the simulated appliance bears, as it was typed.
  var board: [UInt8]?

  init(_ words: [[UInt8]]) throws(UsageError) {
    var reader = OptionReader(words)
    while let item = try reader.next() {
      if item.isOption("--patient") {
        var choices: [PatientPreset?] = []
        for preset in PatientPreset.allCases { choices.append(preset) }
        choices.append(nil)
        preset = try reader.choice(of: choices) { $0?.name ?? "list" }
      } else if item.isOption("--site") {
        site = try reader.choice(of: Site.allCases) { $0.word }
      } else if item.isOption("--protocol") {
        kind = try reader.choice(of: ExamKind.allCases) { $0.word }
      } else if item.isOption("--seed") {
        seed = UInt64(try reader.number(in: 0...Int64.max))
      } else if item.isOption("--log") {
        log = try reader.value()
      } else if item.isOption("--board") {
        board = try reader.value()
      } else if item.isOption("--fast") {
        isFast = true
      } else if item.isOption("--json") {
        isJSON = true
      } else {
        switch item {
        case .option(let option): throw .unknownOption(option)
        case .word(let word): throw .unexpectedWord(word)
        }
      }
    }
  }

  /// The patient of a preset as the options want him.
  func patient(_ preset: PatientPreset) -> Patient {
    var patient = Patient(preset, site: site, seed: seed)
    patient.kind = kind ?? patient.kind
    return patient
  }
}
