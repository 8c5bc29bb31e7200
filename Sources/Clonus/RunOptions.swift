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

  private enum Option: UInt8, Worded {
    case board, card, supervised, lampsSince, trace

    static var words: WordList { "--board\0--card\0--supervised\0--lamps-since\0--trace" }
  }

  init(_ words: [[UInt8]]) throws(UsageError) {
    var reader = OptionReader(words)
    while let option = try reader.next(Option.self) {
      switch option {
      case .board: board = try reader.value()
      case .card: card = Path(try reader.value())
      case .supervised: lastEnd = try reader.value()
      case .lampsSince: lampsSince = Microseconds(try reader.number(in: 0...Int64.max))
      case .trace: isTraced = true
      }
    }
  }
}
