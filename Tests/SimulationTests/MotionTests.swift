import Findings
import Testing

@testable import Simulation

/// The movements of clinical.md 3.5.
@Suite struct MotionTests {
  private static func felt(
    _ motion: Motion, seconds: Double, seed: UInt64 = 1, stretched: Double? = nil,
    released: Double? = nil
  ) -> [ExtraMotion] {
    var running = RunningMotion(motion, lever: 0.12, random: Randomness(seed: seed, stream: 9))
    return (0..<Int(seconds / ReflexLoop.stepSeconds)).map { index in
      let time = Double(index) * ReflexLoop.stepSeconds
      return running.step(
        MotionClock(
          time: time, stretched: stretched.flatMap { $0 <= time ? $0 : nil },
          released: released.flatMap { $0 <= time ? $0 : nil }))
    }
  }

  /// The times at which the acceleration along the motion falls through zero, in s.
  private static func cycles(_ felt: [ExtraMotion]) -> [Double] {
    felt.indices.dropFirst().filter { felt[$0 - 1].along >= 0 && felt[$0].along < 0 }
      .map { Double($0) * ReflexLoop.stepSeconds }
  }

  @Test("A tremor has its rate, size and irregularity, all the time")
  func tremor() {
    let felt = Self.felt(.rhythm(RhythmicMotion(rate: 5, amplitude: 0.4)), seconds: 60)
    let times = Self.cycles(felt)
    #expect(abs(times.count - 300) <= 6)
    let intervals = zip(times, times.dropFirst()).map { $1 - $0 }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    let square = intervals.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    #expect(abs((square / Double(intervals.count)).squareRoot() / mean - 0.04) < 0.01)
    let largest = felt.map(\.along).max() ?? 0
    #expect((0.4...0.68).contains(largest))
    // The angle that belongs to 0.4 g at 5 Hz and 0.12 m is 1.9 degrees.
    let angle = (felt.map(\.tilt).max() ?? 0) / Mathematics.degree
    #expect((1.9...3.5).contains(angle))
  }

  @Test("A voluntary rhythm begins late and stops after the release")
  func voluntary() {
    var motion = RhythmicMotion(rate: 3, amplitude: 0.3)
    motion.onset = .afterStretch(0.5, stopsAfterRelease: 1)
    let felt = Self.felt(.rhythm(motion), seconds: 10, stretched: 2, released: 6)
    let moving = felt.indices.filter { felt[$0].along != 0 }
      .map { Double($0) * ReflexLoop.stepSeconds }
    #expect(abs((moving.first ?? 0) - 2.5) < 0.01)
    #expect((7...7.5).contains(moving.last ?? 0))
  }

  @Test("Turning slowly, gravity outweighs acceleration, as at the bedside")
  func gravity() {
    let felt = Self.felt(.rhythm(RhythmicMotion(rate: 1, amplitude: 0.05)), seconds: 10)
    let tilt = felt.map(\.tilt).max() ?? 0
    let along = felt.map(\.along).max() ?? 0
    #expect(tilt > 1.5 * along)
  }

  @Test("A seizure's jerks slow down")
  func seizure() throws {
    var motion = RhythmicMotion(rate: 4, amplitude: 0.5)
    motion.drift = (rate: 1.5, seconds: 15)
    motion.onset = .between(1, 25)
    let times = Self.cycles(Self.felt(.rhythm(motion), seconds: 30))
    let first = try #require(times.first)
    #expect(first >= 1)
    let early = times.count { $0 < first + 2 }
    let late = times.count { (20...24).contains($0) }
    #expect((7...9).contains(early))
    #expect((5...7).contains(late))
    #expect((times.last ?? 0) < 26)
  }

  @Test("Jerks come at random: as often as told, as irregularly as a Poisson process")
  func myoclonus() {
    let felt = Self.felt(
      .jerks(JerkyMotion(rate: 2, length: 0.03...0.1, height: 0.3...2)), seconds: 120)
    var starts: [Double] = []
    for index in felt.indices.dropFirst() where felt[index - 1].along == 0 {
      if felt[index].along != 0 { starts.append(Double(index) * ReflexLoop.stepSeconds) }
    }
    // The refractory time takes some of the two a second.
    #expect((150...240).contains(starts.count))
    let intervals = zip(starts, starts.dropFirst()).map { $1 - $0 }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    let square = intervals.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    #expect((square / Double(intervals.count)).squareRoot() / mean > 0.3)
    #expect((1.5...2).contains(felt.map { abs($0.along) }.max() ?? 0))
  }

  @Test("A knock comes from anywhere, and rings fast")
  func knocks() {
    var motion = JerkyMotion(rate: 1, length: 0.01...0.04, height: 0.5...1.5)
    motion.fromAnywhere = true
    motion.ring = (rate: 40, fade: 0.05)
    let felt = Self.felt(.jerks(motion), seconds: 60)
    #expect((felt.map { abs($0.inward) }.max() ?? 0) > 0.3)
    #expect((felt.map { abs($0.aside) }.max() ?? 0) > 0.3)
    #expect(felt.allSatisfy { $0.tilt == 0 })
  }

  @Test("A strap that slips leaves the sensor turned")
  func slip() throws {
    let slip = StrapSlip(
      delay: 0.1, turn: 0.2, lean: 0.1, rattle: 30, height: 1, fade: 0.1)
    let felt = Self.felt(.slip(slip), seconds: 5, stretched: 2)
    #expect(felt[4_000].tilt == 0)
    let last = try #require(felt.last)
    #expect(abs(last.tilt - 0.2) < 1e-9 && abs(last.along) < 1e-6)
    #expect((felt.map { abs($0.along) }.max() ?? 0) > 0.5)
  }
}
