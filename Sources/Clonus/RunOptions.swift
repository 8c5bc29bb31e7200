import Board
import Findings
import Linux

/// What the words after `clonus run` ask for.
struct RunOptions {
  /// The board; nil: found from the device tree.
  var board: [UInt8]?
  /// The folder that is the card; nil: nothing is recorded.
  var card: Path?
  /// How the run before ended, as process 1 says; nil where it did not start this.
  var lastEnd: [UInt8]?
  /// Since when the lamps have been tested; nil where they have not.
  var lampsSince: Microseconds?
  /// Whether to test the lamps until standard input says how the run before ended.
  var waits: Bool { lastEnd.map { equals($0, "wait") } ?? false }
  /// Whether each change is told on standard output.
  var isTraced = false

  init(_ words: [[UInt8]]) throws(UsageError) {
    var reader = OptionReader(words)
    while let item = try reader.next() {
      if item.isOption("--board") {
        board = try reader.value()
      } else if item.isOption("--card") {
        card = Path(try reader.value())
      } else if item.isOption("--supervised") {
        lastEnd = try reader.value()
      } else if item.isOption("--lamps-since") {
        lampsSince = Microseconds(try reader.number(in: 0...Int64.max))
      } else if item.isOption("--trace") {
        isTraced = true
      } else {
        switch item {
        case .option(let option): throw .unknownOption(option)
        case .word(let word): throw .unexpectedWord(word)
        }
      }
    }
  }
}
