import Findings
import Testing

@testable import Simulation

@Suite struct WorldTests {
  @Test("The examiner stretches 0.5 to 1.5 s after the cue and lets go after the verdict")
  func examiner() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var patient = Patient(.spinalCordInjury, seed: seed)
      patient.examiner.warmUps = 0
      var world = SimulatedWorld(patient: patient)
      world.hear(.cue, at: .seconds(4))
      _ = world.acceleration(at: 10)
      let stretch = try #require(world.truth.stretches.first, "seed \(seed)")
      let reaction = stretch.time - .seconds(4)
      #expect(reaction >= .milliseconds(499) && reaction <= .milliseconds(1_501))
      #expect(stretch.release == nil)
      world.hear(.verdict, at: .seconds(10))
      _ = world.acceleration(at: 12)
      let release = try #require(world.truth.stretches.first?.release)
      #expect(release > .seconds(10) && release < .milliseconds(10_900))
      #expect(!world.isExaminerBusy)
    }
  }

  @Test("Without a cue nothing happens, and a second cue gives a second stretch")
  func series() {
    var world = SimulatedWorld(patient: Patient(.healthy, seed: 1))
    _ = world.acceleration(at: 10)
    #expect(world.truth.stretches.isEmpty)
    for trial in 1...3 {
      let start = Int64(trial) * 20
      world.hear(.cue, at: .seconds(start))
      world.hear(.verdict, at: .seconds(start + 8))
      _ = world.acceleration(at: Double(start) + 12)
      #expect(world.truth.stretches.count == trial)
    }
  }

  @Test("An examiner told to stop before moving does not stretch")
  func stopped() {
    var world = SimulatedWorld(patient: Patient(.healthy, seed: 1))
    world.hear(.cue, at: .seconds(1))
    world.hear(.verdict, at: .milliseconds(1_200))
    _ = world.acceleration(at: 10)
    #expect(world.truth.stretches.isEmpty)
  }

  @Test("A stretch in two stages turns the joint as far as one in one")
  func twoStages() {
    func angle(_ pause: Double) -> Double {
      var patient = Patient(.healthy, seed: 4)
      patient.examiner.pause = pause
      patient.examiner.warmUps = 0
      var world = SimulatedWorld(patient: patient)
      world.stretch(at: 1)
      _ = world.acceleration(at: 4)
      return world.jointDegrees
    }
    #expect(abs(angle(0.2) - angle(0)) < 0.01)
  }

  @Test("However finely it is asked, the world is the same")
  func steps() {
    var (coarse, fine) = (
      SimulatedWorld(patient: Patient(.tremor, seed: 2)),
      SimulatedWorld(patient: Patient(.tremor, seed: 2))
    )
    for index in 1...1_000 { _ = fine.acceleration(at: Double(index) * 0.0031) }
    #expect(fine.acceleration(at: 3.2) == coarse.acceleration(at: 3.2))
  }

  @Test("At rest a limb feels one g and little else", arguments: 1...10)
  func rest(seed: UInt64) {
    var world = SimulatedWorld(patient: Patient(.spinalCordInjury, seed: seed))
    for index in 0..<500 {
      let felt = world.acceleration(at: Double(index) * 0.005)
      let length = (felt.x * felt.x + felt.y * felt.y + felt.z * felt.z).squareRoot()
      #expect(abs(length - 1) < 0.03)
    }
  }

  @Test(
    "Any rate gives the same beats", arguments: [25.0, 100, 200, 416, 1_000])
  func rates(hertz: Double) {
    var sensor = IdealSensor()
    sensor.rate = hertz
    let patient = Patient(.stroke, seed: 3)
    let exam = SimulatedExam(patient: patient, sensor: sensor, hold: .seconds(3))
    let reference = SimulatedExam(patient: patient, hold: .seconds(3))
    #expect(exam.truth == reference.truth)
    #expect(abs(Double(exam.samples.count) / hertz - 8.7) < 0.1 + 1 / hertz)
  }

  @Test("Where the range ends, samples are clipped and say so")
  func clipping() {
    var sensor = IdealSensor()
    sensor.range = 2
    sensor.count = 0.001
    let exam = SimulatedExam(patient: Patient(.serotonergic, seed: 5), sensor: sensor)
    #expect(exam.samples.contains { $0.flags.contains(.clipped) })
    let limit = Gravities(milli: 2_001)
    #expect(exam.samples.allSatisfy { $0.acceleration.x < limit })
  }

  @Test("The bytes of a whole exam are the same on every machine")
  func bits() {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for preset in PatientPreset.allCases {
      let exam = SimulatedExam(patient: Patient(preset, seed: 2026), hold: .seconds(1))
      for sample in exam.samples {
        for axis in [sample.acceleration.x, sample.acceleration.y, sample.acceleration.z] {
          hash = (hash ^ UInt64(UInt32(bitPattern: axis.q20))) &* 1_099_511_628_211
        }
      }
    }
    #expect(hash == 11_510_917_197_992_050_688)
  }
}
