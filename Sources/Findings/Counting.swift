/// The whole numbers of a range, one after the other.
///
/// What `for` makes of a `Range` itself is a call for each number, where code is to be small: three times
/// the bytes of counting.
public struct Counting: Sequence, IteratorProtocol, Sendable {
  @usableFromInline var number: Int
  @usableFromInline let end: Int

  @_transparent
  public init(_ range: Range<Int>) {
    number = range.lowerBound
    end = range.upperBound
  }

  @_transparent
  public mutating func next() -> Int? {
    if number == end { return nil }
    defer { number &+= 1 }
    return number
  }
}
