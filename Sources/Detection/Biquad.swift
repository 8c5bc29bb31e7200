/// The coefficients of a second-order section, Q29 (range +-4), with a0 = 1.
struct Coefficients: Sendable {
  var b0: Int32 = 1 << 29
  var b1: Int32 = 0
  var b2: Int32 = 0
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
    let gain = highPass ? ratio(one) : ratio(square)
    return Self(
      b0: gain, b1: highPass ? -2 &* gain : 2 &* gain, b2: gain,
      a1: ratio(2 &* (square &- one)), a2: ratio(one &- middle &+ square))
  }
}

/// The state of one section on one signal: direct form I, Q20 in and out.
///
/// Range: inputs to +-64 g (2^26) and outputs to +-256 g keep the sum below 2^62.
struct Section: Sendable {
  private var x1: Int32 = 0
  private var x2: Int32 = 0
  private var y1: Int32 = 0
  private var y2: Int32 = 0

  /// Sets the state to what a constant input would have left: `output` is the section's answer to it.
  mutating func settle(input: Int32, output: Int32) {
    (x1, x2, y1, y2) = (input, input, output, output)
  }

  /// Takes the next value and gives the filtered one.
  @inline(__always)
  mutating func step(_ x: Int32, _ c: Coefficients) -> Int32 {
    var sum = wide(c.b0, x) &+ (1 &<< 28)
    sum = sum &+ wide(c.b1, x1) &+ wide(c.b2, x2)
    sum = sum &- wide(c.a1, y1) &- wide(c.a2, y2)
    let y = Int32(clamping: sum &>> 29)
    (x2, x1, y2, y1) = (x1, x, y1, y)
    return y
  }
}
