import Testing

@testable import Simulation

/// The closed form of clinical.md 3.3 against the predicted columns of tables C and D.
@Suite struct PhaseBalanceTests {
  @Test(
    "The predicted rate falls with the loop's delay",
    arguments: [
      (20.0, 7.94), (30, 7.23), (35, 6.88), (40, 6.53), (45, 6.20), (50, 5.90), (55, 5.61),
      (60, 5.34), (70, 4.88),
    ])
  func delay(milliseconds: Double, hertz: Double) throws {
    let balance = try #require(PhaseBalance(.ankle { $0.delay = milliseconds / 1_000 }))
    #expect(abs(balance.frequency - hertz) <= 0.01)
  }

  @Test(
    "The predicted rate and the critical gain fall with inertia",
    arguments: [
      (0.008, 6.53, 14.3), (0.010, 6.44, 13.1), (0.0125, 6.33, 11.6), (0.015, 6.20, 10.4),
      (0.020, 5.95, 8.3), (0.025, 5.68, 6.8), (0.030, 5.42, 5.7), (0.0375, 5.07, 4.5),
      (0.050, 4.58, 3.5),
    ])
  func inertia(inertia: Double, hertz: Double, gain: Double) throws {
    let balance = try #require(PhaseBalance(.ankle { $0.inertia = inertia }))
    #expect(abs(balance.frequency - hertz) <= 0.01)
    #expect(abs(balance.criticalGain - gain) <= 0.1)
  }

  @Test("The critical gain rises with stiffness")
  func stiffness() throws {
    for (stiffness, gain) in [(10.0, 5.1), (20, 7.5), (30, 10.4), (40, 13.7), (50, 17.4)] {
      let balance = try #require(PhaseBalance(.ankle { $0.stiffness = stiffness }))
      #expect(abs(balance.criticalGain - gain) <= 0.1)
    }
  }

  @Test("The loop fades below the critical gain and beats above it, were the threshold zero")
  func criticalGain() throws {
    let free = ReflexParameters.ankle {
      $0.threshold = 0
      $0.leastSpeed = 0
    }
    let critical = try #require(PhaseBalance(free)).criticalGain
    func lastPeak(_ factor: Double) -> Double {
      var parameters = free
      parameters.gain = factor * critical
      return ReflexRun(parameters, seconds: 10).peaks.last?.time ?? 0
    }
    #expect(lastPeak(0.85) < 4)
    #expect(lastPeak(1.2) > 9)
  }
}
