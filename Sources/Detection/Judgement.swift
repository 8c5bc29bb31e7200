import Findings

/// Turns what was measured into a verdict, a reason and a quality, in EXAM.md's order of precedence.
struct Judgement: Sendable {
  let settings: ExamSettings
  let preset: SitePreset
  var lostShare = Permille(0)
  var rhythmAtEnd: RhythmMemory.Rhythm?

  /// A peak speed under which a stretch is slow: 150 deg/s at the joint (clinical.md 1.8).
  static let slowSpeed = DegreesPerSecond(150)
  /// The same for a push no longer than this: where the joint gives way under a brisk hand, little of the turn is
  /// held, and the speed seems half of what it was.
  static let briskPush = Microseconds.milliseconds(150)
  static let verySlowSpeed = DegreesPerSecond(75)
  /// Without a push, a turn under this is no stretch.
  static let leastTurn = Centidegrees(800)
  /// Where there is no angle: a push that lasts longer is slow.
  static let slowPush = Microseconds.milliseconds(280)
  /// A late rhythm that varies more is a person's own (clinical.md 1.7: clonus 1.5 to 8 %, voluntary 3 to 10 %).
  static let steady = Permille(80)
  /// A few intervals that vary more, with beats that leap in size, are twitches.
  static let loose = Permille(150)
  /// Intervals that vary more are not regular; the few of a short train are judged more mildly.
  static func regular(beats: Int32) -> Permille { Permille(beats < 8 ? 320 : 240) }

  init(settings: ExamSettings, preset: SitePreset) {
    self.settings = settings
    self.preset = preset
  }

  func judge(_ hold: Hold?, endedBy: Ended?, stretches: Int32, into result: inout ExamFindings) {
    guard let hold else {
      withoutStretch(&result)
      return
    }
    let train = hold.settledTrain
    describe(hold, train, into: &result)
    result.ended = train.count >= 3 ? ended(hold, endedBy: endedBy) : nil
    result.quality = quality(hold, train, result)
    if train.count >= 3 {
      if let other = otherMotion(hold, train, result) {
        refuse(&result, other, other == .noStretch ? .lookAtLimb : Self.next(for: other))
      } else {
        accept(train, hold, into: &result)
      }
    } else {
      withoutBeats(hold, train, into: &result)
    }
  }

  // MARK: Measures

  private func describe(_ hold: Hold, _ train: Train, into result: inout ExamFindings) {
    result.rest = hold.rest
    result.stretch = stretch(hold)
    result.release = hold.release
    result.hold = (hold.release ?? result.observed) - hold.stretch.time
    result.beats = Int32(train.count)
    result.beatsFirst10s = train.beats(within: .seconds(10))
    guard train.count > 0 else { return }
    result.onset = train.first
    result.latency = train.first - hold.stretch.time
    result.amplitude = train.medianAmplitude
    result.duration = train.duration
    result.intervalCV = train.intervalCV
    if let median = train.medianInterval() { result.frequency = Millihertz(period: median) }
  }

  private func stretch(_ hold: Hold) -> StretchFindings {
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

  private func ended(_ hold: Hold, endedBy: Ended?) -> Ended {
    hold.ended ?? endedBy ?? (hold.release != nil ? .release : .limit)
  }

  // MARK: Quality

  private func quality(_ hold: Hold, _ train: Train, _ result: ExamFindings) -> Quality {
    var quality = Quality(rawValue: 0)
    if hold.clippedBeats > 1 { quality.formUnion(.clipped) }
    if lostShare.count > 2 || hold.lostSamples > 2 { quality.formUnion(.gaps) }
    if isSlow(result.stretch) { quality.formUnion(.slowStretch) }
    if preset.turns, result.stretch?.angle == nil { quality.formUnion(.angleUnknown) }
    if let held = result.hold, held < settings.minimumHold { quality.formUnion(.shortHold) }
    if hold.rest.rhythm != nil { quality.formUnion(.rhythmAtRest) }
    if hold.rest.rms > Gravities(milli: 60) { quality.formUnion(.notAtRest) }
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
    for i in 0..<train.count - 1 where train.isPause(i, median: period(of: result)) {
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

  private func period(of result: ExamFindings) -> Microseconds {
    Microseconds(1_000_000_000 / Int64(max(result.frequency?.count ?? 5_500, 1)))
  }

  // MARK: Verdicts

  private func accept(_ train: Train, _ hold: Hold, into result: inout ExamFindings) {
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

  private func withoutStretch(_ result: inout ExamFindings) {
    if let rhythm = rhythmAtEnd {
      result.rest.rhythm = rhythm.frequency
      result.rest.rhythmAmplitude = rhythm.amplitude
      result.quality.formUnion(.rhythmAtRest)
      refuse(&result, .rhythmAtRest, .restFirst)
    } else {
      refuse(&result, .noStretch, .stretchFaster)
    }
  }

  private func withoutBeats(_ hold: Hold, _ train: Train, into result: inout ExamFindings) {
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
      refuse(&result, .shortHold, .holdLonger)
    } else {
      result.verdict = .absent
      if settings.rule.name == .obstetric { result.positive = false }
      if settings.site == .ankle, settings.rule.name != .infant, !settings.age.isInfant {
        result.scats = 0
      }
    }
  }

  private func refuse(_ result: inout ExamFindings, _ reason: Reason, _ next: NextStep) {
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

  // MARK: Other motions

  /// The motion that three or more beats are, where they are not clonus; nil where they are.
  private func otherMotion(_ hold: Hold, _ train: Train, _ result: ExamFindings) -> Reason? {
    let frequency = result.frequency ?? Millihertz(0)
    let variation = result.intervalCV ?? Permille(1_000)
    let isRegular =
      variation <= Self.regular(beats: result.beats)
      && !(train.count < 8 && variation > Self.loose && train.leaps)
    let isOneAxis = hold.meanLinearity >= 600
    if isSameRhythm(hold, result, frequency) { return .rhythmAtRest }
    // A slow turn that did not last was no stretch.
    if hold.isSlow, (hold.tilt.angle ?? Centidegrees(0)) < Self.leastTurn { return .movement }
    if beganUnstretched(hold, result) { return .noStretch }
    if hold.highSquares > hold.bandSquares * 8 { return .vibration }
    if slows(train), frequency < Millihertz(4_000) { return .slowingJerks }
    // Clonus follows the end of the push within its loop's delay and a cycle (clinical.md 3.4, I).
    let pushed = hold.stretch.time + min(hold.pushDuration, .milliseconds(600))
    let isLate = established(train, result) - pushed > .milliseconds(330) + period(of: result)
    let isSteady = train.count < 6 || (result.intervalCV ?? Permille(0)) < Self.steady
    if isLate, frequency < Millihertz(4_500) || !isSteady || !isRegular || !isOneAxis {
      return .voluntary
    }
    if !isRegular { return hold.isMostlyQuiet ? .twitches : .movement }
    if frequency < preset.slowest || frequency > preset.fastest { return .movement }
    if rings(train, frequency) { return .looseStrap }
    if !standsOut(hold, result) { return .movement }
    return nil
  }

  /// Whether a few beats that die away come at the rate of an adult foot or a strap that swings freely (7.3 Hz or
  /// more; clinical.md 3.4 K: 8.5 Hz), where an adult ankle's clonus has 4.7 to 7 Hz.
  private func rings(_ train: Train, _ frequency: Millihertz) -> Bool {
    guard settings.site == .ankle, !settings.age.isInfant, settings.rule.name != .infant else {
      return false
    }
    return frequency > Millihertz(7_300) && train.count <= 8 && train.diesAway
  }

  /// Whether the rhythm was there before the stretch and did not change: not twice the size, nor 0.7 Hz.
  private func isSameRhythm(_ hold: Hold, _ result: ExamFindings, _ frequency: Millihertz) -> Bool {
    guard let rest = hold.rest.rhythm, let size = hold.rest.rhythmAmplitude,
      let amplitude = result.amplitude
    else { return false }
    let isLarger = amplitude.q20 / 2 >= size.q20
    let isOther = abs(frequency.count - rest.count) >= 700
    return !isLarger && !isOther
  }

  /// Whether the push was but the rhythm's own first beat: as large and as slow as a beat, and without a tilt.
  private func beganUnstretched(_ hold: Hold, _ result: ExamFindings) -> Bool {
    guard hold.tilt.angle == nil, let amplitude = result.amplitude else { return false }
    return hold.pushDuration >= .milliseconds(200)
      && hold.stretch.peak.q20 / 5 <= amplitude.q20 / 4
  }

  /// When the rhythm is under way: past the rebound, at a beat that is followed in time.
  ///
  /// A rebound of the stretch shows as a larger beat before one of less than two fifths of the median, among the first four.
  private func established(_ train: Train, _ result: ExamFindings) -> Microseconds {
    guard let amplitude = result.amplitude, let median = train.medianInterval() else {
      return train.first
    }
    var start = 0
    for i in 0..<min(4, train.count - 3) where train[i].amplitude.q20 / 2 < amplitude.q20 / 5 {
      start = i + 1
    }
    for i in start..<train.count - 1 where train.interval(i) * 10 <= median.count * 15 {
      return train[i].time
    }
    return train.first
  }

  /// Whether the last third of the intervals is an eighth longer than the first third, of six or more: a rate
  /// that falls by a fifth over the train (clinical.md 2.3).
  private func slows(_ train: Train) -> Bool {
    guard train.count >= 7 else { return false }
    let third = (train.count - 1) / 3
    guard let early = train.medianInterval(from: 0, to: third),
      let late = train.medianInterval(from: train.count - 1 - third)
    else { return false }
    return late.count * 8 >= early.count * 9
  }

  /// Whether the beats stand out from what the limb did in the second before the stretch.
  private func standsOut(_ hold: Hold, _ result: ExamFindings) -> Bool {
    guard let amplitude = result.amplitude else { return false }
    return amplitude.q20 >= hold.unrest.q20 / 2 * 3 || hold.unrest < Gravities(milli: 80)
  }
}
