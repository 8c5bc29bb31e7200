/// A text of the program itself: a string literal in ASCII, known by its address alone.
///
/// A `StaticString` is three words, and the program hands on a thousand of them. One word is enough:
/// the compiler closes every literal with a zero byte.
@safe
public struct Literal: ExpressibleByStringLiteral, @unchecked Sendable {
  /// Where its bytes begin, for C, which wants the closing zero too.
  @unsafe public let start: UnsafePointer<UInt8>

  /// Makes a text of a literal that has no zero byte in it.
  @_transparent
  public init(stringLiteral text: StaticString) { unsafe self.init(start: text.utf8Start) }

  /// Makes a text of bytes that stay where they are and are closed by a zero byte.
  @unsafe
  @_transparent
  public init(start: UnsafePointer<UInt8>) { unsafe self.start = start }

  /// Its bytes, without the closing zero.
  public var span: Span<UInt8> {
    @_lifetime(immortal)
    @inline(never)
    get {
      var count = 0
      while unsafe start[count] != 0 { count += 1 }
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: ())
    }
  }

  /// How many bytes it has.
  public var count: Int { span.count }

  /// A copy of its bytes.
  public var bytes: [UInt8] {
    @inline(never)
    get { unsafe [UInt8](UnsafeBufferPointer(start: start, count: count)) }
  }

  /// Whether these are its bytes, capital letters or not where that is no matter.
  @inline(never)
  public func isSame(as other: Span<UInt8>, ignoringCase: Bool = false) -> Bool {
    let own = span
    guard own.count == other.count else { return false }
    for index in Counting(own.indices) where own[index] != other[index] {
      guard ignoringCase, lowercased(own[index]) == lowercased(other[index]) else { return false }
    }
    return true
  }
}

extension Literal {
  /// Whether bytes begin with its own.
  @inline(never)
  public func begins(_ bytes: Span<UInt8>) -> Bool {
    let length = count
    return bytes.count >= length && isSame(as: bytes.extracting(..<length))
  }
}

/// The small letter of a capital one in ASCII, any other byte as it is.
public func lowercased(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}

extension Literal: CustomStringConvertible {
  /// The text as a `String`; for tests, the program has bytes alone.
  public var description: String { unsafe String(cString: start) }
}

/// Whether bytes are those of a literal.
@inline(never)
public func equals(_ bytes: [UInt8], _ literal: Literal) -> Bool { literal.isSame(as: bytes.span) }
