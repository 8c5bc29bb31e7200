import Simulation
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

@Suite struct BeatingAxisTests {
  /// Beats `axis` at 5 Hz along `direction` (Q30) with a swing of `q20` for a second of 100 Hz.
  private static func beat(
    _ axis: inout BeatingAxis, along direction: Vector, q20: Int32, aside: Int32 = 0
  ) {
    for i in 0..<100 {
      let wave: [Double] = [0, 0.309, 0.588, 0.809, 0.951, 1, 0.951, 0.809, 0.588, 0.309]
      let value = wave[i % 10] * (i / 10 % 2 == 0 ? 1 : -1)
      func part(_ component: Int32) -> Int32 {
        Int32(Double(component) / 0x1p30 * value * Double(q20))
      }
      axis.take(
        Vector(x: part(direction.x), y: part(direction.y), z: part(direction.z) &+ aside))
      if i % 17 == 16 { axis.refine() }
    }
  }

  private static func alignment(_ a: Vector, _ b: Vector) -> Double {
    Double(a.dot(b)) / 0x1p60
  }

  @Test(
    "The axis turns to where the limb beats, from 16 mg to 32 g",
    arguments: [16_384, 1 << 17, 1 << 20, 1 << 25] as [Int32])
  func findsTheDirection(q20: Int32) throws {
    var random = Randomness(seed: 5, stream: 0)
    for turn in 0..<50 {
      func part() -> Int32 { Int32(random.normal() * 0x1p20) }
      let direction = try #require(Vector(x: part(), y: part(), z: part()).unit)
      var axis = BeatingAxis(samplesPerSecond: 100)
      for _ in 0..<4 { Self.beat(&axis, along: direction, q20: q20) }
      #expect(
        abs(Self.alignment(axis.direction, direction)) > 0.995, "seed 5, turn \(turn), \(q20)")
    }
  }

  @Test("A push gives the direction and its sign, and beating keeps both")
  func keepsTheSign() throws {
    var random = Randomness(seed: 6, stream: 0)
    for turn in 0..<50 {
      func part() -> Int32 { Int32(random.normal() * 0x1p20) }
      let push = Vector(x: part(), y: part(), z: part())
      let direction = try #require(push.unit)
      var axis = BeatingAxis(samplesPerSecond: 200)
      axis.point(along: push)
      #expect(Self.alignment(axis.direction, direction) > 0.999)
      Self.beat(&axis, along: direction, q20: 1 << 18)
      #expect(Self.alignment(axis.direction, direction) > 0.99, "seed 6, turn \(turn)")
    }
  }

  @Test("Nothing at all leaves a unit vector")
  func nothing() {
    var axis = BeatingAxis(samplesPerSecond: 200)
    for _ in 0..<1_000 {
      axis.take(Vector())
      axis.refine()
    }
    #expect(axis.direction.length == 1 << 30)
    axis.point(along: Vector())
    #expect(axis.direction.length == 1 << 30)
  }

  @Test("Any band leaves a unit vector", arguments: 1...200)
  func anything(seed: UInt64) {
    var random = Randomness(seed: seed, stream: 7)
    var axis = BeatingAxis(samplesPerSecond: Int32(95 + seed))
    // Up to the 128 g that the filters can make of 32 g, and down to nothing.
    let most = Double(1 << (seed % 28))
    for i in 0..<400 {
      func part() -> Int32 { Int32((random.chance(0.5) ? 1 : -1) * most * random.unit()) }
      if i == 200, seed % 2 == 0 { axis.point(along: Vector(x: part(), y: part(), z: part())) }
      axis.take(Vector(x: part(), y: part(), z: part()))
      axis.refine()
      let length = Double(axis.direction.length) / 0x1p30
      guard abs(length - 1) < 0.001 else {
        Issue.record("seed \(seed), \(axis.direction)")
        return
      }
    }
  }
}
