import Findings

// Elementary functions of + - * / alone. The libms of glibc and musl differ in
// the last bit between architectures; these do not, so the same seed gives the same bytes
// everywhere. Nothing here may be fused: Swift never contracts a * b + c by itself, and loops over
// fractions are written out because `stride` of the standard library adds products fused.

/// Elementary functions with an error of at most about 1e-15 of the larger of 1 and the result.
enum Mathematics {
  static let pi = 3.141592653589793
  static let degree = pi / 180
  /// Standard gravity in m/s2 (ISO 80000-3).
  static let standardGravity = 9.80665

  /// The sine of `x` radians; |x| up to 10^6.
  static func sin(_ x: Double) -> Double {
    let (quarter, rest) = quarterTurns(x)
    switch quarter & 3 {
    case 0: return sinePolynomial(rest)
    case 1: return cosinePolynomial(rest)
    case 2: return -sinePolynomial(rest)
    default: return -cosinePolynomial(rest)
    }
  }

  /// The cosine of `x` radians; |x| up to 10^6.
  static func cos(_ x: Double) -> Double {
    let (quarter, rest) = quarterTurns(x)
    switch quarter & 3 {
    case 0: return cosinePolynomial(rest)
    case 1: return -sinePolynomial(rest)
    case 2: return -cosinePolynomial(rest)
    default: return sinePolynomial(rest)
    }
  }

  /// e to the power `x`; 0 under -700, the value at 700 above it.
  static func exp(_ x: Double) -> Double {
    if x < -700 { return 0 }
    let bounded = x > 700 ? 700 : x
    let power = nearest(bounded * 1.4426950408889634)
    // ln 2 in two parts, the first with 21 zero bits at its end: power times it is exact.
    let rest = bounded - Double(power) * 0.6931471803691238 - Double(power) * 1.9082149292705877e-10
    // Taylor to x^13: |rest| <= 0.35, so the first term left out is below 5e-18.
    var sum = 1.0
    var n = 13.0
    while n >= 1 {
      sum = 1 + rest / n * sum
      n -= 1
    }
    return sum * powerOfTwo(power)
  }

  /// The hyperbolic tangent of `x`.
  static func tanh(_ x: Double) -> Double {
    if x > 20 { return 1 }
    if x < -20 { return -1 }
    let square = x * x
    if square < 0.25 {
      // Lambert's continued fraction; without it 1 - e^2x would cancel near 0.
      var fraction = 15.0
      var odd = 13.0
      while odd >= 1 {
        fraction = odd + square / fraction
        odd -= 2
      }
      return x / fraction
    }
    let e = exp(2 * x)
    return (e - 1) / (e + 1)
  }

  /// The natural logarithm of a positive, normal number; anything else gives -infinity.
  static func log(_ x: Double) -> Double {
    guard x.isNormal, x > 0 else { return -.infinity }
    var exponent = Int64((x.bitPattern >> 52) & 0x7ff) - 1023
    var mantissa = Double(bitPattern: x.bitPattern & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    if mantissa > 1.4142135623730951 {
      mantissa *= 0.5
      exponent += 1
    }
    // ln m = 2 artanh((m - 1) / (m + 1)); |s| <= 0.172, so s^23 / 23 is below 1e-18.
    let s = (mantissa - 1) / (mantissa + 1)
    let square = s * s
    var sum = 0.0
    var odd = 21.0
    while odd >= 3 {
      sum = (sum + 1 / odd) * square
      odd -= 2
    }
    let ofMantissa = 2 * s + 2 * s * sum
    return Double(exponent) * 0.6931471803691238
      + (Double(exponent) * 1.9082149292705877e-10 + ofMantissa)
  }

  /// The square root of a number of at least 0; anything else gives 0.
  ///
  /// The standard library's own calls the C library where its flags are not set.
  static func squareRoot(_ x: Double) -> Double {
    guard x.isNormal, x > 0 else { return 0 }
    // Half the exponent is right to 4 %; each of Newton's steps doubles the digits.
    var root = Double(bitPattern: 0x1ff7_a3be_a91d_9b1b + (x.bitPattern >> 1))
    for _ in Counting(0..<4) { root = 0.5 * (root + x / root) }
    return root
  }

  /// The nearest whole number, halves away from zero; |x| must be below 2^62.
  static func nearest(_ x: Double) -> Int64 { Int64(x < 0 ? x - 0.5 : x + 0.5) }

  private static func powerOfTwo(_ power: Int64) -> Double {
    Double(bitPattern: UInt64(power + 1023) << 52)
  }

  /// How many quarter turns lie in `x`, and the rest, within an eighth of a turn of 0.
  private static func quarterTurns(_ x: Double) -> (Int64, Double) {
    let count = nearest(x * 0.6366197723675814)
    let n = Double(count)
    // pi / 2 in three parts; the first two have 20 zero bits at their ends.
    let rest =
      ((x - n * 1.5707963267341256) - n * 6.077100506303966e-11) - n * 2.0222662487959506e-21
    return (count, rest)
  }

  /// Taylor to x^17; |x| <= pi / 4 leaves less than 1e-19.
  private static func sinePolynomial(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    var n = 16.0
    while n >= 2 {
      sum = 1 - square / (n * (n + 1)) * sum
      n -= 2
    }
    return x * sum
  }

  private static func cosinePolynomial(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    var n = 17.0
    while n >= 1 {
      sum = 1 - square / (n * (n + 1)) * sum
      n -= 2
    }
    return sum
  }
}
