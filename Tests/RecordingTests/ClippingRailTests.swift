import Findings
import Testing

@testable import Recording

@Suite struct ClippingRailTests {
  /// Samples of one axis, the others level, as a chip with a quantum and a range would give them.
  static func samples(_ values: [Double], quantum: Double = 0.004, range: Double = 16) -> [Sample] {
    values.map { value in
      let rounded = (min(max(value, -range), range - quantum) / quantum).rounded() * quantum
      return Sample(
        Acceleration(
          x: Gravities(q20: Int32(rounded * 1_048_576)), y: .zero, z: Gravities(milli: 1_000)))
    }
  }

  static func clipped(_ values: [Double], quantum: Double = 0.004, range: Double = 16) -> Int {
    var samples = samples(values, quantum: quantum, range: range)
    ClippingRail.mark(&samples)
    return samples.count { $0.flags.contains(.clipped) }
  }

  /// A sine sampled at a rate, by its own series of turns (no libm is needed in a test either way).
  static func beats(hertz: Double, amplitude: Double, rate: Double, count: Int) -> [Double] {
    (0..<count).map { index in
      let turn = (Double(index) * hertz / rate).truncatingRemainder(dividingBy: 1)
      // A parabola in place of the sine's half wave: as smooth at its top.
      let half = turn < 0.5 ? turn * 2 : (turn - 0.5) * 2
      return (turn < 0.5 ? 1 : -1) * amplitude * 4 * half * (1 - half)
    }
  }

  @Test(arguments: [100, 200, 400, 1_000] as [Double], [1.999, 4])
  func flatTopsAtTheEndOfTheRangeAreClipped(rate: Double, range: Double) {
    let wave = Self.beats(hertz: 6, amplitude: range * 1.5, rate: rate, count: Int(rate) * 3)
    let beyond = wave.count { abs($0) >= range }
    let found = Self.clipped(wave, range: range)
    #expect(abs(found - beyond) <= beyond / 4)
    #expect(found > 0)
  }

  @Test(
    arguments: [0.001, 0.004, 0.0098, 0.048], [25, 32, 64, 104, 200, 1_000] as [Double])
  func smoothTopsThatAQuantumFlattensAreNot(quantum: Double, rate: Double) {
    for amplitude in [1.6, 1.9, 2.4, 3.7] {
      let wave = Self.beats(hertz: 2, amplitude: amplitude, rate: rate, count: Int(rate) * 10)
      #expect(Self.clipped(wave, quantum: quantum) == 0, "amplitude \(amplitude)")
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func aStillSensorWithFewDistinctValuesIsNot(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    for level in [0.0, 0.98, 1.0, 1.3, 1.7] {
      let still = (0..<2_000).map { _ in level + Double.random(in: -0.01...0.01, using: &numbers) }
      #expect(Self.clipped(still) == 0, "level \(level), seed \(seed)")
      #expect(Self.clipped([Double](repeating: level, count: 500)) == 0)
    }
  }

  @Test(arguments: [25.3, 26, 32, 52], [4.1, 5.3, 6.7])
  func shortTopsAtLowRatesAreClippedWhereTheyComeInBothLengths(rate: Double, hertz: Double) {
    let wave = Self.beats(hertz: hertz, amplitude: 3.1, rate: rate, count: Int(rate) * 30)
    let beyond = wave.count { abs($0) >= 2 }
    #expect(abs(Self.clipped(wave, range: 2) - beyond) <= beyond / 4)
    #expect(Self.clipped(wave) == 0)
  }

  @Test(arguments: [25, 30, 50, 100, 200] as [Double])
  func aCleanWaveWhoseTopsAllRepeatIsNot(rate: Double) {
    for start in [0, 0.5] {
      let wave = (0..<Int(rate) * 20).map { index in
        let turn = ((Double(index) + start) * 5 / rate).truncatingRemainder(dividingBy: 1)
        let half = turn < 0.5 ? turn * 2 : (turn - 0.5) * 2
        return (turn < 0.5 ? 1 : -1) * 3 * 4 * half * (1 - half)
      }
      #expect(Self.clipped(wave) == 0, "start \(start)")
    }
  }

  @Test func aSinglePeakIsNot() {
    var knock = [Double](repeating: 0, count: 300)
    knock[100] = 5
    knock[200] = 5
    #expect(Self.clipped(knock) == 0)
  }

  @Test func onlyTheSamplesAtTheRailAreFlagged() {
    var wave = [Double](repeating: 0.1, count: 50)
    wave += [0.2, 1.0, 2.5, 2.6, 2.7, 0.9, 0.3, -2.5, 0, 0.1, 2.4, 0.2]
    var samples = Self.samples(wave, range: 2)
    ClippingRail.mark(&samples)
    let flagged = samples.indices.filter { samples[$0].flags.contains(.clipped) }
    #expect(flagged == [52, 53, 54, 60])
  }
}
