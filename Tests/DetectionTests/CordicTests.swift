import Foundation
import Simulation
import Testing

@testable import Detection

@Suite struct CordicTests {
  private static let turn = 4_294_967_296.0

  @Test("Sine and cosine are right to 2^-25 over the half turn they serve")
  func sineAndCosineAreRight() {
    var worst = 0.0
    let quarter = 1 << 30 as Int64
    for angle in stride(from: -quarter, through: quarter, by: 500_009) {
      let (sine, cosine) = sineAndCosine(of: angle)
      let radians = Double(angle) / Self.turn * 2 * .pi
      worst = max(worst, abs(Double(sine) / 0x1p30 - sin(radians)))
      worst = max(worst, abs(Double(cosine) / 0x1p30 - cos(radians)))
    }
    #expect(worst < 0x1p-25)
  }

  @Test("The tangent is right to a millionth over the range of the filters")
  func tangentIsRight() {
    for angle in stride(from: 2_000_000 as Int64, through: 1_030_792_151, by: 1_000_003) {
      let expected = tan(Double(angle) / Self.turn * 2 * .pi)
      let error = Double(tangent(of: angle)) / 0x1p28 - expected
      #expect(abs(error) < 1e-6 * max(expected, 0.1), "\(angle)")
    }
    #expect(tangent(of: 0) == 0)
  }

  @Test(
    "The angle of a point is right to 2^-26 turns, whatever its size",
    arguments: [1, 3, 1_000, 1 << 26, 1 << 40, (1 << 60) - 1] as [Int64])
  func anglesAreRight(size: Int64) {
    for step in 0..<720 {
      let radians = (Double(step) + 0.3) / 720 * 2 * .pi
      let (x, y) = (Int64(Double(size) * cos(radians)), Int64(Double(size) * sin(radians)))
      let expected = x == 0 && y == 0 ? 0 : atan2(Double(y), Double(x)) / (2 * .pi) * Self.turn
      var error = abs(Double(angle(y: y, x: x)) - expected)
      error = min(error, Self.turn - error)
      #expect(error < 64, "(\(x), \(y))")
    }
  }

  @Test("The axes have their angles and the origin has 0")
  func anglesOfAxes() {
    #expect(angle(y: 0, x: 0) == 0)
    #expect(abs(angle(y: 0, x: 5)) < 64)
    #expect(abs(angle(y: 5, x: 0) - 1 << 30) < 64)
    #expect(abs(angle(y: -5, x: 0) + 1 << 30) < 64)
    #expect(abs(angle(y: 0, x: -5)) > (1 << 31) - 64)
  }
}
