import Findings

extension TextBuffer {
  /// Appends a text in which `~` and a letter stand for what `field` appends: fixed words as data, the
  /// rest by few lines of code.
  @inline(never)
  mutating func fill(_ template: Literal, _ field: (UInt8, inout TextBuffer) -> Void) {
    let count = template.count
    let letters = unsafe UnsafeBufferPointer(start: template.start, count: count)
    var start = 0
    var index = 0
    while index < count {
      if unsafe letters[index] == UInt8(ascii: "~"), index + 1 < count {
        unsafe append(bytes: letters[start..<index])
        let letter = unsafe letters[index + 1]
        field(letter, &self)
        index += 2
        start = index
      } else {
        index += 1
      }
    }
    unsafe append(bytes: letters[start..<count])
  }

  /// Appends `value` / 10^`decimals`, rounded to at most two decimals.
  @inline(never)
  mutating func append(rounded value: Int64, from decimals: Int, to kept: Int = 2) {
    var divisor: Int64 = 1
    if decimals > kept { for _ in Counting(kept..<decimals) { divisor *= 10 } }
    append((value + (value < 0 ? -divisor / 2 : divisor / 2)) / divisor, over: min(kept, decimals))
  }

  /// Appends an acceleration in g, rounded to a hundredth; `under 0.01` where that would be nothing.
  @inline(never)
  mutating func append(shortGravities value: Gravities) {
    if (1..<5).contains(value.milli) { return append("under 0.01") }
    append(rounded: Int64(value.milli), from: 3)
  }
}
