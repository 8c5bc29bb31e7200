import Findings
import Testing

@testable import Simulation

/// Clonus of a fixed rate (clinical.md 3.4 M).
@Suite struct RateGeneratorTests {
  private static func exam(
    seed: UInt64 = 3, hold: SimulatedHold = .seconds(6), _ change: (inout Patient) -> Void
  ) -> SimulatedExam {
    var patient = Patient(.healthy, seed: seed)
    patient.motions = []
    patient.reflex.gain = 0
    patient.generator = RateGenerator(rate: 6, swing: 2 * Mathematics.degree)
    change(&patient)
    return SimulatedExam(patient: patient, hold: hold)
  }

  @Test("Neither inertia nor stiffness nor the hand changes the rate")
  func load() {
    for (inertia, stiffness, hand) in [(0.01, 20.0, 10.0), (0.015, 30, 15), (0.025, 50, 30)] {
      let truth = Self.exam {
        $0.reflex.inertia = inertia
        $0.reflex.stiffness = stiffness
        $0.reflex.handStiffness = hand
      }.truth
      #expect(abs((truth.frequency?.count ?? 0) - 6_000) < 50)
      #expect(truth.beats.count > 30)
    }
  }

  @Test("It swings the joint as far as it aims", arguments: [1.0, 2, 3])
  func swing(degrees: Double) throws {
    let truth = Self.exam {
      $0.generator?.swing = degrees * Mathematics.degree
      $0.sensor.lever = 0.12
    }.truth
    let w = 2 * Mathematics.pi * 6
    let expected = degrees * Mathematics.degree * w * w * 0.12 / Mathematics.standardGravity
    let median = try #require(truth.beats.map(\.amplitude.milli).sorted().dropFirst(10).first)
    #expect(abs(Double(median) / 1_000 / expected - 1) < 0.2)
  }

  @Test("It stops after as many bursts as it has; the limb may ring on for two", arguments: 4...14)
  func bursts(count: Int32) {
    let truth = Self.exam { $0.generator?.bursts = count }.truth
    #expect((Int(count) - 1...Int(count) + 2).contains(truth.beats.count))
  }

  @Test("With a ratio below one, its beats shrink")
  func decay() throws {
    let truth = Self.exam {
      $0.generator?.ratio = 0.85
      $0.generator?.swing = 3 * Mathematics.degree
    }.truth
    let sizes = truth.beats.map(\.amplitude.milli)
    try #require(sizes.count >= 6)
    #expect(sizes[5] < sizes[2])
    #expect(sizes.count < 30)
  }

  @Test("Released, it falls silent")
  func release() throws {
    let exam = Self.exam(hold: .seconds(3)) { _ in }
    let release = try #require(exam.truth.stretch?.release)
    let last = try #require(exam.truth.beats.last)
    #expect(last.time < release && release - last.time < .milliseconds(250))
  }

  @Test("Without a stretch it beats in trains, with pauses")
  func spontaneous() {
    let truth = SimulatedExam(patient: Patient(.spontaneous, seed: 1)).truth
    #expect(truth.kind == .spontaneous && truth.stretches.isEmpty)
    #expect(truth.episodes.count >= 2)
    for (one, next) in zip(truth.episodes, truth.episodes.dropFirst()) {
      #expect((next.first?.time ?? .zero) - (one.last?.time ?? .zero) >= .seconds(1))
    }
  }
}
