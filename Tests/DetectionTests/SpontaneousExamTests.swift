import Findings
import Foundation
import Simulation
import Testing

@testable import Detection

@Suite struct SpontaneousExamTests {
  private static let settings = ExamSettings(kind: .spontaneous)

  /// A limb that shakes along `direction` (in the sensor's axes; gravity is z) as told, in g.
  private static func course(
    along direction: [Double] = [1, 0, 0], seconds: Double = 10, rate: Double = 200,
    seed: UInt64 = 1, _ motion: (Double) -> Double
  ) -> Course {
    var random = Randomness(seed: seed, stream: 0)
    let samples = (0..<Int(seconds * rate)).map { i in
      let value = motion(Double(i) / rate)
      func axis(_ n: Int, _ rest: Double) -> Gravities {
        Gravities(
          q20: Int32((rest + direction[n] * value + 0.003 * random.normal()) * 0x1p20))
      }
      return Sample(Acceleration(x: axis(0, 0), y: axis(1, 0), z: axis(2, 1)))
    }
    return Course(samples, settings: settings, rate: SampleRate(hertz: rate))
  }

  @Test("Three seconds of 0.1 g at 4 to 9 Hz are found, along gravity and across", arguments: 4...9)
  func smallTrains(hertz: Int) {
    for direction in [[1, 0, 0], [0, 0, 1], [0.6, 0, -0.8]] {
      Self.expectSmallTrain(hertz, along: direction)
    }
  }

  private static func expectSmallTrain(_ hertz: Int, along direction: [Double]) {
    let course = course(along: direction) {
      (4..<7).contains($0) ? 0.1 * sin(2 * .pi * Double(hertz) * $0) : 0
    }
    let (findings, note) = (course.findings, "\(hertz) Hz, \(direction): \(course.summary)")
    #expect(abs(Int(findings.beats) - hertz * 3) <= 2, "\(note)")
    #expect(abs((findings.frequency?.count ?? 0) - Int32(hertz) * 1_000) < 100, "\(note)")
    #expect(course.episodes.count == 1, "\(note)")
    #expect(course.episodes.first?.kind == .clonusLike)
    #expect(findings.stretch == nil)
    #expect(findings.scats == nil)
    #expect(findings.tardieu == nil)
    #expect(findings.ended == .itself)
  }

  @Test("Polarity does not matter")
  func polarity() {
    // A rhythm with sharp peaks to one side.
    func motion(_ t: Double) -> Double {
      let phase = 2 * Double.pi * 5.5 * t
      return t > 3 && t < 8 ? 0.3 * cos(phase) + 0.1 * cos(2 * phase) : 0
    }
    let (up, down) = (Self.course(motion), Self.course { -motion($0) })
    #expect(up.findings.beats > 20)
    #expect(abs(up.findings.beats - down.findings.beats) <= 1)
    #expect(up.findings.verdict == down.findings.verdict)
  }

  @Test("Broad troughs, whose time leaps from lobe to lobe, hide no rhythm", arguments: 1...4)
  func broadTroughs(seed: UInt64) {
    var random = Randomness(seed: seed, stream: 3)
    let lobes = (0..<60).map { _ in random.chance(0.5) ? 0.25 : -0.25 }
    for lag in [10.0, 11] {
      let course = Self.course(seconds: 14, seed: seed) { time in
        guard time > 3, time < 11 else { return 0 }
        let phase = 2 * Double.pi * 4.8 * time
        let twice = 2 * phase + lag * .pi / 8
        return 0.3 * (cos(phase) + 0.5 * cos(twice) + lobes[Int(4.8 * time)] * sin(twice))
      }
      let note = "seed \(seed), lag \(lag): \(course.summary)"
      #expect(course.findings.verdict == .sustained, "\(note)")
      #expect(abs(course.findings.beats - 38) <= 2, "\(note)")
      #expect(abs((course.findings.frequency?.count ?? 0) - 4_800) < 150, "\(note)")
    }
  }

  @Test("A limb that is laid elsewhere while it beats still beats")
  func laidElsewhere() {
    let course = Self.course(seconds: 14) { time in
      let beats = (4..<9).contains(time) ? 0.3 * sin(2 * .pi * 5.3 * time) : 0
      // Half a second to speed up, half to slow down: as much power as the beats have in their five.
      let way = (5..<6.5).contains(time) ? 0.5 * sin(2 * .pi * (time - 5) / 1.5) : 0
      return beats + way
    }
    #expect(course.episodes.count == 1, "\(course.summary)")
    #expect(abs(course.findings.beats - 26) <= 2, "\(course.summary)")
  }

  @Test("Strides are no rhythm: each has as much again at half its rate")
  func strides() {
    let course = Self.course(seconds: 20) { time in
      0.3 * sin(2 * .pi * 3.4 * time) + 0.45 * sin(2 * .pi * 1.7 * time + 0.6)
    }
    #expect(course.episodes.isEmpty, "\(course.summary)")
  }

  /// A limb that beats about `hertz` times a second for 6 s, each cycle off by up to a quarter where it is `uneven`.
  private static func beating(_ hertz: Double, isUneven: Bool, seed: UInt64) -> Course {
    var random = Randomness(seed: seed, stream: 5)
    var starts = [3.0]
    while starts[starts.count - 1] < 9 {
      let off = isUneven ? random.uniform(-0.26...0.26) : 0
      starts.append(starts[starts.count - 1] + (1 + off) / hertz)
    }
    return course(seconds: 12, seed: seed) { time in
      guard let next = starts.firstIndex(where: { $0 > time }), next > 0 else { return 0 }
      let start = starts[next - 1]
      return 0.3 * sin(2 * .pi * (time - start) / (starts[next] - start))
    }
  }

  @Test("Under 4 Hz a rhythm must be steadier than above: arms swing there", arguments: 1...4)
  func slowAndUneven(seed: UInt64) {
    let found = [3.3, 5.5].map { hertz in
      [false, true].map { !Self.beating(hertz, isUneven: $0, seed: seed).episodes.isEmpty }
    }
    #expect(found == [[true, false], [true, true]], "seed \(seed)")
  }

  @Test("Stillness, slow rocking and knocks are no rhythm")
  func none() {
    let quiet = Self.course { _ in 0 }
    let rocking = Self.course { 0.4 * sin(2 * .pi * 1.2 * $0) }
    let knocks = Self.course(seconds: 20) { time in
      let since = time.truncatingRemainder(dividingBy: 1.3)
      return exp(-since / 0.05) * sin(2 * .pi * 40 * since)
    }
    for course in [quiet, rocking, knocks] {
      #expect(course.findings.verdict == .absent, "\(course.summary)")
      #expect(course.findings.beats == 0)
      #expect(course.episodes.isEmpty)
      #expect(course.findings.ended == nil)
    }
  }

  @Test("Every episode is kept, the longest is reported, and one that goes on is cut by the limit")
  func episodes() {
    let course = Self.course(seconds: 30) {
      let isBeating = (2..<5).contains($0) || (8..<14).contains($0) || $0 > 26
      return isBeating ? 0.4 * sin(2 * .pi * 6 * $0) : 0
    }
    #expect(course.episodes.count == 3, "\(course.summary)")
    #expect(abs(course.findings.beats - 36) <= 2, "\(course.summary)")
    #expect(course.findings.ended == .itself)
    for (episode, onset) in zip(course.episodes, [2.0, 8, 26]) {
      #expect(abs(Double(episode.onset.count) / 1e6 - onset) < 0.4)
      #expect(abs((episode.frequency?.count ?? 0) - 6_000) < 100)
    }
    let going = Self.course { $0 > 5 ? 0.4 * sin(2 * .pi * 6 * $0) : 0 }
    #expect(going.findings.ended == .limit, "\(going.summary)")
    #expect(going.findings.isCensored)
  }

  @Test("Simulated spontaneous clonus is found: longest train within two beats", arguments: 1...3)
  func patients(seed: UInt64) {
    let patient = Patient(.spontaneous, seed: seed)
    var sensor = IdealSensor()
    sensor.rate = 100
    let exam = SimulatedExam(patient: patient, sensor: sensor)
    let course = Course(exam.samples, settings: patient.settings, rate: SampleRate(hertz: 100))
    let truth = exam.truth
    let note = "seed \(seed), truly \(truth.beats.count): \(course.summary)"
    #expect(abs(Int(course.findings.beats) - truth.beats.count) <= 2, "\(note)")
    let off = (course.findings.frequency?.count ?? 0) - (truth.frequency?.count ?? 0)
    #expect(abs(off) <= 100, "\(note)")
  }
}
