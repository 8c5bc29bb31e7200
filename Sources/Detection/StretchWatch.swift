import Findings

/// Watches a limb through rest, stretch and hold, and keeps the stretch that counts: the first that is followed
/// by three beats, else the fastest.
struct StretchWatch: ~Copyable, Sendable {
  /// Clonus is no slower (3 Hz).
  private static let slowest = Microseconds(333_333)

  private let settings: ExamSettings
  private let pace: Pace
  private let preset: SitePreset
  private var push = PushFinder()
  private var trail = MotionTrail()
  private var rhythm = RhythmMemory()
  private var counter: BeatCounter
  private var hold: Hold
  private var isHeld = false
  private var best: Hold
  private var hasBest = false
  private var stretches: Int32 = 0
  private var clock = HoldClock()
  private var sinceRefined: Int32 = 0
  /// How the limb lay before the first try: what a try leaves behind is no unrest.
  private var firstRest: Gravities?

  /// Makes a watch for a chain that splits by `bands`.
  init(settings: ExamSettings, pace: Pace, bands: borrowing Bands) {
    self.settings = settings
    self.pace = pace
    preset = SitePreset(settings.site)
    counter = BeatCounter(endGap: settings.endGap, pace: pace)
    hold = Hold(mirror: Mirror(pass: bands.placePass), lane: .first)
    best = Hold(mirror: Mirror(pass: bands.placePass), lane: .second)
  }

  /// From here on stretches count.
  mutating func cue() {
    isHeld = false
    hasBest = false
    stretches = 0
    clock.restart()
    counter.setHysteresis(held: nil)
  }

  /// Takes a measured sample.
  @inline(__always)
  mutating func measure(
    _ now: Moment, motion: borrowing RecentMotion, axis: inout BeatingAxis, log: borrowing BeatLog
  ) -> DetectionEvent? {
    trail.take(now.parts.motion)
    sinceRefined &+= pace.stride
    if let found = push.step(now, after: motion, isLetGo: isLetGo(now)),
      let event = take(found, now.start, motion: motion, axis: &axis, log: log)
    {
      return event
    }
    if !isHeld { return rest(now, motion: motion, axis: &axis) }
    watch(now, axis: &axis)
    return nil
  }

  /// Looks at the band along the axis, at each of the chain's samples: a beat waits for none that is measured. A train's
  /// beats go into the log.
  @inline(__always)
  mutating func look(
    _ along: Int32, _ smooth: Vector, _ number: Int64, axis: inout BeatingAxis,
    bands: borrowing Bands, log: inout BeatLog
  ) -> DetectionEvent? {
    if isHeld { counter.hold(smooth, sample: number) }
    guard let trough = counter.look(along, sample: number) else { return nil }
    return take(trough, number, axis: &axis, bands: bands, log: &log)
  }

  /// Takes what is wrong with a sample.
  @inline(never)
  mutating func note(_ flags: SampleFlags) {
    if isHeld { hold.note(flags) }
  }

  /// Whether what a stretch stirred up is over and no beats came: the next push is the release, or another try.
  @inline(__always)
  private func isLetGo(_ now: Moment) -> Bool {
    isHeld && (hold.train.count < 3 || !hold.train.isPaced)
      && now.time - hold.stretch.time > .milliseconds(700)
  }

  // MARK: Rest

  @inline(__always)
  private mutating func rest(
    _ now: Moment, motion: borrowing RecentMotion, axis: inout BeatingAxis
  ) -> DetectionEvent? {
    if sinceRefined > 16 {
      axis.refine()
      sinceRefined = 0
    }
    if motion.hasTurnedPage, let event = beginSlowly(now.start, motion: motion, axis: &axis) {
      return event
    }
    return nil
  }

  // MARK: Stretches

  @inline(never)
  private mutating func take(
    _ found: Push, _ now: Moment.Start, motion: borrowing RecentMotion, axis: inout BeatingAxis,
    log: borrowing BeatLog
  ) -> DetectionEvent? {
    guard let direction = found.motion.unit else { return nil }
    let onset = pace.time(of: found.onset)
    if isHeld {
      let since = onset - hold.stretch.time
      guard since > .milliseconds(350), !clock.isOver else { return nil }
      let peak = Gravities(q20: found.motion.length)
      if let counter = hold.counterPush, hold.isDenied(counter) { hold.counterPush = nil }
      if let counter = hold.counterPush, onset - counter < .milliseconds(500) { return nil }
      let isCounter = !hold.isSlow && found.motion.along(hold.direction) < 0
      let isPumped = isPumped(peak, log)
      if !isPumped, isCounter || hold.settledTrain(log).count >= 3 {
        if hold.counterPush == nil { hold.counterPush = onset }
        return nil
      }
      // A late first beat is no stretch: without a release, that takes more than all there was.
      let least = PushFinder.threshold(after: motion, isLetGo: false)
      guard hold.mayBeReleased || (peak > least && !isWithin(peak)) else { return nil }
      retire(at: onset, log)
    }
    hold.begin(
      with: found, along: direction, at: onset, now, pace: pace, after: motion, trail: trail)
    let noise = motion.bandRMS(reachingBack: 6)
    counter.forget(noise: min(noise, max(firstRest ?? noise, motion.noiseLately)))
    axis.point(along: found.motion)
    return begin(now, quietUntil: onset - .milliseconds(20))
  }

  /// Whether a push is so much stronger than the stretch and what came after it that those were the joint's loosening by
  /// hand: the limb was let go, or moves too slowly for clonus.
  private func isPumped(_ peak: Gravities, _ log: borrowing BeatLog) -> Bool {
    guard peak.q20 / 3 > hold.stretch.peak.q20 else { return false }
    let train = hold.settledTrain(log)
    guard train.count >= 3,
      let rhythm = train.rhythm(to: train.count - 1, latest: true, in: log)
    else { return hold.mayBeReleased || peak.q20 / 5 > hold.stretch.peak.q20 }
    return rhythm > Self.slowest && peak.q20 / 3 > train.recentAmplitude(in: log).q20
  }

  /// Whether a push is so much weaker than the stretch that it is a motion within the hold: without a release a limb
  /// cannot be stretched again.
  private func isWithin(_ peak: Gravities) -> Bool { peak.q20 < hold.stretch.peak.q20 / 3 }

  /// A stretch too slow for a push shows by the limb's tilt: 8 degrees within a second and a half.
  @inline(never)
  private mutating func beginSlowly(
    _ now: Moment.Start, motion: borrowing RecentMotion, axis: inout BeatingAxis
  ) -> DetectionEvent? {
    guard !push.isPending, let turn = motion.turn(of: now.gravity) else { return nil }
    hold.begin(turnedFrom: turn.before, along: turn.direction, at: now.time, after: motion)
    axis.face(turn.direction)
    return begin(now, quietUntil: hold.stretch.time + .milliseconds(250))
  }

  private mutating func begin(_ now: Moment.Start, quietUntil end: Microseconds)
    -> DetectionEvent
  {
    if let firstRest, stretches > 0 {
      hold.rest.rms = min(hold.rest.rms, firstRest)
    } else {
      firstRest = hold.rest.rms
    }
    stretches &+= 1
    hold.stretch.count = stretches
    hold.noteRest(before: end, by: rhythm)
    isHeld = true
    clock.begin()
    counter.begin(now, along: hold.direction)
    counter.setHysteresis(held: 0)
    return .stretch(at: hold.stretch.time)
  }

  /// Puts a stretch aside when the next is seen, before which it was let go; the better one is kept.
  private mutating func retire(at next: Microseconds, _ log: borrowing BeatLog) {
    if hasBest, hold.undoes(best, settings: settings), hold.settledTrain(log).count < 3 {
      best.counterPush = best.counterPush ?? hold.stretch.time
      return
    }
    if hold.release == nil { hold.counterPush = hold.mirroredRelease ?? next }
    if hasBest, !hold.outranks(best, settings: settings, log: log) { return }
    swap(&best, &hold)
    hasBest = true
  }

  // MARK: The hold

  @inline(__always)
  private mutating func watch(_ now: Moment, axis: inout BeatingAxis) {
    let wasFall = hold.isFall
    hold.watch(now)
    if wasFall, hold.hasLanded {
      axis.point(along: hold.direction)
      counter.begin(now.start, along: hold.direction)
    }
  }

  /// What the time brings after a measured sample.
  @inline(__always)
  mutating func pass(
    _ number: Int64, at time: Microseconds, axis: borrowing BeatingAxis, bands: borrowing Bands,
    log: inout BeatLog
  ) -> DetectionEvent? {
    guard isHeld else { return nil }
    if counter.isDue(number) {
      counter.settle(
        until: number, along: axis.direction, bands: bands, hold: &hold, log: &log)
    }
    return clock.event(at: time, of: &hold, settings: settings, log: log)
  }

  @inline(never)
  private mutating func take(
    _ trough: TurningPoint, _ number: Int64, axis: inout BeatingAxis, bands: borrowing Bands,
    log: inout BeatLog
  ) -> DetectionEvent? {
    rhythm.append(
      time: pace.time(of: trough.sample, fraction: trough.fraction), swing: trough.swing)
    guard isHeld else {
      counter.rest(trough)
      return nil
    }
    guard !clock.isOver else { return nil }
    hold.troughs &+= 1
    if hold.troughs == 1, !hold.isSlow {
      counter.begin(with: trough)
      return nil
    }
    axis.refine()
    return counter.beat(
      trough, seenAt: number, along: axis.direction, bands: bands, hold: &hold, log: &log)
  }

  // MARK: The answer

  /// The train that the findings speak of.
  func reported(_ log: borrowing BeatLog) -> Train {
    guard let isBest = countsBest(log) else { return Train(lane: .first) }
    return isBest ? best.settledTrain(log) : hold.settledTrain(log)
  }

  /// Whether the stretch that counts is the one put aside; nil where there was none.
  private func countsBest(_ log: borrowing BeatLog) -> Bool? {
    guard isHeld else { return hasBest ? true : nil }
    if hold.train.count >= 3 || !hasBest { return false }
    return hold.undoes(best, settings: settings)
      || !hold.outranks(best, settings: settings, log: log)
  }

  func findings(
    observed: Microseconds, endedBy: Ended?, lost: Int64, samples: Int64,
    log: borrowing BeatLog
  ) -> ExamFindings {
    var result = ExamFindings(kind: .stretch, rule: settings.rule)
    result.observed = observed
    var judgement = Judgement(settings: settings, preset: preset)
    judgement.lostShare =
      samples > 0 ? Permille(Int32(clamping: lost * 1_000 / samples)) : Permille(0)
    switch countsBest(log) {
    case true?: judgement.judge(best, log: log, endedBy: endedBy, into: &result)
    case false?: judgement.judge(hold, log: log, endedBy: endedBy, into: &result)
    case nil:
      judgement.withoutStretch(
        rhythm: rhythm.rhythm(before: observed, span: .seconds(3)), into: &result)
    }
    return result
  }
}
