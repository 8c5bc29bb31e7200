import Findings
import Testing

@testable import Simulation

@Suite struct TruthTests {
  /// A joint that turns as told; the lever's acceleration goes with it.
  private static func watch(
    kind: ExamKind = .stretch, seconds: Double, release: Double? = nil,
    angle: (Double) -> Double
  ) -> Truth {
    var recorder = TruthRecorder(kind: kind)
    let step = 0.0005
    var isReleased = false
    if kind == .stretch { recorder.stretch(at: 1) }
    for index in 0..<Int(seconds / step) {
      let time = Double(index) * step
      if let release, time >= release, !isReleased {
        isReleased = true
        recorder.release(at: release)
      }
      let (before, now, after) = (angle(time - step), angle(time), angle(time + step))
      recorder.observe(
        TruthRecorder.Instant(
          seconds: time, angle: now, speed: (after - before) / 2 / step,
          dynamic: 0.12 * (after - 2 * now + before) / step / step / 9.80665))
    }
    return recorder.truth
  }

  /// A stretch at 1 s to 10 degrees, then 5 Hz of 2 degrees half peak to peak while `beats` says so.
  private static func clonus(_ beats: @escaping (Double) -> Bool) -> (Double) -> Double {
    { time in
      let push = Examiner.minimumJerk((time - 1) / 0.1).share * 0.17
      guard time > 1.1, beats(time) else { return push }
      return push + 0.035 * (Mathematics.cos(2 * Mathematics.pi * 5 * (time - 1.1)) - 1)
    }
  }

  @Test("The stretch's own peak is no beat; every cycle after it is, at its turning point")
  func beats() {
    let truth = Self.watch(seconds: 4, angle: Self.clonus { $0 < 3.2 })
    #expect(truth.beats.count == 10)
    for (index, beat) in truth.beats.prefix(9).enumerated() {
      #expect(abs(beat.time.count - Int64(1_300_000 + 200_000 * index)) < 1_000)
      #expect(abs(beat.amplitude.milli - 423) < 10)
    }
    #expect(truth.frequency == Millihertz(5_000))
  }

  @Test("A cycle below 0.16 g peak to peak is none")
  func floor() {
    func count(_ degrees: Double) -> Int {
      Self.watch(seconds: 4) { time in
        Examiner.minimumJerk((time - 1) / 0.1).share * 0.17
          + (time > 1.1
            ? degrees * Mathematics.degree
              * (Mathematics.cos(2 * Mathematics.pi * 5 * (time - 1.1)) - 1) : 0)
      }.beats.count
    }
    // 0.08 g at 0.12 m and 5 Hz is 0.38 degrees.
    #expect(count(0.34) == 0)
    #expect(count(0.42) > 10)
  }

  @Test("What comes after the release is none")
  func release() {
    let truth = Self.watch(seconds: 4, release: 2.0, angle: Self.clonus { _ in true })
    #expect(truth.beats.count == 4)
    #expect(truth.stretch?.release == .seconds(2))
  }

  @Test("A pause under a second belongs to the train, a longer one ends it")
  func pauses() {
    let short = Self.watch(
      seconds: 5, angle: Self.clonus { $0 < 2.1 || (2.7...3.3).contains($0) })
    #expect(short.beats.count >= 7)
    let long = Self.watch(seconds: 6, angle: Self.clonus { $0 < 2.1 || $0 > 3.5 })
    #expect(long.beats.count == 5)
  }

  @Test("A train ends 20 s after the stretch")
  func limit() {
    let truth = Self.watch(seconds: 25, angle: Self.clonus { _ in true })
    #expect(truth.beats.count == 99)
    #expect((truth.beats.last?.time ?? .zero) <= .seconds(21))
  }

  @Test("The stretch has its time, length, angle and speed")
  func stretch() throws {
    let stretch = try #require(Self.watch(seconds: 4, angle: Self.clonus { $0 < 3.2 }).stretch)
    #expect(stretch.time == .seconds(1))
    #expect(abs(stretch.duration.count - 100_000) < 2_000)
    #expect(abs(stretch.angle.count - 974) < 5)
    // Minimum jerk is 1.875 times as fast as even.
    #expect(abs(stretch.speed.count - 183) <= 2)
  }

  @Test("The stretch that counts is the first followed by three beats, else the fastest")
  func counting() {
    func stretch(_ speed: Int32, beats: Int) -> TrueStretch {
      var stretch = TrueStretch(time: .zero)
      stretch.speed = DegreesPerSecond(speed)
      stretch.beats = (0..<beats).map {
        Beat(time: .milliseconds(Int64($0) * 200), amplitude: Gravities(milli: 200))
      }
      return stretch
    }
    var truth = Truth(kind: .stretch)
    truth.stretches = [stretch(100, beats: 1), stretch(300, beats: 0), stretch(200, beats: 2)]
    #expect(truth.stretch?.speed == DegreesPerSecond(300))
    truth.stretches.append(stretch(50, beats: 3))
    #expect(truth.stretch?.speed == DegreesPerSecond(50))
    #expect(truth.verdict(by: Rule(.adult)) == .unsustained)
  }

  @Test("Without a stretch, trains are told apart by pauses of a second")
  func episodes() {
    let truth = Self.watch(kind: .spontaneous, seconds: 10) { time in
      (2...4).contains(time) || (6...9).contains(time)
        ? 0.035 * (Mathematics.cos(2 * Mathematics.pi * 5 * time) - 1) : 0
    }
    #expect(truth.episodes.count == 2)
    #expect(truth.beats == truth.episodes.last)
  }

  @Test("Times can be told from an exam's first sample on")
  func since() throws {
    let truth = Self.watch(seconds: 4, release: 3, angle: Self.clonus { _ in true })
    let moved = truth.since(.milliseconds(500))
    #expect(moved.stretch?.time == .milliseconds(500))
    #expect(moved.stretch?.release == .milliseconds(2_500))
    let (one, other) = (try #require(truth.beats.first), try #require(moved.beats.first))
    #expect(one.time - other.time == .milliseconds(500))
  }
}
