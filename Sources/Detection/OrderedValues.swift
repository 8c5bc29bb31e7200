/// Up to `capacity` values in ascending order, kept so as each one comes: the median is there at any time.
struct OrderedValues<let capacity: Int>: ~Copyable, Sendable {
  private let inPlace = InPlace()

  private var values = InlineArray<capacity, Int32>(repeating: 0)
  /// How many there are.
  private(set) var count = 0

  /// Forgets all.
  mutating func clear() { count = 0 }

  /// Takes a value; one too many is left out.
  mutating func insert(_ value: Int32) {
    guard count < capacity else { return }
    var place = count
    while place > 0 {
      let before = values[place &- 1]
      guard before > value else { break }
      values[place] = before
      place &-= 1
    }
    values[place] = value
    count &+= 1
  }

  /// The value `place` places above the smallest.
  subscript(_ place: Int) -> Int32 { values[place] }

  /// The value in the middle, or the mean of the two there; 0 where there is none.
  var median: Int32 {
    guard count > 0 else { return 0 }
    let middle = count / 2
    return count % 2 == 1 ? values[middle] : values[middle - 1] / 2 &+ values[middle] / 2
  }
}
