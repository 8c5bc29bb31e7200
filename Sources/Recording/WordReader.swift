import Findings

/// The words of a line, parted by single or several spaces.
struct WordReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next word, nil at the end.
  @inline(never)
  mutating func next() -> [UInt8]? {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: " ") { position += 1 }
    return [UInt8](bytes[start..<position])
  }
}

/// What follows `prefix` in `bytes`; nil where they begin otherwise.
@inline(never)
func remainder(of bytes: [UInt8], after prefix: Literal) -> [UInt8]? {
  let length = prefix.count
  guard bytes.count >= length, equals([UInt8](bytes[..<length]), prefix) else { return nil }
  return [UInt8](bytes[length...])
}

/// A whole number of one to eighteen digits with an optional minus; nil for anything else.
@inline(never)
func wholeNumber(_ bytes: [UInt8]) -> Int64? {
  let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
  guard (1...18).contains(digits.count) else { return nil }
  var value: Int64 = 0
  for byte in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
    value = value * 10 + Int64(byte - UInt8(ascii: "0"))
  }
  return bytes.count == digits.count ? value : -value
}
