import Findings
import Foundation
import Testing

@testable import Detection

/// A section with the same coefficients in floating point.
private struct ExactSection {
  let c: Coefficients
  let middle: Double
  var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)

  init(_ c: Coefficients, highPass: Bool) {
    self.c = c
    middle = highPass ? -2 : 2
  }

  mutating func step(_ x: Double) -> Double {
    func q29(_ value: Int32) -> Double { Double(value) / 0x1p29 }
    let y =
      q29(c.gain) * (x + middle * x1 + x2) - q29(c.a1) * y1 - q29(c.a2) * y2
    (x2, x1, y2, y1) = (x1, x, y1, y)
    return y
  }
}

@Suite struct BiquadTests {
  /// Every filter of the chain at the ends of its rates and between.
  static let filters: [(highPass: Bool, corner: Double, rate: Double)] = [95.0, 100, 200, 340]
    .flatMap { [(false, 0.7, $0), (true, 2.2, $0), (false, 12, $0)] }

  private static func coefficients(_ i: Int) -> Coefficients {
    let (highPass, corner, rate) = filters[i]
    let half = Int64(corner / rate / 2 * 0x1p32)
    return .butterworth(highPass: highPass, warped: tangent(of: half))
  }

  @Test("Coefficients are the bilinear transform's", arguments: filters.indices)
  func coefficients(index: Int) {
    let (highPass, corner, rate) = Self.filters[index]
    let k = tan(.pi * corner / rate)
    let norm = 1 + sqrt(2) * k + k * k
    let expected = [
      (highPass ? 1 : k * k) / norm, 2 * (k * k - 1) / norm, (1 - sqrt(2) * k + k * k) / norm,
    ]
    let c = Self.coefficients(index)
    for (found, exact) in zip([c.gain, c.a1, c.a2], expected) {
      #expect(abs(Double(found) / 0x1p29 - exact) < 2e-7)
    }
  }

  @Test(
    "The input that drives the output furthest does not wrap",
    arguments: filters.indices)
  func worstInput(index: Int) {
    let (c, highPass) = (Self.coefficients(index), Self.filters[index].highPass)
    var exact = ExactSection(c, highPass: highPass)
    var impulse: [Double] = []
    for i in 0..<2_000 { impulse.append(exact.step(i == 0 ? 1 : 0)) }
    // Signs matched to the reversed impulse response add all its parts up.
    let most = 32 * 0x1p20
    var section = Section()
    exact = ExactSection(c, highPass: highPass)
    var peak = 0.0
    for value in impulse.reversed() {
      let x = value < 0 ? -most : most
      let found = highPass ? section.high(Int32(x), c) : section.low(Int32(x), c)
      let expected = exact.step(x)
      peak = max(peak, abs(expected))
      #expect(abs(Double(found) - expected) < 4_096)
    }
    let gain = impulse.reduce(0) { $0 + abs($1) }
    #expect(abs(peak - gain * most) < 0.01 * most, "the pattern was not the worst")
    #expect(gain < (highPass ? 2.4 : 1.3), "the stated sum of the impulse response")
  }

  @Test("An hour of full-scale square waves leaves nothing stuck", arguments: [95_000, 340_000])
  func squareWaves(millihertz: Int32) {
    // The state has no memory beyond seconds, so an hour is stood for by every half period of
    // 1 to 240 samples, four times each.
    var bands = Bands(rate: Millihertz(millihertz))
    let most: Int32 = (1 << 25) - 1
    for half in 1...240 {
      for i in 0..<(half * 8) {
        let value = i / half % 2 == 0 ? most : -most
        let parts = bands.measured(Detection.Vector(x: value, y: -value, z: value))
        #expect(parts.band.squared < 3 << 54, "half a period of \(half)")
      }
    }
    var parts = bands.measured(Detection.Vector())
    for _ in 0..<(10 * millihertz / 1_000) {
      parts = bands.measured(Detection.Vector())
    }
    // What rounding can hold on to at 340 Hz: 3 mg an axis of gravity, half a mg of the band.
    #expect(parts.gravity.length < 6_000)
    #expect(parts.band.length < 500)
  }
}
