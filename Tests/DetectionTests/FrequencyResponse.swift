import Foundation

/// A gain and a phase in radians, positive where the output leads.
struct Response {
  var gain: Double
  var phase: Double

  static func * (a: Self, b: Self) -> Self {
    Self(gain: a.gain * b.gain, phase: a.phase + b.phase)
  }

  /// The Butterworth low-pass of second order after the bilinear transform, from the textbook:
  /// H(s) = 1 / (s^2 + sqrt(2) s + 1) at s = j tan(pi f / rate) / tan(pi corner / rate).
  static func lowPass(corner: Double, at frequency: Double, rate: Double) -> Self {
    let ratio = tan(.pi * frequency / rate) / tan(.pi * corner / rate)
    return Self(
      gain: 1 / sqrt(1 + pow(ratio, 4)), phase: -atan2(sqrt(2) * ratio, 1 - ratio * ratio))
  }

  /// Its mirror: H(1 / s).
  static func highPass(corner: Double, at frequency: Double, rate: Double) -> Self {
    let ratio = tan(.pi * frequency / rate) / tan(.pi * corner / rate)
    return Self(
      gain: ratio * ratio / sqrt(1 + pow(ratio, 4)),
      phase: .pi - atan2(sqrt(2) * ratio, 1 - ratio * ratio))
  }

  /// What a filter did to a sine: the correlation of its output with the input's phase.
  ///
  /// `output` begins at sample `start` of sin(2 pi frequency t) times `amplitude`; whole cycles.
  init(of output: [Double], from start: Int, amplitude: Double, frequency: Double, rate: Double) {
    var (real, imaginary) = (0.0, 0.0)
    for (i, value) in output.enumerated() {
      let angle = 2 * .pi * frequency * Double(start + i) / rate
      real += value * sin(angle)
      imaginary += value * cos(angle)
    }
    let scale = 2 / Double(output.count) / amplitude
    gain = sqrt(real * real + imaginary * imaginary) * scale
    phase = atan2(imaginary, real)
  }

  init(gain: Double, phase: Double) {
    self.gain = gain
    self.phase = phase
  }

  /// The difference of two phases, within half a turn.
  func phase(minus other: Self) -> Double {
    remainder(phase - other.phase, 2 * .pi)
  }
}
