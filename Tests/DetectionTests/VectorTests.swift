import Foundation
import Simulation
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

@Suite struct VectorTests {
  private static func vector(_ parts: [Double], length: Double) -> Vector {
    let scale = length * 0x1p20
    return Vector(
      x: Int32((parts[0] * scale).rounded()), y: Int32((parts[1] * scale).rounded()),
      z: Int32((parts[2] * scale).rounded()))
  }

  private static func unit(_ random: inout Randomness) -> [Double] {
    let parts = [random.normal(), random.normal(), random.normal()]
    let length = sqrt(parts.reduce(0) { $0 + $1 * $1 })
    return parts.map { $0 / length }
  }

  @Test("The scalar product of components up to 2^30 is exact")
  func dotIsExact() {
    let most: Int32 = (1 << 30) - 1
    for signs in 0..<8 {
      func part(_ bit: Int) -> Int32 { signs >> bit & 1 == 1 ? -most : most }
      let v = Vector(x: part(0), y: part(1), z: part(2))
      #expect(v.squared == 3 * Int64(most) * Int64(most))
      #expect(v.dot(Vector() - v) == -3 * Int64(most) * Int64(most))
    }
  }

  @Test("A unit vector has length 1 and the direction; nothing has none")
  func unitVectors() throws {
    #expect(Vector().unit == nil)
    var random = Randomness(seed: 2, stream: 0)
    for _ in 0..<500 {
      let direction = Self.unit(&random)
      let v = Self.vector(direction, length: 0.01 * pow(3_000, random.unit()))
      let unit = try #require(v.unit)
      let length = sqrt(Double(unit.squared)) / 0x1p30
      // The length is rounded down to whole Q20, so short vectors are a little long.
      #expect(abs(length - 1) < 1.5 / Double(v.length))
      #expect(abs(Double(v.along(unit)) - Double(v.length)) < 2.5)
    }
  }

  @Test("Angles between vectors of 0.5 to 32 g are right to 0.03 degrees")
  func anglesAreRight() {
    var random = Randomness(seed: 3, stream: 0)
    for _ in 0..<2_000 {
      let (a, b) = (Self.unit(&random), Self.unit(&random))
      let length = 0.5 * pow(63.9, random.unit())
      let dot = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      let degrees = acos(max(-1, min(1, dot))) * 180 / .pi
      let (v, w) = (Self.vector(a, length: length), Self.vector(b, length: length))
      let found = Double(v.angle(to: w)) / 0x1p32 * 360
      #expect(abs(found - degrees) < 0.03, "\(v) \(w)")
    }
  }

  @Test("Angles have their headroom: 32 g on every axis, every pattern of signs")
  func anglesAtTheEnds() {
    let most: Int32 = 1 << 25
    for signs in 0..<64 {
      func part(_ bit: Int) -> Int32 { signs >> bit & 1 == 1 ? -most : most }
      let (v, w) = (
        Vector(x: part(0), y: part(1), z: part(2)), Vector(x: part(3), y: part(4), z: part(5))
      )
      let cosine = Double(v.dot(w)) / Double(v.squared)
      let found = Double(v.angle(to: w)) / 0x1p32 * 360
      #expect(abs(found - acos(cosine) * 180 / .pi) < 0.01, "\(v) \(w)")
    }
    #expect(Vector().angle(to: Vector(x: most, y: 0, z: 0)) == 0)
  }
}
