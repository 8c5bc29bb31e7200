import Detection
import Findings
import Recording
import Simulation

extension VectorLines {
  /// Steady rhythms of many rates, which show the filters and their angles; then whole exams.
  mutating func writeDetection() {
    for samplesPerSecond in [25, 100, 200, 417, 1_000] as [Int32] {
      for tenths in stride(from: Int64(21), through: 117, by: 12) {
        write(rhythm: tenths, samplesPerSecond: samplesPerSecond)
      }
    }
    for preset in PatientPreset.allCases {
      write(Patient(preset, seed: 3), name: preset.word, samplesPerSecond: 200)
    }
    for samplesPerSecond in [25, 50, 104, 400, 833] as [Int32] {
      write(
        Patient(.spinalCordInjury, seed: 5), name: "spinal-cord-injury",
        samplesPerSecond: samplesPerSecond)
    }
  }

  /// Four seconds of a rhythm of `tenths` of a hertz, without a stretch: parabolas for a sine.
  private mutating func write(rhythm tenths: Int64, samplesPerSecond: Int32) {
    guard let rate = SampleRate(samplesPerRecord: samplesPerSecond, recordMicroseconds: 1_000_000)
    else { preconditionFailure("a rate of the table is out of range") }
    let settings = ExamSettings(kind: .spontaneous)
    var detector = Detector(settings: settings, rate: rate)
    var random = FixedNumbers(UInt64(tenths))
    var events: Int32 = 0
    for index in 0..<Int64(samplesPerSecond) * 10 {
      let time = rate.time(ofSample: index).count
      var value = Acceleration(
        x: Gravities(q20: random.next(within: 2_000)), y: Gravities(q20: 400_000),
        z: Gravities(q20: 969_000))
      if (4_000_000..<8_000_000).contains(time) {
        // The phase in 2^-16 of half a turn, and the parabola 4 p (1 - p) of it.
        let phase = (time * tenths * 2 * 65_536) / 10_000_000
        let part = phase & 65_535
        let arch = Int32(4 * part * (65_536 - part) >> 16)
        value.x.q20 += (phase & 65_536 == 0 ? arch : -arch) * 6
        value.z.q20 -= (phase & 65_536 == 0 ? arch : -arch) * 2
      }
      if detector.step(Sample(value)) != nil { events += 1 }
    }
    word("detection rhythm")
    number(tenths)
    number(samplesPerSecond)
    number(events)
    append(report(detector, settings, rate))
    end()
  }

  private mutating func write(_ patient: Patient, name: Literal, samplesPerSecond: Int32) {
    guard let rate = SampleRate(samplesPerRecord: samplesPerSecond, recordMicroseconds: 1_000_000)
    else { preconditionFailure("a rate of the table is out of range") }
    var sensor = IdealSensor()
    sensor.rate = Double(samplesPerSecond)
    let exam = SimulatedExam(patient: patient, sensor: sensor)
    var detector = Detector(settings: patient.settings, rate: rate)
    var bytes: [UInt8] = []
    for (index, sample) in exam.samples.enumerated() {
      append(sample, to: &bytes)
      if index == exam.cueSample { detector.cue() }
      guard let event = detector.step(sample) else { continue }
      word("detection event")
      word(name)
      number(samplesPerSecond)
      number(index)
      write(event)
      end()
    }
    word("detection samples")
    word(name)
    number(samplesPerSecond)
    checksum(bytes)
    end()
    word("detection exam")
    word(name)
    number(samplesPerSecond)
    append(report(detector, patient.settings, rate))
    end()
  }

  private func append(_ sample: Sample, to bytes: inout [UInt8]) {
    for value in [sample.acceleration.x, sample.acceleration.y, sample.acceleration.z] {
      for shift in [0, 8, 16, 24] as [Int32] {
        bytes.append(UInt8(truncatingIfNeeded: value.q20 >> shift))
      }
    }
    bytes.append(sample.flags.rawValue)
  }

  private mutating func write(_ event: DetectionEvent) {
    switch event {
    case .still: word("still")
    case .stretch(let time): write("stretch", time)
    case .beat(let count, let beat):
      write("beat", beat.time)
      number(count)
      number(beat.amplitude.q20)
    case .tenSeconds: word("ten-seconds")
    case .release(let time): write("release", time)
    case .heldWithoutBeats: word("held-without-beats")
    case .trainEnded(let ended):
      word("train-ended")
      word(ended.word)
    }
  }

  private mutating func write(_ name: Literal, _ time: Microseconds) {
    word(name)
    number(time.count)
  }

  private func report(_ detector: borrowing Detector, _ settings: ExamSettings, _ rate: SampleRate)
    -> TextBuffer
  {
    var beats: [Beat] = []
    for i in 0..<detector.beatCount { beats.append(detector.beat(i)) }
    var episodes: [Episode] = []
    for i in 0..<detector.episodeCount { episodes.append(detector.episode(i)) }
    let report = ExamReport(
      detector.findings(), settings: settings, rate: rate,
      beats: beats, episodes: episodes)
    return report.json(programVersion: "conformance")
  }
}
