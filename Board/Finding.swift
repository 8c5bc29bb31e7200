import Findings

extension Board {
  /// The board whose device tree calls itself `model` (the bytes of `/proc/device-tree/model`, with
  /// or without the final zero); nil where none fits. The longest match wins.
  public static func matching(model: Span<UInt8>) -> Board? {
    var best: Board?
    var length = 0
    for board in all {
      for prefix in board.models where prefix.isWordPrefix(of: model) {
        guard prefix.count > length else { continue }
        length = prefix.count
        best = board
      }
    }
    return best
  }

  /// The board with this word; nil where there is none.
  public static func named(_ word: Span<UInt8>) -> Board? {
    for board in all
    where board.word.count == word.count && board.word.isWordPrefix(of: word) {
      return board
    }
    return nil
  }
}

extension Literal {
  /// Whether `bytes` begin with this string, followed by a space, a zero or nothing.
  func isWordPrefix(of bytes: Span<UInt8>) -> Bool {
    let count = count
    guard bytes.count >= count else { return false }
    return isSame(as: bytes.extracting(0..<count))
      && (bytes.count == count || bytes[count] == 0x20 || bytes[count] == 0)
  }
}
