import Foundation
import Simulation
import Testing

@testable import Detection

@Suite struct TurningPointsTests {
  /// The turning points of a signal given sample by sample.
  private static func turns(
    of signal: [Double], hysteresis: Double = 0.05
  ) -> [TurningPoint] {
    var finder = TurningPoints()
    var found: [TurningPoint] = []
    for (i, value) in signal.enumerated() {
      let q20 = Int32((value * 0x1p20).rounded())
      if let turn = finder.step(q20, sample: Int64(i), hysteresis: Int32(hysteresis * 0x1p20)) {
        found.append(turn)
      }
    }
    return found
  }

  private static func time(_ turn: TurningPoint, rate: Double) -> Double {
    (Double(turn.sample) + Double(turn.fraction) / 65_536) / rate
  }

  @Test("Crests and troughs of sines are found within half a millisecond", arguments: 3...9)
  func sines(hertz: Int) {
    let frequency = Double(hertz) * 0.997
    let signal = (0..<800).map { sin(2 * .pi * frequency * Double($0) / 200) }
    let turns = Self.turns(of: signal)
    #expect(abs(turns.count - Int(8 * frequency)) <= 1)
    for (i, turn) in turns.enumerated() {
      let expected = (Double(i) * 0.5 + 0.25) / frequency
      #expect(abs(Self.time(turn, rate: 200) - expected) < 0.0005, "turn \(i)")
      #expect(turn.isCrest == (i % 2 == 0))
      #expect(abs(Double(turn.value.magnitude) / 0x1p20 - 1) < 0.02)
      if i > 0 { #expect(abs(Double(turn.swing) / 0x1p20 - 2) < 0.04) }
    }
  }

  @Test("A turn smaller than the hysteresis is none")
  func hysteresis() {
    let signal = (0..<2_000).map { 0.04 * sin(Double($0) / 7) / 2 }
    #expect(Self.turns(of: signal).isEmpty)
    #expect(Self.turns(of: signal, hysteresis: 0.03).count > 50)
  }

  @Test("Noise under the hysteresis adds no turns and moves them little", arguments: 1...20)
  func noise(seed: UInt64) {
    var random = Randomness(seed: seed, stream: 0)
    let signal = (0..<800).map { sin(2 * .pi * 5 * Double($0) / 200) + 0.005 * random.normal() }
    let turns = Self.turns(of: signal)
    #expect((39...41).contains(turns.count), "seed \(seed)")
    for (i, turn) in turns.enumerated() {
      #expect(
        abs(Self.time(turn, rate: 200) - (Double(i) * 0.1 + 0.05)) < 0.012, "seed \(seed), \(i)")
    }
  }

  @Test(
    "Crests and troughs take turns, at rising times, with swings of 0 or more", arguments: 1...50)
  func anySignal(seed: UInt64) {
    var random = Randomness(seed: seed, stream: 1)
    let size = pow(10, random.uniform(-3...1.5))
    let signal = (0..<2_000).map { _ in size * random.normal() }
    let turns = Self.turns(of: signal, hysteresis: size / 5)
    #expect(turns.count > 500)
    for (before, turn) in zip(turns, turns.dropFirst()) {
      #expect(turn.isCrest != before.isCrest, "seed \(seed)")
      #expect(Self.time(turn, rate: 1) > Self.time(before, rate: 1) - 1, "seed \(seed)")
      #expect(turn.swing >= 0, "seed \(seed)")
    }
  }

  @Test("After a restart the next turning point is a crest")
  func restart() throws {
    var finder = TurningPoints()
    for i in 0..<10 { _ = finder.step(Int32(-i) << 17, sample: Int64(i), hysteresis: 1 << 16) }
    finder.restart(rising: 0, sample: 10)
    var found: TurningPoint?
    for (i, value) in ([1, 2, 1, 0] as [Int32]).enumerated() where found == nil {
      found = finder.step(value << 18, sample: Int64(11 + i), hysteresis: 1 << 16)
    }
    let turn = try #require(found)
    #expect(turn.isCrest)
    #expect(turn.sample == 12)
    #expect(turn.fraction == 0)
    #expect(turn.swing == 2 << 18)
  }
}
