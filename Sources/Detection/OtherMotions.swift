import Findings

/// What else three or more beats can be, where they are no clonus (clinical.md 3.4).
struct OtherMotions: Sendable {
  let settings: ExamSettings
  let preset: SitePreset

  /// Fewer beats do not tell the rate of a rhythm well, and may be one burst of an unrest.
  static let few: Int32 = 7
  /// A rhythm is another one where its rate differs by this much; that of a few beats by so much.
  static let otherRate: Int32 = 700
  static let otherRateOfFew: Int32 = 1_400
  /// Without a push, a turn under this is no stretch.
  static let leastTurn = Centidegrees(800)
  /// A late rhythm that varies more is a person's own (clinical.md 1.7: clonus 1.5 to 8 %, voluntary 3 to 10 %).
  static let steady = Permille(80)
  /// The same of a slow train of ten beats or more, in which one or two are timed by the second swing of theirs.
  static let fairlySteady = Permille(110)
  /// The same of one that begins later than this: nothing of the stretch is left by then, and hardly any clonus begins.
  static let even = Permille(50)
  static let veryLate = Microseconds.milliseconds(1_500)
  /// Intervals that vary more are no rhythm at all, not even a person's own.
  static let arrhythmic = Permille(250)
  /// Clonus that is slower is rare, and a person's own rhythm is no faster.
  static let slow = Millihertz(4_500)
  /// A few intervals that vary more, with beats that leap in size, are twitches.
  static let loose = Permille(150)
  /// Intervals that vary more are not regular; the few of a short train are judged more mildly.
  static func regular(beats: Int32) -> Permille { Permille(beats < 8 ? 250 : 180) }
  /// A joint turns about one axis: less of the power along one line is no joint's motion.
  static let leastLinearity: Int32 = 890
  /// And less than this is a hand's rather than one joint's, where the beats are small.
  static let oneLine: Int32 = 950
  /// Beats smaller than this, late and between cycles too small to count, are a holding hand's tremor.
  static let faint = Gravities(milli: 150)
  /// Above this rate they are a hand's however they come: its own tremor has 6 to 11 Hz, an adult's clonus 3 to 8.
  static let handRate = Millihertz(8_300)
  /// And so are these, where they come after two seconds.
  static let small = Gravities(milli: 200)

  /// The motion that three or more beats are, where they are not clonus; nil where they are.
  @inline(never)
  func reason(
    _ hold: borrowing Hold, _ train: Train, _ log: borrowing BeatLog, _ result: ExamFindings
  ) -> Reason? {
    let frequency = result.frequency ?? Millihertz(0)
    let variation = variation(train, log, result)
    let isRegular =
      variation <= Self.regular(beats: result.beats)
      && !(train.count < 8 && variation > Self.loose && train.leaps(in: log) > 0)
    if isSameRhythm(hold, result, frequency) { return .rhythmAtRest }
    if isSameUnrest(hold, result) { return .notAtRest }
    // A slow turn that did not last was no stretch.
    if hold.isSlow, (hold.tilt.angle ?? Centidegrees(0)) < Self.leastTurn { return .movement }
    if beganUnstretched(hold, result) { return .noStretch }
    if hold.highSquares > hold.bandSquares * 8 { return .vibration }
    if hold.linearity.thousandths < Self.leastLinearity {
      return hold.rest.rhythm != nil ? .rhythmAtRest : hold.isAtRest ? .movement : .notAtRest
    }
    if train.slows(in: log), frequency < Millihertz(4_000) { return .slowingJerks }
    if isWide(result, frequency) { return .movement }
    // Clonus follows the end of the push within its loop's delay and a cycle (clinical.md 3.4, I), at the turning point: a
    // quarter of a cycle later.
    let pushed = hold.stretch.time + min(hold.pushDuration, .milliseconds(600))
    let delay = train.established(size: result.amplitude, in: log) - pushed
    let isLate = delay > .milliseconds(330) + Microseconds(result.period.count * 5 / 4)
    if !isRegular {
      if hold.rest.rhythm != nil { return .rhythmAtRest }
      if train.thinsOut(in: log) { return .slowingJerks }
      if isLate, train.count >= 6, variation < Self.arrhythmic { return .voluntary }
      return hold.isMostlyQuiet ? .twitches : .movement
    }
    let isVeryLate = delay > Self.veryLate
    let (isFew, isLong) = (train.count < 6, train.count >= 10)
    let isSteady =
      variation < (isVeryLate ? Self.even : Self.steady)
      && train.longIntervals(period: result.period, in: log) < 2
    if isLate, frequency < Self.slow || !(isFew || isSteady) { return .voluntary }
    if isVeryLate, isFew { return .twitches }
    if result.beats < Self.few, train.isPieces(period: result.period, in: log) {
      return hold.isMostlyQuiet ? .twitches : .movement
    }
    if isLate, train.isPushed(in: log) { return .voluntary }
    if train.comesInBursts(period: result.period, in: log) { return .movement }
    if isMovedByHand(result) { return .movement }
    if frequency < Millihertz(4_000), !isSteady, !(isLong && variation < Self.fairlySteady) {
      return .movement
    }
    if frequency < preset.slowest || frequency > preset.fastest { return .movement }
    if rings(train, log, frequency) { return .looseStrap }
    if isHandTremor(hold, result) { return .movement }
    return nil
  }

  /// How much the intervals vary; of a slow limb, which rests between its pulls, those of the pulls, where they tell more.
  private func variation(
    _ train: Train, _ log: borrowing BeatLog, _ result: ExamFindings
  ) -> Permille {
    let variation = result.intervalCV ?? Permille(1_000)
    guard train.count >= 6, variation < Self.arrhythmic,
      (result.frequency ?? Millihertz(0)) < Self.slow
    else { return variation }
    return min(variation, train.pullCV(in: log) ?? variation)
  }

  private var isInfant: Bool { settings.age.isInfant || settings.rule.name == .infant }

  /// Whether a few beats that die away come at the rate of an adult foot or a strap that swings freely (7.3 Hz or
  /// more; clinical.md 3.4 K: 8.5 Hz), where an adult ankle's clonus has 4.7 to 7 Hz.
  private func rings(
    _ train: Train, _ log: borrowing BeatLog, _ frequency: Millihertz
  ) -> Bool {
    guard settings.site == .ankle, !isInfant else { return false }
    return frequency > Millihertz(7_300) && train.count <= 8 && train.diesAway(in: log)
  }

  /// Whether the limb is moved to and fro by hand: no faster than 3.3 Hz, after a slow stretch, and as strongly as in it.
  private func isMovedByHand(_ result: ExamFindings) -> Bool {
    guard let stretch = result.stretch, let amplitude = result.amplitude,
      let frequency = result.frequency
    else { return false }
    return frequency < Millihertz(3_300) && result.quality.contains(.slowStretch)
      && amplitude.q20 / 4 > stretch.peak.q20 / 5
  }

  /// Whether the rhythm was there before the stretch and did not change: not twice the size, nor at another rate.
  private func isSameRhythm(
    _ hold: borrowing Hold, _ result: ExamFindings, _ frequency: Millihertz
  ) -> Bool {
    guard let amplitude = result.amplitude,
      let size = larger(hold.burst?.amplitude, hold.rest.rhythmAmplitude)
    else { return false }
    let difference = result.beats < Self.few ? Self.otherRateOfFew : Self.otherRate
    func isOther(than rate: Millihertz?) -> Bool {
      rate.map { abs(frequency.count - $0.count) >= difference } ?? true
    }
    let isLarger = amplitude.q20 / 2 >= size.q20
    let isOther = isOther(than: hold.burst?.frequency) && isOther(than: hold.rest.rhythm)
    // A slight one, as of any limb, hides no clonus.
    guard hold.rest.rhythm != nil || !hold.isAtRest else { return !isLarger && !isOther }
    // What was seen so shortly may have been growing.
    let wasGrowing = !isOther && hold.rest.duration < .seconds(2)
    return wasGrowing || isNoChange(result) || (!isLarger && !isOther)
  }

  /// The larger of two sizes, where there is one.
  private func larger(_ one: Gravities?, _ other: Gravities?) -> Gravities? {
    guard let one, let other else { return one ?? other }
    return max(one, other)
  }

  /// Whether the beats come so late that the stretch did not change what was there before.
  private func isNoChange(_ result: ExamFindings) -> Bool {
    (result.latency ?? .zero) > .milliseconds(700)
  }

  /// Whether a motion without a rhythm was there before the stretch, and is not twice the size since.
  private func isSameUnrest(_ hold: borrowing Hold, _ result: ExamFindings) -> Bool {
    guard hold.rest.rhythm == nil, let amplitude = result.amplitude else { return false }
    // Too little was seen to tell a rhythm from.
    if !hold.isAtRest, hold.rest.duration < .seconds(2) || isNoChange(result) { return true }
    // A few beats may be one more of the bursts in which unrest comes.
    let isBurst = result.beats < Self.few && !hold.isAtRest
    let rms = isBurst ? max(hold.unrest, hold.rest.rms) : hold.rest.rms
    // A swing's amplitude is 1.41 times its root mean square.
    return Int64(amplitude.q20) * 10 < Int64(rms.q20) * 28
  }

  /// Whether small beats are the tremor of the hand that holds the limb: it comes and goes about the least swing of a
  /// beat, and a hand moves in more than one line.
  private func isHandTremor(_ hold: borrowing Hold, _ result: ExamFindings) -> Bool {
    guard hold.sawFaint, let amplitude = result.amplitude, let latency = result.latency else {
      return false
    }
    let isFast = (result.frequency ?? Millihertz(0)) > Self.handRate && !isInfant
    if amplitude < Self.faint, isFast { return true }
    let wanders = hold.linearity.thousandths < Self.oneLine
    let fades = Int(hold.troughs) > hold.train.count * 3 / 2 + 4
    if amplitude < Self.faint { return wanders || (fades && latency > .milliseconds(600)) }
    return amplitude < Self.small && latency > .seconds(2) && (wanders || fades)
  }

  /// Whether the push was but the rhythm's own first beat: as large and as slow as a beat, with the next one in time, and
  /// without a tilt.
  private func beganUnstretched(_ hold: borrowing Hold, _ result: ExamFindings) -> Bool {
    guard hold.tilt.angle == nil, let amplitude = result.amplitude,
      (result.latency ?? .zero).count * 5 < result.period.count * 8
    else { return false }
    return hold.pushDuration >= .milliseconds(200)
      && hold.stretch.peak.q20 / 5 <= amplitude.q20 / 4
  }

  /// Whether the limb swings further than a joint that beats against a hold: more than 5 cm to either side, which is 0.2 g
  /// times the square of the rate in Hz (a foot that beats by 10 degrees to either side, 20 cm from its joint, moves 3.5 cm).
  private func isWide(_ result: ExamFindings, _ frequency: Millihertz) -> Bool {
    guard let amplitude = result.amplitude else { return false }
    let rate = Int64(frequency.count)
    return Int64(amplitude.q20) * 5_000_000 > rate * rate << 20
  }
}

extension ExamFindings {
  /// The cycle of the beats; that of 5.5 Hz where there is none.
  var period: Microseconds {
    Microseconds(1_000_000_000 / Int64(max(frequency?.count ?? 5_500, 1)))
  }
}
