import Findings

/// Watches a limb through rest, stretch and hold, and keeps the stretch that counts: the first that is followed
/// by three beats, else the fastest.
struct StretchWatch: Sendable {
  private let settings: ExamSettings
  private let preset: SitePreset
  private var push = PushFinder()
  private var trail = MotionTrail()
  private var rhythm = RhythmMemory()
  // A hold has 16 kB with its train. It is never optional and never taken out, for that copies it.
  private var hold: Hold
  private var isHeld = false
  private var best: Hold
  private var hasBest = false
  private var stretches: Int32 = 0
  private var start = Microseconds.zero
  private var isOver = false
  private var saidHeld = false
  private var saidRelease = false
  private var saidTen = false
  private var cadence = Cadence()
  private var meanSwing: Int64 = 0
  private var lastDepth: Int64 = 0
  private var lastSwing: Int64 = 0
  private var sinceRefined: Int32 = 0
  private var restRMS = Gravities(q20: 0)

  /// Makes a watch; `placePass` is the low-pass of a change of place, for the rate of the chain.
  init(settings: ExamSettings, placePass: Coefficients) {
    self.settings = settings
    hold = Hold(mirror: Mirror(pass: placePass))
    best = hold
    preset = SitePreset(settings.site)
  }

  /// From here on stretches count.
  mutating func cue() {
    isHeld = false
    hasBest = false
    stretches = 0
    isOver = false
    saidHeld = false
  }

  /// Takes a sample. Motion and bands are only read; they are `inout` so that they are not copied.
  mutating func step(
    _ now: Moment, motion: inout RecentMotion, axis: inout BeatingAxis,
    turns: inout TurningPoints, bands: inout Bands
  ) -> DetectionEvent? {
    trail.take(now.parts.motion)
    sinceRefined &+= 1
    if !isHeld, sinceRefined > 16 {
      axis.refine()
      sinceRefined = 0
    }
    let found = push.step(now.parts.motion, sample: now.number, after: motion)
    if let found, let event = take(found, now, motion: motion, axis: &axis, turns: &turns) {
      return event
    }
    if let event = beginSlowly(now, motion: motion, axis: &axis, turns: &turns) { return event }
    let turn = turns.step(now.along, sample: now.number, hysteresis: hysteresis)
    if isHeld { hold.watch(now, since: now.time - hold.stretch.time) }
    if let turn {
      let event = take(turn, now, axis: &axis, bands: bands)
      if let event { return event }
    }
    return clockEvent(now)
  }

  /// A turn counts from a fifth of the recent swings, and always above the noise.
  private var hysteresis: Int32 {
    let least: Int64 = isHeld ? 41_943 : 25_166  // 0.04 g and 0.024 g
    if isHeld, hold.train.count < 3 {
      return Int32(clamping: max(least, Int64(restRMS.q20) &* 3))
    }
    return Int32(clamping: max(least, max(meanSwing / 5, Int64(restRMS.q20) &* 3)))
  }

  // MARK: Pushes

  private mutating func take(
    _ found: Push, _ now: Moment, motion: RecentMotion, axis: inout BeatingAxis,
    turns: inout TurningPoints
  ) -> DetectionEvent? {
    let onset = now.pace.time(of: found.onset)
    if isHeld {
      let since = onset - hold.stretch.time
      guard since > .milliseconds(350), !isOver else { return nil }
      if let counter = hold.counterPush, onset - counter < .milliseconds(500) { return nil }
      let isCounter = !hold.isSlow && found.motion.along(hold.direction) < 0
      if isCounter || hold.train.count >= 3 {
        if hold.counterPush == nil { hold.counterPush = onset }
        return nil
      }
      retire()
    }
    return begin(found, at: onset, now, motion: motion, axis: &axis, turns: &turns)
  }

  private mutating func begin(
    _ found: Push, at onset: Microseconds, _ now: Moment, motion: RecentMotion,
    axis: inout BeatingAxis, turns: inout TurningPoints
  ) -> DetectionEvent? {
    guard let direction = found.motion.unit else { return nil }
    stretches &+= 1
    hold.clear()
    trail.last(now.number - found.onset) {
      hold.mirror.take($0.along(direction), since: .zero, at: .zero)
    }
    hold.direction = direction
    hold.stretch.time = onset
    hold.stretch.peak = Gravities(q20: found.motion.length)
    hold.stretch.count = stretches
    hold.crestTime = now.pace.time(of: found.top)
    hold.crest = hold.stretch.peak.q20
    hold.rest.duration = onset - start
    hold.rest.rms = motion.bandRMS()
    noteRhythm(before: onset - .milliseconds(20))
    hold.unrest = motion.peak(reachingBack: 5)
    hold.tilt.begin(gravity: now.parts.gravity)
    restRMS = motion.bandRMS(reachingBack: 6)
    isHeld = true
    saidHeld = false
    saidRelease = false
    saidTen = false
    cadence.restart()
    meanSwing = 0
    axis.point(along: found.motion)
    turns.restart(rising: now.parts.band.along(direction), sample: now.number)
    return .stretch(at: onset)
  }

  /// A stretch too slow for a push shows by the limb's tilt: 8 degrees within a second and a half.
  private mutating func beginSlowly(
    _ now: Moment, motion: RecentMotion, axis: inout BeatingAxis, turns: inout TurningPoints
  ) -> DetectionEvent? {
    guard !isHeld, !push.isPending, motion.hasTurnedPage,
      let turn = motion.turn(of: now.parts.gravity)
    else { return nil }
    let span = Microseconds.milliseconds(1_000)
    hold.clear()
    hold.isSlow = true
    hold.direction = turn.direction
    hold.stretch.time = now.time - span
    hold.stretch.peak = Gravities(q20: 0)
    hold.stretch.duration = span
    hold.rest.duration = hold.stretch.time - start
    hold.rest.rms = motion.bandRMS(leavingOut: 5)
    hold.unrest = motion.peak(leavingOut: 5, reachingBack: 9)
    noteRhythm(before: hold.stretch.time + .milliseconds(250))
    hold.tilt.begin(gravity: turn.before, duration: span)
    stretches &+= 1
    hold.stretch.count = stretches
    isHeld = true
    saidHeld = false
    saidRelease = false
    axis.point(along: turn.direction)
    turns.restart(rising: now.parts.band.along(turn.direction), sample: now.number)
    return .stretch(at: hold.stretch.time)
  }

  private mutating func noteRhythm(before time: Microseconds) {
    guard let seen = rhythm.rhythm(before: time, span: .seconds(3)) else { return }
    hold.rest.rhythm = seen.frequency
    hold.rest.rhythmAmplitude = seen.amplitude
  }

  /// Puts a stretch aside; the better one is kept.
  private mutating func retire() {
    if hasBest, !hold.outranks(best, settings: settings) { return }
    best = hold
    hasBest = true
  }

  // MARK: The hold

  private mutating func take(
    _ turn: TurningPoint, _ now: Moment, axis: inout BeatingAxis, bands: Bands
  ) -> DetectionEvent? {
    let seen = now.pace.time(of: turn.sample, fraction: turn.fraction)
    guard !turn.isCrest else {
      return nil
    }
    if !isHeld {
      meanSwing = (meanSwing &* 3 &+ Int64(turn.swing)) / 4
      rhythm.append(time: seen, swing: turn.swing)
      return nil
    }
    rhythm.append(time: seen, swing: turn.swing)
    guard !isOver else { return nil }
    hold.troughs &+= 1
    if hold.troughs == 1 {
      lastDepth = Int64(-turn.value) / 6
      lastSwing = 0
      return nil
    }
    axis.refine()
    hold.noteLinearity(axis.linearity)
    return beat(turn, seen: seen, bands: bands)
  }

  private mutating func beat(
    _ turn: TurningPoint, seen: Microseconds, bands: Bands
  ) -> DetectionEvent? {
    let period = cadence.period(at: seen)
    let swing = bands.restored(Gravities(q20: turn.swing), period: period)
    guard swing >= Self.floor else {
      if swing.q20 > Self.floor.q20 / 3 { hold.sawFaint = true }
      return nil
    }
    // Under a third of the trough before is the limb's and the filters' own ringing, and so is a small bump
    // sooner than the limb can beat again.
    let depth = Int64(-turn.value)
    let interval = cadence.interval(to: seen)
    let isBump =
      (interval ?? settings.endGap) < .milliseconds(140) && Int64(turn.swing) * 10 < lastSwing * 3
    if depth * 3 < lastDepth || isBump {
      lastDepth /= 2
      return nil
    }
    if let interval, interval < Cadence.shortest { return nil }
    (lastDepth, lastSwing) = (depth, Int64(turn.swing))
    let lead = bands.lead(atPeriod: period)
    if let interval, interval >= settings.endGap {
      hold.beginGroup()
      cadence.restart()
      meanSwing = 0
    } else if interval != nil, hold.train.count == 1 {
      hold.train.moveLast(by: lead - bands.lead(atPeriod: Cadence.unknown))
    }
    cadence.take(seen)
    meanSwing = meanSwing == 0 ? Int64(turn.swing) : (meanSwing &+ Int64(turn.swing)) / 2
    let beat = Beat(time: seen + lead, amplitude: Gravities(q20: swing.q20 / 2))
    hold.append(beat, depth: -turn.value)
    return .beat(number: Int32(hold.train.count), beat)
  }

  /// A beat's least swing, peak to peak (EXAM.md: 0.16 g).
  static let floor = Gravities(milli: 160)

  // MARK: The clock

  private mutating func clockEvent(_ now: Moment) -> DetectionEvent? {
    guard isHeld, !isOver else { return nil }
    if !saidRelease, let release = hold.release {
      saidRelease = true
      return .release(at: release)
    }
    let since = now.time - hold.stretch.time
    if hold.train.count >= 3 {
      if now.time - hold.train.last >= settings.endGap {
        return end(hold.release != nil ? .release : .itself)
      }
      if since >= settings.maximumHold { return end(.limit) }
      if !saidTen, hold.train.duration >= .seconds(10) {
        saidTen = true
        return .tenSeconds
      }
      return nil
    }
    let quiet = hold.train.count > 0 ? now.time - hold.train.last : since
    if !saidHeld, since >= settings.minimumHold, quiet >= settings.endGap {
      saidHeld = true
      return .heldWithoutBeats
    }
    return nil
  }

  private mutating func end(_ how: Ended) -> DetectionEvent {
    isOver = true
    hold.ended = how
    return .trainEnded(how)
  }

  // MARK: The answer

  /// The train that the findings speak of.
  var reported: Train { counting?.settledTrain ?? Train() }

  private var counting: Hold? {
    guard isHeld else { return hasBest ? best : nil }
    if hold.train.count >= 3 || !hasBest { return hold }
    return hold.outranks(best, settings: settings) ? hold : best
  }

  func findings(
    observed: Microseconds, endedBy: Ended?, lost: Int64, samples: Int64
  ) -> ExamFindings {
    var result = ExamFindings(kind: .stretch, rule: settings.rule)
    result.observed = observed
    var judgement = Judgement(settings: settings, preset: preset)
    judgement.lostShare =
      samples > 0 ? Permille(Int32(clamping: lost * 1_000 / samples)) : Permille(0)
    if let rhythm = rhythm.rhythm(before: observed, span: .seconds(3)) {
      judgement.rhythmAtEnd = rhythm
    }
    judgement.judge(counting, endedBy: endedBy, stretches: stretches, into: &result)
    return result
  }
}
