/// The coefficients of a second-order Butterworth section, Q29 (range +-4), with a0 = 1.
///
/// Its zeros lie at one place, so its numerator is `gain` times (1 + z^-1)^2 for a low-pass and (1 - z^-1)^2 for a
/// high-pass: one product instead of three.
struct Coefficients: Sendable {
  var gain: Int32 = 1 << 29
  var a1: Int32 = 0
  var a2: Int32 = 0

  /// A second-order Butterworth section by the bilinear transform.
  ///
  /// `warped` is tan(pi * corner / rate), Q28, 0.002 to 15.
  static func butterworth(highPass: Bool, warped k: Int64) -> Self {
    let one = Int64(1) &<< 28
    let square = (k &* k) &>> 28
    let rootTwo: Int64 = 379_625_062  // sqrt(2), Q28
    let middle = (rootTwo &* k) &>> 28
    let norm = one &+ middle &+ square
    // Numerators are below 2^36 (k <= 15), so a shift of 26 leaves them below 2^62.
    func ratio(_ numerator: Int64) -> Int32 {
      Int32(clamping: (((numerator &<< 26) / norm) &* 8))
    }
    return Self(
      gain: highPass ? ratio(one) : ratio(square),
      a1: ratio(2 &* (square &- one)), a2: ratio(one &- middle &+ square))
  }
}

/// One section: Q20 in and out, transposed direct form II with its sums kept whole.
///
/// No bit of a sum is cut before the output is, so that the outputs are those of direct form I, with neither the
/// inputs nor the outputs of the two samples before to be kept and moved.
/// Nothing need be clamped: the impulse responses' magnitudes add up to 1.3 (low-pass) and 2.4 (high-pass), so that
/// inputs to +-64 g leave outputs below 256 g (2^28) and the sums below 2^60.
struct Section: Sendable {
  /// What the samples so far give to the next output and to the one after that, Q49.
  private var next: Int64 = 0
  private var afterNext: Int64 = 0

  /// As if `input` had lasted for ever, and a low-pass with it.
  mutating func settleLow(_ input: Int32, _ c: Coefficients) {
    afterNext = wide(c.gain, input) &- wide(c.a2, input)
    next = 2 &* wide(c.gain, input) &- wide(c.a1, input) &+ afterNext
  }

  /// As if `input` had lasted for ever: a high-pass lets nothing of it through.
  mutating func settleHigh(_ input: Int32, _ c: Coefficients) {
    afterNext = wide(c.gain, input)
    next = 0 &- afterNext
  }

  /// Takes the next input of a low-pass and gives the filtered value.
  @inline(__always)
  mutating func low(_ input: Int32, _ c: Coefficients) -> Int32 {
    let new = wide(c.gain, input)
    return output(new, twice: new &+ new, c)
  }

  /// Takes the next input of a high-pass and gives the filtered value.
  @inline(__always)
  mutating func high(_ input: Int32, _ c: Coefficients) -> Int32 {
    let new = wide(c.gain, input)
    return output(new, twice: 0 &- new &- new, c)
  }

  @inline(__always)
  private mutating func output(_ new: Int64, twice: Int64, _ c: Coefficients) -> Int32 {
    let y = Int32(truncatingIfNeeded: (new &+ next &+ (1 &<< 28)) &>> 29)
    next = afterNext &+ twice &- wide(c.a1, y)
    afterNext = new &- wide(c.a2, y)
    return y
  }
}
