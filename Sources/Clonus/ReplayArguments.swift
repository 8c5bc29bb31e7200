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

  init(_ words: [[UInt8]]) throws(UsageError) {
    var reader = OptionReader(words)
    var named: [UInt8]?
    while let item = try reader.next() {
      if item.isOption("--json") {
        isJSON = true
      } else if item.isOption("--protocol") {
        options.kind = try reader.choice(of: ExamKind.allCases) { $0.word }
      } else if item.isOption("--site") {
        options.site = try reader.choice(of: Site.allCases) { $0.word }
      } else if item.isOption("--rule") {
        options.ruleName = try reader.choice(of: Rule.Name.allCases) { $0.word }
      } else if item.isOption("--sustained-beats") {
        let range = Rule.sustainedRange
        options.sustainedBeats = Int32(
          try reader.number(in: Int64(range.lowerBound)...Int64(range.upperBound)))
      } else {
        switch item {
        case .option(let option): throw .unknownOption(option)
        case .word(let word):
          if named != nil { throw .unexpectedWord(word) }
          named = word
        }
      }
    }
    guard let named else { throw .missingWord(TextBuffer("a recording, or - for standard input")) }
    file = named
  }
}
