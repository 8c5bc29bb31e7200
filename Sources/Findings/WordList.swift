/// Words in a row, parted by zero bytes, such as `"left\0right"`: what the cases of an enumeration
/// are called, in their order.
///
/// A table of literals costs more: an address for each, and each longer one begins at a multiple of
/// sixteen bytes.
@safe
public struct WordList: ExpressibleByStringLiteral, @unchecked Sendable {
  @unsafe private let start: UnsafePointer<UInt8>
  /// How many bytes all have, and the zero bytes between them.
  private let byteCount: Int

  /// Makes a list of a literal without a zero byte at its end: the compiler adds that.
  @_transparent
  public init(stringLiteral text: StaticString) {
    unsafe self.init(start: text.utf8Start, byteCount: text.utf8CodeUnitCount)
  }

  @unsafe
  @usableFromInline
  init(start: UnsafePointer<UInt8>, byteCount: Int) {
    unsafe self.start = start
    self.byteCount = byteCount
  }

  /// The words' places.
  public var indices: Range<Int> {
    @inline(never)
    get {
      var count = 1
      for place in Counting(0..<byteCount) where unsafe start[place] == 0 { count += 1 }
      return 0..<count
    }
  }

  /// The word at a place of `indices`.
  @inline(never)
  public subscript(index: Int) -> Literal {
    var place = 0
    var rest = index
    while rest > 0, place < byteCount {
      if unsafe start[place] == 0 { rest -= 1 }
      place += 1
    }
    precondition(rest == 0)
    return unsafe Literal(start: start + place)
  }

  /// Where a word stands; nil where it is none of these.
  @inline(never)
  public func index(of word: Span<UInt8>, ignoringCase: Bool = false) -> Int? {
    for index in indices where self[index].isSame(as: word, ignoringCase: ignoringCase) {
      return index
    }
    return nil
  }
}

/// An enumeration whose cases have words; their raw values count from 0.
public protocol Worded: RawRepresentable where RawValue == UInt8 {
  /// The words of all cases, in their order.
  static var words: WordList { get }
}

extension Worded {
  /// The word in files and on the command line.
  public var word: Literal { Self.words[Int(rawValue)] }

  /// The case of a word; nil where there is none.
  public init?(word: Span<UInt8>, ignoringCase: Bool = false) {
    guard let index = Self.words.index(of: word, ignoringCase: ignoringCase) else { return nil }
    self.init(rawValue: UInt8(index))
  }
}
