import Findings
import Foundation
import Simulation
import Testing

@testable import Detection

/// Trains that are no plain rows of like beats: how they begin, pause and end, and beats that show twice.
@Suite struct BeatShapeTests {
  private static func limb(beats: Int, seed: UInt64 = 1) -> Kinematics {
    var limb = Kinematics()
    (limb.beats, limb.seed) = (beats, seed)
    return limb
  }

  @Test("A step the stretch's way, as beats to one side end with, is no release; one back is")
  func stepsWithoutTilt() {
    let bands = Bands(rate: Millihertz(200_000))
    var mirror = Mirror(pass: bands.placePass)
    /// The acceleration of a minimum-jerk step of 1 cm, Q20 g.
    func step(_ time: Double, at start: Double, lasting span: Double) -> Double {
      let u = (time - start) / span
      guard u > 0, u < 1 else { return 0 }
      return 0.01 / 9.81 / (span * span) * (60 * u - 180 * u * u + 120 * u * u * u) * 0x1p20
    }
    var found: (further: Microseconds?, back: Microseconds?)
    for sample in 0..<1_200 {
      let time = Double(sample) / 200
      let along =
        step(time, at: 0, lasting: 0.08) + step(time, at: 2, lasting: 0.12)
        - step(time, at: 4, lasting: 0.2)
      let now = Microseconds(Int64(sample) * 5_000)
      mirror.take(Int32(along), since: now, at: now)
      if time < 3.9 { found.further = mirror.returned } else { found.back = mirror.returned }
    }
    #expect(found.further == nil)
    #expect(
      abs((found.back ?? .zero).count - 4_000_000) < 150_000, "\(String(describing: found.back))")
  }

  /// A limb whose beats each pull twice, 56 ms apart, now the one and now the other more; 7 Hz, 0.6 g.
  private static func pullingTwice(beats: Int, seed: UInt64) -> Course {
    var limb = Self.limb(beats: 0, seed: seed)
    (limb.mounting, limb.hold) = ((roll: 0, yaw: 0), 6)
    var random = Randomness(seed: seed, stream: 7)
    let peaks = (1...beats).map { 4.12 + Double($0) * 0.142 }
    let sizes = peaks.map { _ in random.uniform(0.7...1.3) }
    var samples = limb.samples
    for i in samples.indices {
      let time = Double(i) / limb.rate
      guard time > 4.12, time < 4.2 + Double(beats) * 0.142 else { continue }
      var pull = 0.28
      for (peak, size) in zip(peaks, sizes) where abs(time - peak) < 0.1 {
        let (early, late) = ((time - peak + 0.028) / 0.016, (time - peak - 0.028) / 0.016)
        pull -= 0.6 * (size * exp(-early * early / 2) + (2 - size) * exp(-late * late / 2))
      }
      samples[i].acceleration.x.q20 += Int32(pull * 0x1p20)
    }
    return Course(samples, rate: SampleRate(hertz: limb.rate), cue: 700)
  }

  @Test("No beat is missed where each pulls twice, early or late", arguments: 1...4)
  func pullingTwice(seed: UInt64) {
    let twice = Self.pullingTwice(beats: 25, seed: seed)
    #expect(abs(twice.findings.beats - 25) <= 1, "seed \(seed): \(twice.summary)")
    #expect(twice.findings.verdict == .sustained, "seed \(seed): \(twice.summary)")
  }

  @Test("One or two pauses of two cycles and a half leave a train regular; three do not")
  func shortPauses() {
    func variation(pauses: Int) -> Permille {
      let intervals = (0..<24).map { $0 % 8 == 3 && $0 / 8 < pauses ? 370 : Int64(143 + $0 % 3) }
      return Beats(intervals).says { $0.intervalCV(in: $1) } ?? Permille(0)
    }
    #expect(variation(pauses: 1) < Permille(20))
    #expect(variation(pauses: 2) < Permille(20))
    #expect(variation(pauses: 3) > Permille(200))
  }

  @Test("A train that builds up is under way with its first beat; one behind a rebound is not")
  func underWay() {
    func established(sizes: [Int32]) -> Microseconds {
      let beats = Beats(Array(repeating: 200, count: sizes.count - 1), sizes: sizes)
      return beats.says { $0.established(size: Gravities(q20: 1_000), in: $1) }
    }
    let rising: [Int32] = [250, 300, 340, 380]
    let rebound: [Int32] = [900, 300, 340, 1_000]
    let rest = [Int32](repeating: 1_000, count: 8)
    #expect(established(sizes: rising + rest) == .seconds(1))
    #expect(established(sizes: rebound + rest) == .milliseconds(1_400))
  }

  /// The limb moved gently against the stretch a second and a half before it, after the stretch was asked for.
  private static func rocked(_ limb: Kinematics) -> Course {
    var samples = limb.samples
    let start = limb.rest - 1.5
    for i in samples.indices {
      let time = Double(i) / limb.rate - start
      guard time > 0, time < 0.5 else { continue }
      samples[i].acceleration.x.q20 -= Int32(0.2 * sin(2 * .pi * 2 * time) * 0x1p20)
    }
    return Course(samples, rate: SampleRate(hertz: limb.rate), cue: Int((start - 0.3) * limb.rate))
  }

  @Test(
    "A push five times as strong as what was taken for the stretch is the stretch", arguments: 1...3
  )
  func rocking(seed: UInt64) {
    var limb = Self.limb(beats: 0, seed: seed)
    (limb.rise, limb.mounting) = (0.08, (roll: 0, yaw: 0))
    let course = Self.rocked(limb)
    #expect(course.findings.verdict == .absent, "seed \(seed): \(course.summary)")
    let time = course.findings.stretch?.time ?? .zero
    #expect(abs(time.count - 4_000_000) < 60_000, "seed \(seed): stretch at \(time.count) us")
  }
}
