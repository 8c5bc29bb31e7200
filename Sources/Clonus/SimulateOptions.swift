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

  private enum Option: UInt8, Worded {
    case patient, site, kind, seed, log, board, fast, json

    static var words: WordList {
      "--patient\0--site\0--protocol\0--seed\0--log\0--board\0--fast\0--json"
    }
  }

  init(_ words: [[UInt8]]) throws(UsageError) {
    var reader = OptionReader(words)
    while let option = try reader.next(Option.self) {
      switch option {
      case .patient: preset = try reader.choice()
      case .site: site = try reader.choice()
      case .kind: kind = try reader.choice()
      case .seed: seed = UInt64(try reader.number(in: 0...Int64.max))
      case .log: log = try reader.value()
      case .board: board = try reader.value()
      case .fast: isFast = true
      case .json: isJSON = true
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
