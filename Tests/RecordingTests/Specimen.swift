import Findings
import Recording

/// Reproducible numbers: the state is the seed (Steele, Lea, Flood 2014: SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// An exam with everything in it, as far as a file goes: what was put in, to compare with.
struct Specimen {
  var settings = ExamSettings(
    kind: .stretch, site: .wrist, side: .left, rule: Rule(.obstetric, sustainedFrom: 12))
  var clock = ClockNote(
    quality: .rtc, time: CivilTime(secondsSince1970: 1_772_446_272), boot: 7,
    uptime: .milliseconds(7_440_500))
  let rate: SampleRate
  let scale: CountScale
  var samples: [RawSample] = []
  var findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
  var beats: [Beat] = []
  var verdictAt = Microseconds.zero

  init(seed: UInt64, samples count: Int, rate: SampleRate? = nil) {
    var numbers = SeededNumbers(seed: seed)
    guard let usual = rate ?? SampleRate(samplesPerRecord: 80, recordMicroseconds: 399_911),
      let scale = CountScale(nanoGravitiesPerCount: 244_141, railCount: 32_700)
    else { fatalError("the specimen's rate or scale is out of range") }
    self.rate = usual
    self.scale = scale
    for index in 0..<count {
      let lost = index > 0 && numbers.next() % 50 == 0
      samples.append(
        lost
          ? RawSample(
            x: samples[index - 1].x, y: samples[index - 1].y, z: samples[index - 1].z,
            flags: .filled)
          : RawSample(
            x: Int16.random(in: .min ... .max, using: &numbers),
            y: Int16.random(in: -4_096...4_096, using: &numbers), z: Int16(index % 200 * 20)))
    }
    let stretch = usual.time(ofSample: Int64(count / 4))
    findings.verdict = .sustained
    findings.quality = [.clipped, .borderline]
    findings.stretch = StretchFindings()
    findings.stretch?.time = stretch
    findings.stretch?.duration = .milliseconds(90)
    for number in 1...14 {
      beats.append(
        Beat(
          time: stretch + Microseconds(Int64(number) * 166_667), amplitude: Gravities(milli: 610)))
    }
    findings.release = usual.time(ofSample: Int64(count * 3 / 4))
    verdictAt = usual.time(ofSample: Int64(count * 7 / 8))
  }

  /// The marks that the finished file ought to have, settings, clock and lost samples left out.
  var marks: [TimedMark] {
    var marks = [TimedMark(.cue, at: rate.time(ofSample: Int64(samples.count / 5)))]
    marks.append(
      TimedMark(
        .stretch, at: findings.stretch?.time ?? .zero, duration: .milliseconds(90)))
    for (index, beat) in beats.enumerated() {
      marks.append(TimedMark(.beat(Int32(index + 1)), at: beat.time))
    }
    marks.append(TimedMark(.release, at: findings.release ?? .zero))
    marks.append(TimedMark(.verdict(.sustained), at: verdictAt))
    marks.append(TimedMark(.quality([.clipped, .borderline]), at: verdictAt))
    return marks
  }

  func file(seconds: Int64 = 30) -> ExamFile {
    ExamFile(
      number: 42, rate: rate, scale: scale, capacity: .seconds(seconds), programVersion: "0.1.0")
  }

  /// Records the first `count` samples (all where nil), with marks as they come.
  func record(_ file: inout ExamFile, on card: inout MemoryCard, count: Int? = nil) throws {
    file.begin(settings, clock: clock)
    for (index, sample) in samples.prefix(count ?? samples.count).enumerated() {
      let now = rate.time(ofSample: Int64(index))
      if index == samples.count / 5 { file.annotate(.cue, at: now) }
      for (number, beat) in beats.enumerated() where beat.time + .milliseconds(40) <= now {
        if beat.time + .milliseconds(40) + .zero > rate.time(ofSample: Int64(index) - 1) {
          file.annotate(.beat(Int32(number + 1)), at: beat.time)
        }
      }
      try file.append(sample, clock: now + .seconds(5), to: &card)
    }
  }

  /// A whole exam, recorded and finished.
  func recorded(seconds: Int64 = 30) throws -> (file: ExamFile, card: MemoryCard) {
    var card = MemoryCard()
    var file = file(seconds: seconds)
    try file.prepare(on: &card)
    try record(&file, on: &card)
    try file.finish(findings, beats: beats, verdictAt: verdictAt, on: &card)
    return (file, card)
  }
}
