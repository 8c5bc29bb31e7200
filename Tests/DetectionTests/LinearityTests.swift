import Foundation
import Simulation
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

@Suite struct LinearityTests {
  /// Follows what `band` gives for `count` samples of 200 Hz, as the chain does.
  private static func follow(_ count: Int, _ band: (Int) -> Vector) -> Linearity {
    var axis = BeatingAxis(samplesPerSecond: 200)
    var linearity = Linearity()
    for i in 0..<count {
      let sample = band(i)
      // The first second is the axis's to turn.
      if i >= 200 {
        linearity.take(band: sample.squared, along: sample.along(axis.direction))
      }
      axis.take(sample)
      if i % 16 == 0 { axis.refine() }
    }
    return linearity
  }

  @Test(
    "Beating along a line is straight, from 16 mg to 32 g",
    arguments: [16_384, 1 << 17, 1 << 20, 1 << 25] as [Int32])
  func alongALine(q20: Int32) throws {
    var random = Randomness(seed: 5, stream: 0)
    for turn in 0..<50 {
      func part() -> Int32 { Int32(random.normal() * 0x1p20) }
      let direction = try #require(Vector(x: part(), y: part(), z: part()).unit)
      let linearity = Self.follow(600) { i in
        // A triangle of 5 Hz.
        let wave = Double(abs(i % 40 - 20) - 10) / 10 * Double(q20) / 0x1p30
        return Vector(
          x: Int32(Double(direction.x) * wave), y: Int32(Double(direction.y) * wave),
          z: Int32(Double(direction.z) * wave))
      }
      #expect(linearity.thousandths > 980, "seed 5, turn \(turn), \(q20)")
    }
  }

  @Test("Nothing at all counts as straight")
  func nothing() {
    #expect(Linearity().thousandths == 1_000)
    #expect(Self.follow(600) { _ in Vector() }.thousandths == 1_000)
  }

  @Test("Small beats after a large rebound to one side are as straight as their own cycles")
  func cycles() {
    func band(_ i: Int) -> Vector {
      let wave = sin(Double(i) * 2 * .pi / 40)
      // The first cycle is ten times the others, and goes across as well.
      let size = i < 40 ? 10.0 : 1.0
      return Vector(
        x: Int32(wave * size * 0x1p17), y: i < 40 ? Int32(cos(Double(i) / 6) * 0x1p19) : 0, z: 0)
    }
    var (whole, cycles) = (Linearity(), CycleLinearity())
    for i in 0..<600 {
      whole.take(band: band(i).squared, along: band(i).x)
      cycles.take(band: band(i).squared, along: band(i).x)
      if i % 40 == 39 { cycles.endCycle() }
    }
    #expect(whole.thousandths < 890)
    #expect(cycles.thousandths > 950)
  }

  @Test("A motion in all directions is not straight")
  func noise() {
    var random = Randomness(seed: 8, stream: 0)
    let linearity = Self.follow(2_000) { _ in
      func part() -> Int32 { Int32(random.normal() * 0x1p17) }
      return Vector(x: part(), y: part(), z: part())
    }
    #expect(linearity.thousandths < 550)
  }

  @Test(
    "Anything gives 0 to 1,000, for a minute of the largest the filters can make",
    arguments: 1...60)
  func anything(seed: UInt64) {
    var random = Randomness(seed: seed, stream: 7)
    let most = Double(1 << (seed % 28))
    let linearity = Self.follow(20_400) { _ in
      func part() -> Int32 { Int32((random.chance(0.5) ? 1 : -1) * most * random.unit()) }
      return Vector(x: part(), y: part(), z: part())
    }
    #expect((0...1_000).contains(linearity.thousandths), "seed \(seed)")
  }
}
