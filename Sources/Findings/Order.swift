/// Puts numbers in ascending order, in place (Shell 1959, gaps by Gonnet).
///
/// The library's `sort` is 5 kB of code for each type: the program is one small file, and nobody waits for the few thousand
/// numbers that it orders.
public func putInOrder(_ values: inout [Int64]) {
  var gap = values.count / 2
  while gap > 0 {
    for i in Counting(gap..<values.count) {
      let value = values[i]
      var j = i
      while j >= gap, values[j - gap] > value {
        values[j] = values[j - gap]
        j -= gap
      }
      values[j] = value
    }
    gap = gap == 2 ? 1 : gap * 5 / 11
  }
}
