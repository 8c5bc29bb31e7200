import Findings

extension TextBuffer {
  /// Appends a text in which `~` and a letter stand for what `field` appends: fixed words as data, the
  /// rest by few lines of code.
  @inline(never)
  mutating func fill(_ template: Literal, _ field: (UInt8, inout TextBuffer) -> Void) {
    var rest = template.span
    while !rest.isEmpty {
      append(span: part(of: &rest, before: UInt8(ascii: "~")))
      if rest.isEmpty { return }
      let letter = rest[0]
      rest = rest.extracting(1...)
      field(letter, &self)
    }
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
