import Board
import Findings
import Linux
import Recording

extension Command {
  static let boardsCommand = Command(
    name: "boards", synopsis: "[BOARD]", summary: "say how each board is wired",
    details: "Without a board's word: all of them.\n"
  ) { words, _ in
    if words.count > 1 { return Output.fail(.unexpectedWord(words[1]), command: "boards") }
    var boards = Board.all
    if let word = words.first {
      guard let board = Board.named(word.span) else { return noSuchBoard(word, command: "boards") }
      boards = [board]
    }
    var text = TextBuffer()
    for (index, board) in boards.enumerated() {
      if index > 0 { text.append("\n") }
      text.append(board.word)
      text.append(": ")
      text.append(board.name)
      text.append("\n")
      board.writeWiring(to: &text)
    }
    return Output.print(text)
  }

  /// Says which boards there are.
  static func noSuchBoard(_ word: [UInt8], command: Literal) -> ExitStatus {
    var cause = TextBuffer(command)
    cause.append(": there is no board '")
    cause.append(printable: word)
    cause.append("'; there are")
    for (index, board) in Board.all.enumerated() {
      text(index == 0 ? " " : ", ")
      text(board.word)
    }
    return Output.fail(.usage, cause)

    func text(_ word: Literal) { cause.append(word) }
  }
}
