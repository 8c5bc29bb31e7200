import Findings

@testable import Detection

/// An exam as detection heard it.
struct Course {
  /// Every event with the number of its sample.
  var events: [(sample: Int, event: DetectionEvent)] = []
  /// What was found at the last sample, and the beats that count.
  var findings: ExamFindings
  var beats: [Beat] = []
  var episodes: [Episode] = []

  /// Plays samples; `cue` is the sample before which the stretch was asked for.
  init(
    _ samples: [Sample], settings: ExamSettings = ExamSettings(), rate: SampleRate,
    cue: Int? = nil, endedBy: Ended? = nil
  ) {
    var detector = Detector(settings: settings, rate: rate)
    for (i, sample) in samples.enumerated() {
      if i == cue { detector.cue() }
      if let event = detector.step(sample) { events.append((i, event)) }
    }
    findings = detector.findings(endedBy: endedBy)
    for i in 0..<detector.beatCount { beats.append(detector.beat(i)) }
    for i in 0..<detector.episodeCount { episodes.append(detector.episode(i)) }
  }

  /// Plays a limb that moves as told; the stretch is asked for half a second before it.
  init(_ limb: Kinematics, settings: ExamSettings = ExamSettings(), endedBy: Ended? = nil) {
    let cue = limb.isStretched ? Int((limb.rest - 0.5) * limb.rate) : nil
    self.init(
      limb.samples, settings: settings, rate: SampleRate(hertz: limb.rate), cue: cue,
      endedBy: endedBy)
  }

  /// The sample of the first event that fits.
  func sample(where fits: (DetectionEvent) -> Bool) -> Int? {
    events.first { fits($0.event) }?.sample
  }

  /// The findings in a line, for failures.
  var summary: String {
    let qualities = findings.quality.words.map { "\($0)" }
    let latency = findings.latency.map { "\($0.count / 1_000)" } ?? "-"
    return """
      \(findings.verdict) \(findings.reason.map { "\($0)" } ?? "") beats \(findings.beats) \
      at \(findings.frequency?.count ?? 0) mHz after \(latency) ms, cv \
      \(findings.intervalCV?.count ?? -1), ended \(findings.ended.map { "\($0)" } ?? "-"), \
      angle \(findings.stretch?.angle?.count ?? -1), \(qualities)
      """
  }
}

extension SampleRate {
  /// A rate of whole hertz or of thousandths.
  init(hertz: Double) {
    guard let rate = SampleRate(samplePicoseconds: Int64((1e12 / hertz).rounded())) else {
      preconditionFailure("\(hertz) Hz is no rate that detection accepts")
    }
    self = rate
  }
}

extension Bands {
  /// Filters of a chain all of whose samples are measured.
  init(rate: Millihertz) { self.init(rate: rate, stride: 1) }

  /// Takes a sample and measures it.
  mutating func measured(_ sample: Detection.Vector) -> Parts { measure(step(sample)) }
}

extension Moment {
  /// One with this motion, band and gravity, at 200 Hz.
  init(
    gravity: Detection.Vector = Detection.Vector(), motion: Detection.Vector,
    band: Detection.Vector, number: Int64 = 0
  ) {
    let smooth = gravity + motion
    self.init(
      number: number, time: Microseconds(number * 5_000), value: smooth,
      parts: Bands.Parts(smooth: smooth, gravity: gravity, motion: motion, band: band), along: 0)
  }
}
