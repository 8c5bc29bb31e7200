import Testing

@testable import Simulation

@Suite struct RandomnessTests {
  @Test("The same seed and stream give the same numbers, others give others")
  func streams() {
    func first(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var random = Randomness(seed: seed, stream: stream)
      return (0..<4).map { _ in random.next() }
    }
    #expect(first(1, 1) == first(1, 1))
    #expect(first(1, 1) != first(2, 1))
    #expect(first(1, 1) != first(1, 2))
    #expect(first(1, 2) != first(2, 1))
  }

  @Test("Each distribution has its mean and spread")
  func moments() {
    var random = Randomness(seed: 42, stream: 0)
    let count = 20_000
    func moments(_ draw: () -> Double) -> (mean: Double, deviation: Double) {
      let values = (0..<count).map { _ in draw() }
      let mean = values.reduce(0, +) / Double(count)
      let square = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(count)
      return (mean, square.squareRoot())
    }
    let uniform = moments { random.uniform(2...4) }
    #expect(abs(uniform.mean - 3) < 0.02 && abs(uniform.deviation - 0.577) < 0.01)
    let normal = moments { random.normal() }
    #expect(abs(normal.mean) < 0.03 && abs(normal.deviation - 1) < 0.02)
    let waits = moments { random.exponential(mean: 2) }
    #expect(abs(waits.mean - 2) < 0.06 && abs(waits.deviation - 2) < 0.08)
  }

  @Test("Numbers stay within their range")
  func ranges() {
    var random = Randomness(seed: 3, stream: 9)
    for _ in 0..<10_000 {
      #expect((0..<1).contains(random.unit()))
      #expect((-1.5...2.5).contains(random.uniform(-1.5...2.5)))
      #expect(random.exponential(mean: 1) >= 0)
    }
  }
}
