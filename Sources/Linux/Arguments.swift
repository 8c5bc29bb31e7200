import Findings

/// The words of a command line as `main` gets them.
public enum Arguments {
  /// The bytes of each word after the program's own name: `count` words, each ended by a zero byte.
  @unsafe
  public static func read(
    count: Int32, words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> [[UInt8]] {
    guard let words = unsafe words, count > 1 else { return [] }
    var arguments: [[UInt8]] = []
    for index in Counting(1..<Int(count)) {
      guard var next = unsafe words[index] else { break }
      var bytes: [UInt8] = []
      while unsafe next.pointee != 0 {
        bytes.append(UInt8(truncatingIfNeeded: unsafe next.pointee))
        unsafe next += 1
      }
      arguments.append(bytes)
    }
    return arguments
  }
  /// Whether a variable such as `NO_COLOR` has a value in the environment as `main` gets it: words
  /// like `NO_COLOR=1` up to a null pointer.
  @unsafe
  public static func isSet(
    _ name: Literal, in environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> Bool {
    guard var next = unsafe environment else { return false }
    while let word = unsafe next.pointee {
      if unsafe hasValue(word, of: name) { return true }
      unsafe next += 1
    }
    return false
  }

  /// Whether a word is this one.
  @unsafe
  static func isSame(_ word: UnsafeMutablePointer<CChar>, _ name: Literal) -> Bool {
    unsafe begins(word, with: name) && word[name.count] == 0
  }

  @unsafe
  private static func hasValue(_ word: UnsafeMutablePointer<CChar>, of name: Literal) -> Bool {
    unsafe begins(word, with: name)
      && UInt8(truncatingIfNeeded: word[name.count]) == UInt8(ascii: "=")
      && word[name.count + 1] != 0
  }

  @unsafe
  private static func begins(_ word: UnsafeMutablePointer<CChar>, with name: Literal) -> Bool {
    let letters = name.span
    for index in Counting(letters.indices)
    where unsafe UInt8(truncatingIfNeeded: word[index]) != letters[index] {
      return false
    }
    return true
  }
}
