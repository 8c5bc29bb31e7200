import Exam
import Findings
import Linux
import Recording

/// What the words after `clonus replay` ask for.
struct ReplayArguments {
  /// What to judge by.
  var options = ReplayOptions()
  /// Whether the answer is one JSON object.
  var isJSON = false
  /// The file as it was typed; `-` is standard input.
  var file: [UInt8]

  private enum Option: UInt8, Worded {
    case json, kind, site, rule, sustainedBeats

    static var words: WordList { "--json\0--protocol\0--site\0--rule\0--sustained-beats" }
  }

  init(_ words: [[UInt8]]) throws(UsageError) {
    var reader = OptionReader(words, mostOthers: 1)
    while let option = try reader.next(Option.self) {
      switch option {
      case .json: isJSON = true
      case .kind: options.kind = try reader.choice()
      case .site: options.site = try reader.choice()
      case .rule: options.ruleName = try reader.choice()
      case .sustainedBeats:
        let range = Rule.sustainedRange
        options.sustainedBeats = Int32(
          try reader.number(in: Int64(range.lowerBound)...Int64(range.upperBound)))
      }
    }
    file = try reader.other("a recording, or - for standard input")
  }
}
