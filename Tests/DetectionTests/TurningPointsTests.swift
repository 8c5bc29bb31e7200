import Foundation
import Simulation
import Testing

@testable import Detection

@Suite struct TurningPointsTests {
  /// The turning points of a signal given sample by sample.
  private static func turns(
    of signal: [Double], hysteresis: Double = 0.05
  ) -> [TurningPoint] {
    var finder = TurningPoints(patience: .max)
    var found: [TurningPoint] = []
    for (i, value) in signal.enumerated() {
      let q20 = Int32((value * 0x1p20).rounded())
      let least = Int32(hysteresis * 0x1p20)
      if let turn = finder.step(q20, sample: Int64(i), hysteresis: least, whole: .max) {
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
    var finder = TurningPoints(patience: .max)
    for i in 0..<10 {
      _ = finder.step(Int32(-i) << 17, sample: Int64(i), hysteresis: 1 << 16, whole: .max)
    }
    finder.restart(rising: 0, sample: 10)
    var found: TurningPoint?
    for (i, value) in ([1, 2, 1, 0] as [Int32]).enumerated() where found == nil {
      found = finder.step(
        value << 18, sample: Int64(11 + i), hysteresis: 1 << 16, whole: .max)
    }
    let turn = try #require(found)
    #expect(turn.isCrest)
    #expect(turn.sample == 12)
    #expect(turn.fraction == 0)
    #expect(turn.swing == 2 << 18)
  }

  /// At which sample a trough is told that comes back by a thousandth of g each sample.
  private static func toldAt(fallingTo depth: Double, whole: Double) -> Int? {
    var finder = TurningPoints(patience: 9)
    let course = [0.0, 0.5, 0.2, depth] + (1...120).map { depth + Double($0) / 1_000 }
    for (i, value) in course.enumerated() {
      let turn = finder.step(
        Int32(value * 0x1p20), sample: Int64(i), hysteresis: Int32(0.05 * 0x1p20),
        whole: Int32(whole * 0x1p20))
      if let turn, !turn.isCrest { return i }
    }
    return nil
  }

  @Test("A trough of a whole swing is told when its patience is over and it has come back a little")
  func patience() throws {
    let told = try #require(Self.toldAt(fallingTo: -0.5, whole: 0.9))
    #expect(told == 3 + 9)
  }

  @Test("A trough of less than a whole swing waits for the whole hysteresis")
  func partialSwing() throws {
    let told = try #require(Self.toldAt(fallingTo: -0.3, whole: 0.9))
    #expect(told == 3 + 51)
  }
}
