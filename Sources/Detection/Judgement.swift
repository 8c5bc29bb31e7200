import Findings

/// Turns what was measured into a verdict, a reason and a quality, in EXAM.md's order of precedence.
struct Judgement: Sendable {
  let settings: ExamSettings
  let preset: SitePreset
  var lostShare = Permille(0)

  /// A peak speed under which a stretch is slow: 150 deg/s at the joint (clinical.md 1.8).
  static let slowSpeed = DegreesPerSecond(150)
  /// The same for a push no longer than this: where the joint gives way under a brisk hand, little of the turn is
  /// held, and the speed seems half of what it was.
  static let briskPush = Microseconds.milliseconds(150)
  static let verySlowSpeed = DegreesPerSecond(75)
  /// Where there is no angle: a push that lasts longer is slow.
  static let slowPush = Microseconds.milliseconds(280)

  /// Makes a judgement for an exam.
  init(settings: ExamSettings, preset: SitePreset) {
    self.settings = settings
    self.preset = preset
  }

  /// Judges the stretch that counts.
  @inline(never)
  func judge(
    _ hold: borrowing Hold, log: borrowing BeatLog, endedBy: Ended?,
    into result: inout ExamFindings
  ) {
    let train = hold.settledTrain(log)
    describe(hold, train, log, into: &result)
    result.ended = train.count >= 3 ? ended(hold, endedBy: endedBy) : nil
    result.quality = quality(hold, train, log, result)
    guard train.count >= 3 else { return withoutBeats(hold, train, into: &result) }
    let motions = OtherMotions(settings: settings, preset: preset)
    if let other = motions.reason(hold, train, log, result) {
      if other == .rhythmAtRest, result.rest.rhythm == nil {
        result.rest.rhythm = hold.burst?.frequency
        result.rest.rhythmAmplitude = hold.burst?.amplitude
      }
      refuse(&result, other, other == .noStretch ? .lookAtLimb : Self.next(for: other))
    } else {
      accept(train, into: &result)
    }
  }

  // MARK: Measures

  private func describe(
    _ hold: borrowing Hold, _ train: Train, _ log: borrowing BeatLog,
    into result: inout ExamFindings
  ) {
    result.rest = hold.rest
    result.stretch = stretch(hold)
    // A train that goes on beyond shows that the release came after it.
    result.release = hold.release.map { max($0, train.last) }
    result.hold = (result.release ?? result.observed) - hold.stretch.time
    result.beats = Int32(train.count)
    result.beatsFirst10s = train.beats(within: .seconds(10), in: log)
    guard train.count > 0 else { return }
    result.onset = train.first
    result.latency = train.first - hold.stretch.time
    result.amplitude = train.medianAmplitude(in: log)
    result.duration = train.duration
    result.intervalCV = train.intervalCV(in: log)
    if let median = train.medianInterval(in: log) { result.frequency = Millihertz(period: median) }
  }

  private func stretch(_ hold: borrowing Hold) -> StretchFindings {
    var stretch = hold.stretch
    stretch.duration = hold.pushDuration
    if preset.turns, let angle = hold.tilt.angle {
      stretch.angle = angle
      // A minimum-jerk motion is at its fastest 15/8 of its mean speed.
      let micro = max(stretch.duration.count, 10_000)
      let speed = Int64(angle.count) * 10_000 * 15 / 8 / micro
      stretch.speed = DegreesPerSecond(Int32(clamping: speed))
    }
    return stretch
  }

  private func ended(_ hold: borrowing Hold, endedBy: Ended?) -> Ended {
    hold.ended ?? endedBy ?? (hold.release != nil ? .release : .limit)
  }

  // MARK: Quality

  private func quality(
    _ hold: borrowing Hold, _ train: Train, _ log: borrowing BeatLog, _ result: ExamFindings
  ) -> Quality {
    var quality = Quality(rawValue: 0)
    if hold.clipping.samples(until: result.release) > 1 { quality.formUnion(.clipped) }
    if lostShare.count > 2 || hold.lostSamples > 2 { quality.formUnion(.gaps) }
    if isSlow(result.stretch) { quality.formUnion(.slowStretch) }
    if preset.turns, result.stretch?.angle == nil { quality.formUnion(.angleUnknown) }
    if let held = result.hold, held < settings.minimumHold { quality.formUnion(.shortHold) }
    if hold.rest.rhythm != nil { quality.formUnion(.rhythmAtRest) }
    if !hold.isAtRest { quality.formUnion(.notAtRest) }
    if hold.sawFaint { quality.formUnion(.faint) }
    guard train.count >= 3 else {
      if train.count == 2 { quality.formUnion(.borderline) }
      return quality
    }
    let frequency = result.frequency ?? Millihertz(0)
    if let latency = result.latency, latency > .milliseconds(450) { quality.formUnion(.lateOnset) }
    if frequency < Millihertz(4_500) { quality.formUnion(.lateOnset) }
    let beats = Int32(train.count)
    let limit = settings.rule.sustainedFrom
    if beats <= Rule.absentBelow || (limit - 1...limit).contains(beats) {
      quality.formUnion(.borderline)
    }
    for i in 0..<train.count - 1 where train.isPause(i, median: result.period, in: log) {
      quality.formUnion(.resumed)
    }
    return quality
  }

  /// A speed is known only as well as the held angle, so a short push is slow only where the speed is far too low.
  private func isSlow(_ stretch: StretchFindings?) -> Bool {
    guard let stretch else { return false }
    guard let speed = stretch.speed else { return stretch.duration > Self.slowPush }
    return speed < (stretch.duration > Self.briskPush ? Self.slowSpeed : Self.verySlowSpeed)
  }

  // MARK: Verdicts

  private func accept(_ train: Train, into result: inout ExamFindings) {
    result.verdict = settings.rule.verdict(beats: result.beats)
    if settings.rule.name == .obstetric { result.positive = true }
    grade(train, into: &result)
  }

  /// SCATS and Tardieu (clinical.md 1.3), where they have a meaning.
  private func grade(_ train: Train, into result: inout ExamFindings) {
    guard settings.site == .ankle, settings.rule.name != .infant, !settings.age.isInfant else {
      return
    }
    let isLong = train.duration > .seconds(10)
    result.scats = isLong ? 3 : train.duration >= .seconds(3) ? 2 : 1
    if !result.quality.contains(.slowStretch) { result.tardieu = isLong ? 4 : 3 }
  }

  /// Says that there was no stretch; a rhythm at the end of the exam may be why.
  func withoutStretch(rhythm: RhythmMemory.Rhythm?, into result: inout ExamFindings) {
    guard let rhythm else { return refuse(&result, .noStretch, .stretchFaster) }
    result.rest.rhythm = rhythm.frequency
    result.rest.rhythmAmplitude = rhythm.amplitude
    result.quality.formUnion(.rhythmAtRest)
    refuse(&result, .rhythmAtRest, .restFirst)
  }

  private func withoutBeats(
    _ hold: borrowing Hold, _ train: Train, into result: inout ExamFindings
  ) {
    let quality = result.quality
    if let rhythm = hold.rest.rhythmAmplitude, rhythm > Gravities(milli: 40) {
      refuse(&result, .rhythmAtRest, .restFirst)
    } else if quality.contains(.clipped) {
      refuse(&result, .clipped, .fixSensor)
    } else if quality.contains(.gaps) {
      refuse(&result, .gaps, .fixSensor)
    } else if quality.contains(.notAtRest) {
      refuse(&result, .notAtRest, .restFirst)
    } else if quality.contains(.slowStretch) {
      refuse(&result, .slowStretch, .stretchFaster)
    } else if quality.contains(.shortHold) {
      // Nothing is held after a tap: what ended it was another motion.
      let reason = preset.manoeuvre == .tap ? Reason.movement : .shortHold
      refuse(&result, reason, Self.next(for: reason))
    } else {
      result.verdict = .absent
      if settings.rule.name == .obstetric { result.positive = false }
      if settings.site == .ankle, settings.rule.name != .infant, !settings.age.isInfant {
        result.scats = 0
      }
    }
  }

  private func refuse(_ result: inout ExamFindings, _ reason: Reason, _ next: NextStep) {
    if reason == .looseStrap { result.quality.formUnion(.looseStrap) }
    result.verdict = .indeterminate
    result.reason = reason
    result.next = next
  }

  /// What to do about another motion.
  private static func next(for reason: Reason) -> NextStep {
    switch reason {
    case .rhythmAtRest, .notAtRest: .restFirst
    case .looseStrap, .vibration, .clipped, .gaps, .sensorFault: .fixSensor
    case .slowStretch, .noStretch: .stretchFaster
    case .shortHold: .holdLonger
    case .twitches, .voluntary, .slowingJerks, .movement: .lookAtLimb
    }
  }
}
