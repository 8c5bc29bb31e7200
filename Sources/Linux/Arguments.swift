/// The words of a command line as `main` gets them.
public enum Arguments {
  /// The bytes of each word after the program's own name: `count` words, each ended by a zero byte.
  @unsafe
  public static func read(
    count: Int32, words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> [[UInt8]] {
    guard let words = unsafe words, count > 1 else { return [] }
    var arguments: [[UInt8]] = []
    for index in 1..<Int(count) {
      guard var next = unsafe words[index] else { break }
      var bytes: [UInt8] = []
      while unsafe next.pointee != 0 {
        bytes.append(UInt8(bitPattern: Int8(unsafe next.pointee)))
        unsafe next += 1
      }
      arguments.append(bytes)
    }
    return arguments
  }
}
