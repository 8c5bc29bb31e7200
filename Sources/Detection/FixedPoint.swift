// The arithmetic of the core. Every format is named by its number of fraction bits (Q20: 2^-20).
// Sums wrap (`&+`), which is safe because each stage states its range; one clamp ends a stage.

/// The exact product of two 32-bit values; one multiply instruction on every architecture.
@inline(__always)
func wide(_ a: Int32, _ b: Int32) -> Int64 {
  let product = a.multipliedFullWidth(by: b)
  return (Int64(product.high) &<< 32) | Int64(product.low)
}

/// The largest whole number whose square is at most `value`; 0 for negative values.
func squareRoot(_ value: Int64) -> Int32 {
  guard value > 0 else { return 0 }
  // Newton from above: the guess never falls below the root.
  var guess = Int64(1) &<< ((64 &- Int64(value.leadingZeroBitCount) &+ 1) / 2)
  while true {
    let next = (guess &+ value / guess) / 2
    if next >= guess { return Int32(clamping: guess) }
    guess = next
  }
}
