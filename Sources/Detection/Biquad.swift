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

/// The last two inputs of a section: its zeros. Inputs to +-64 g (2^26 in Q20) leave sums below 2^28.
struct Zeros: Sendable {
  private var x1: Int32 = 0
  private var x2: Int32 = 0

  /// As if `input` had lasted for ever.
  mutating func settle(_ input: Int32) { (x1, x2) = (input, input) }

  /// x + 2 x1 + x2, the next input's part of a low-pass.
  @inline(__always)
  mutating func low(_ x: Int32) -> Int32 {
    let sum = x &+ 2 &* x1 &+ x2
    (x2, x1) = (x1, x)
    return sum
  }

  /// x - 2 x1 + x2, the next input's part of a high-pass.
  @inline(__always)
  mutating func high(_ x: Int32) -> Int32 {
    let sum = x &- 2 &* x1 &+ x2
    (x2, x1) = (x1, x)
    return sum
  }
}

/// The last two outputs of a section: its poles; direct form I, Q20 in and out.
///
/// Nothing need be clamped: the impulse responses' magnitudes add up to 1.3 (low-pass) and 2.4 (high-pass), so that
/// inputs to +-64 g leave outputs below 256 g (2^28) and the sum below 2^60.
struct Poles: Sendable {
  private var y1: Int32 = 0
  private var y2: Int32 = 0

  /// As if `output` had lasted for ever.
  mutating func settle(_ output: Int32) { (y1, y2) = (output, output) }

  /// Takes the next sum of the zeros and gives the filtered value.
  @inline(__always)
  mutating func step(_ zeros: Int32, _ c: Coefficients) -> Int32 {
    let sum = wide(c.gain, zeros) &- wide(c.a1, y1) &- wide(c.a2, y2) &+ (1 &<< 28)
    let y = Int32(truncatingIfNeeded: sum &>> 29)
    (y2, y1) = (y1, y)
    return y
  }
}
