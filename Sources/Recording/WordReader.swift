import Findings

/// The words of a line, parted by single or several spaces: stretches of the line's own bytes, of which
/// no copy is made.
struct WordReader: ~Escapable {
  private var rest: Span<UInt8>

  @_lifetime(copy line)
  init(_ line: Span<UInt8>) { rest = line }

  /// The next word, nil at the end.
  @inline(never)
  @_lifetime(copy self)
  mutating func next() -> Span<UInt8>? {
    let space = UInt8(ascii: " ")
    var start = 0
    while start < rest.count, rest[start] == space { start += 1 }
    guard start < rest.count else { return nil }
    var end = start
    while end < rest.count, rest[end] != space { end += 1 }
    let word = rest.extracting(start..<end)
    rest = rest.extracting(end...)
    return word
  }

  /// Whether the next word is this one.
  @inline(never)
  mutating func nextIs(_ word: Literal) -> Bool {
    guard let next = next() else { return false }
    return word.isSame(as: next)
  }

  /// The next word as a whole number; nil where it is none, or at the end.
  @inline(never)
  mutating func nextNumber() -> Int64? {
    guard let next = next() else { return nil }
    return wholeNumber(next)
  }
}

/// What follows `prefix` in `bytes`; nil where they begin otherwise.
@inline(never)
@_lifetime(copy bytes)
func remainder(of bytes: Span<UInt8>, after prefix: Literal) -> Span<UInt8>? {
  prefix.begins(bytes) ? bytes.extracting(prefix.count...) : nil
}

/// The bytes before the first `mark`, all where there is none; `bytes` then begin behind it.
@inline(never)
@_lifetime(copy bytes)
@_lifetime(bytes: copy bytes)
public func part(of bytes: inout Span<UInt8>, before mark: UInt8) -> Span<UInt8> {
  var end = 0
  while end < bytes.count, bytes[end] != mark { end += 1 }
  let part = bytes.extracting(..<end)
  bytes = bytes.extracting(min(end + 1, bytes.count)...)
  return part
}

/// A whole number of one to eighteen digits with an optional minus; nil for anything else.
@inline(never)
public func wholeNumber(_ bytes: Span<UInt8>) -> Int64? {
  let isNegative = !bytes.isEmpty && bytes[0] == UInt8(ascii: "-")
  var place = isNegative ? 1 : 0
  guard (1...18).contains(bytes.count - place) else { return nil }
  var value: Int64 = 0
  while place < bytes.count {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) else { return nil }
    value = value * 10 + Int64(bytes[place] - UInt8(ascii: "0"))
    place += 1
  }
  return isNegative ? -value : value
}
