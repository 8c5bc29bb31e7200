extension Board {
  /// The board whose device tree calls itself `model` (the bytes of `/proc/device-tree/model`, with
  /// or without the final zero); nil where none fits. The longest match wins.
  public static func matching(model: Span<UInt8>) -> Board? {
    var best: Board?
    var length = 0
    for board in all {
      for prefix in board.models where prefix.isWordPrefix(of: model) {
        guard prefix.utf8CodeUnitCount > length else { continue }
        length = prefix.utf8CodeUnitCount
        best = board
      }
    }
    return best
  }

  /// The board with this word; nil where there is none.
  public static func named(_ word: Span<UInt8>) -> Board? {
    for board in all
    where board.word.utf8CodeUnitCount == word.count && board.word.isWordPrefix(of: word) {
      return board
    }
    return nil
  }
}

extension StaticString {
  /// Whether `bytes` begin with this string, followed by a space, a zero or nothing.
  func isWordPrefix(of bytes: Span<UInt8>) -> Bool {
    let count = utf8CodeUnitCount
    guard bytes.count >= count else { return false }
    let isPrefix = withUTF8Buffer { own in
      for index in 0..<count where unsafe own[index] != bytes[index] { return false }
      return true
    }
    return isPrefix && (bytes.count == count || bytes[count] == 0x20 || bytes[count] == 0)
  }
}
