import Findings

/// A complex number, as far as the loop's linear parts need it.
struct Complex {
  var real, imaginary: Double

  var magnitude: Double { Mathematics.squareRoot(real * real + imaginary * imaginary) }

  static func * (a: Self, b: Self) -> Self {
    Self(
      real: a.real * b.real - a.imaginary * b.imaginary,
      imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }

  static func / (a: Self, b: Self) -> Self {
    let square = b.real * b.real + b.imaginary * b.imaginary
    let product = a * Self(real: b.real, imaginary: -b.imaginary)
    return Self(real: product.real / square, imaginary: product.imaginary / square)
  }
}

/// The loop in closed form (clinical.md 3.3): the rate at which its phases balance, and the gain
/// from which it then keeps beating, were the threshold zero.
struct PhaseBalance {
  /// The rate in Hz.
  let frequency: Double
  /// The critical gain in Nms/rad; the rectifier's describing function makes it 2 / |L|.
  let criticalGain: Double

  /// Finds the lowest rate between 1 and 20 Hz at which the loop turns by half a turn; nil where
  /// there is none.
  init?(_ parameters: ReflexParameters) {
    func loop(_ hertz: Double) -> Complex {
      let w = 2 * Mathematics.pi * hertz
      let turn = w * parameters.delay
      let delayed = Complex(real: Mathematics.cos(turn), imaginary: -Mathematics.sin(turn))
      return Complex(real: 0, imaginary: w) * delayed * parameters.twitch(at: hertz)
        / parameters.impedance(at: hertz, contact: 1)
    }
    // The phase falls with the rate: where the imaginary part changes sign while the real part is
    // negative, it passes half a turn.
    func turnsBetween(_ a: Complex, _ b: Complex) -> Bool {
      a.real < 0 && b.real < 0 && (a.imaginary < 0) != (b.imaginary < 0)
    }
    var low = 1.0
    while low < 20, !turnsBetween(loop(low), loop(low + 0.05)) { low += 0.05 }
    guard low < 20 else { return nil }
    var high = low + 0.05
    let sign = loop(low).imaginary
    for _ in Counting(0..<50) {
      let middle = (low + high) / 2
      if loop(middle).imaginary * sign > 0 { low = middle } else { high = middle }
    }
    frequency = low
    criticalGain = 2 / loop(low).magnitude
  }
}

extension ReflexParameters {
  /// The twitch's answer to a drive that swings at a rate in Hz.
  func twitch(at hertz: Double) -> Complex {
    let w = 2 * Mathematics.pi * hertz
    let square = twitchFrequency * twitchFrequency
    return Complex(real: square, imaginary: 0)
      / Complex(real: square - w * w, imaginary: 2 * twitchDamping * twitchFrequency * w)
  }

  /// The torque in Nm that swings the limb by 1 rad at a rate in Hz.
  func impedance(at hertz: Double, contact: Double) -> Complex {
    let w = 2 * Mathematics.pi * hertz
    return Complex(
      real: stiffness + contact * handStiffness - inertia * w * w,
      imaginary: w * (viscosity + contact * handViscosity))
  }
}
