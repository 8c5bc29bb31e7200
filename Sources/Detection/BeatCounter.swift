import Findings

/// Tells the beats of a held stretch from the turns of the band along the axis.
struct BeatCounter: ~Copyable, Sendable {
  private let inPlace = InPlace()

  private var turns: TurningPoints
  private var cycle: CycleTurn
  private var unsettled: Unsettled?
  private var lastTrough: Int64 = 0
  // The last trough that was the place a first pull came from.
  private var lastOnset = Microseconds.zero
  // The highest crest since the last beat.
  private var crest: (value: Int32, sample: Int64) = (.min, 0)
  private var cadence = Cadence()
  private var meanSwing: Int64 = 0
  private var lastDepth: Int64 = 0
  private var lastSwing: Int64 = 0
  private var noise = Gravities(q20: 0)
  private var hysteresis: Int32 = Self.leastAtRest
  private var whole = Int32.max
  private let endGap: Microseconds
  private let pace: Pace

  /// A beat's least swing, peak to peak (EXAM.md: 0.16 g).
  static let floor = Gravities(milli: 160)

  private static let leastAtRest: Int32 = 25_166  // 0.024 g
  private static let leastHeld: Int32 = 41_943  // 0.04 g
  private static let leastWhole: Int32 = 125_829  // 0.12 g

  /// Makes a counter of trains that end with a gap of `endGap`, in a chain of this pace.
  init(endGap: Microseconds, pace: Pace) {
    self.endGap = endGap
    self.pace = pace
    turns = TurningPoints(patience: pace.patience)
    cycle = CycleTurn(pace: pace)
  }

  /// Begins with a stretch that was found at this sample and is held from now on.
  mutating func begin(_ now: Moment.Start, along direction: Vector) {
    turns.restart(rising: now.band.along(direction), sample: now.number)
    lastTrough = now.number
    (lastDepth, lastSwing) = (0, 0)
    unsettled = nil
    (crest, lastOnset) = ((.min, 0), .zero)
    cycle.restart()
  }

  /// Begins with a stretch out of a rest with this noise.
  mutating func forget(noise: Gravities) {
    self.noise = noise
    cadence.restart()
    meanSwing = 0
  }

  /// Sets what a turn counts from: a fifth of the recent swings, and always above the noise. From three beats on half of
  /// them is a whole swing; what a train's end leaves behind is less.
  mutating func setHysteresis(held beats: Int?) {
    let least = max(
      beats == nil ? Self.leastAtRest : Self.leastHeld, Int32(clamping: Int64(noise.q20) &* 3))
    let isYoung = beats.map { $0 < 3 } ?? false
    whole = (beats ?? 0) < 3 ? .max : max(Self.leastWhole, Int32(clamping: meanSwing / 2))
    hysteresis = isYoung ? least : max(least, Int32(clamping: meanSwing / 5))
  }

  /// Looks at a sample: gives a trough of the band along the axis.
  @inline(__always)
  mutating func look(_ along: Int32, sample: Int64) -> TurningPoint? {
    guard
      let turn = turns.step(along, sample: sample, hysteresis: hysteresis, whole: whole)
    else { return nil }
    if turn.isCrest {
      if turn.value > crest.value { crest = (turn.value, turn.sample) }
      return nil
    }
    return turn
  }

  /// Takes a trough while nothing is held.
  mutating func rest(_ trough: TurningPoint) {
    meanSwing = (meanSwing &* 3 &+ Int64(trough.swing)) / 4
    setHysteresis(held: nil)
  }

  /// Takes a sample of a hold.
  @inline(__always)
  mutating func hold(_ smooth: Vector, sample: Int64) { cycle.take(smooth, sample: sample) }

  /// Takes the first trough of a hold: the stretch's own overshoot.
  mutating func begin(with overshoot: TurningPoint) {
    lastDepth = Int64(-overshoot.value) / 12
    lastSwing = 0
    lastTrough = overshoot.sample
  }

  /// Takes any other trough; gives a beat where it is one.
  @inline(never)
  mutating func beat(
    _ turn: TurningPoint, seenAt number: Int64, along direction: Vector, bands: borrowing Bands,
    hold: inout Hold, log: inout BeatLog
  ) -> DetectionEvent? {
    settle(until: turn.sample, along: direction, bands: bands, hold: &hold, log: &log)
    defer { lastTrough = turn.sample }
    let low = pace.time(of: turn.sample, fraction: turn.fraction)
    let response = bands.responses.response(atPeriod: cadence.period(at: low))
    let swing = response.restored(Gravities(q20: turn.swing))
    // A beat soon after the stretch is seen smaller than it is: its cycle will show it.
    guard swing.q20 >= Self.floor.q20 / 2 else {
      if swing.q20 > Self.floor.q20 / 3 { hold.sawFaint = true }
      return nil
    }
    var interval = cadence.interval(to: low)
    if !isDeep(turn, at: low, after: interval) {
      guard isFirst(turn, after: interval, in: hold) else {
        lastDepth /= 2
        return nil
      }
      hold.train.clear()
      forget(noise: noise)
      interval = nil
    }
    if isOnset(turn, at: low, in: hold) {
      lastOnset = low
      return nil
    }
    // The trough of a beat that pulls twice may be early in its cycle and the one before late; their turns are not.
    if let interval, interval < Cadence.shortest,
      hold.train.count == 0 || low + response.lead - hold.train.last < Cadence.shortest
    {
      return nil
    }
    unsettled = Unsettled(
      low: turn.sample, from: lastTrough, lag: response.lag,
      shift: pace.samples(in: response.lead + response.lag),
      end: number + pace.samples(in: response.period),
      doubtful: swing < Self.floor ? turn : nil)
    if swing < Self.floor { return nil }
    return take(turn, at: low, response, swing, interval, hold: &hold, log: &log)
  }

  private mutating func take(
    _ turn: TurningPoint, at low: Microseconds, _ response: BandResponse, _ swing: Gravities,
    _ interval: Microseconds?, hold: inout Hold, log: inout BeatLog
  ) -> DetectionEvent {
    (lastDepth, lastSwing) = (Int64(-turn.value), Int64(turn.swing))
    if let interval, interval >= endGap {
      hold.beginGroup(in: log)
      cadence.restart()
      meanSwing = 0
    }
    let beat = Beat(time: low + response.lead, amplitude: Gravities(q20: swing.q20 / 2))
    if hold.train.endsInSecondSwing(before: beat, in: log) {
      hold.train.cut(to: hold.train.count - 1, in: log)
      cadence.forgetLast()
    }
    cadence.take(low)
    meanSwing = meanSwing == 0 ? Int64(turn.swing) : (meanSwing &+ Int64(turn.swing)) / 2
    let cycle = BandCycle(
      depth: -turn.value, pull: turn.crestBefore, pulledAt: pace.time(of: crest.sample))
    hold.append(beat, cycle, to: &log)
    crest = (.min, 0)
    setHysteresis(held: hold.train.count)
    return .beat(number: Int32(hold.train.count), beat)
  }

  // MARK: Times

  /// The last beat, whose cycle is not over.
  private struct Unsettled: Sendable {
    /// The samples of its trough and of the one before it.
    var low: Int64
    var from: Int64
    /// How much later the low-pass shows it than it is, and by how many samples later than the band.
    var lag: Microseconds
    var shift: Int64
    /// When its cycle is over at the latest.
    var end: Int64
    /// Its trough, where that was too small for a beat by what the band shows.
    var doubtful: TurningPoint?
  }

  /// Whether the last beat's cycle is over without a further trough.
  @inline(__always)
  func isDue(_ number: Int64) -> Bool { unsettled.map { number >= $0.end } ?? false }

  /// Corrects the last beat's time, now that its cycle is over at sample `end`.
  @inline(never)
  mutating func settle(
    until end: Int64, along direction: Vector, bands: borrowing Bands,
    hold: inout Hold, log: inout BeatLog
  ) {
    guard let beat = unsettled else { return }
    unsettled = nil
    let turn = cycle.turn(
      near: beat.low + beat.shift, from: beat.from + beat.shift, to: end + beat.shift,
      along: direction)
    if let trough = beat.doubtful {
      let low = pace.time(of: trough.sample, fraction: trough.fraction)
      let response = bands.responses.response(atPeriod: cadence.period(at: low))
      let swing = response.restoredSmooth(Gravities(q20: turn?.swing ?? 0))
      guard swing >= Self.floor else {
        hold.sawFaint = true
        return
      }
      _ = take(
        trough, at: low, response, swing, cadence.interval(to: low), hold: &hold, log: &log)
    }
    guard let turn else { return }
    let time = pace.time(of: turn.sample, fraction: turn.fraction) - beat.lag
    guard abs((time - hold.train.last).count) < Self.mostCorrection.count else { return }
    hold.train.moveLast(by: time - hold.train.last, in: &log)
    // The first two beats come out of the stretch's own motion.
    if !turn.rises, hold.train.count > 3 { hold.fellAt = hold.train.last }
  }

  /// The stretch's aftermath moves a trough by less than this.
  private static let mostCorrection = Microseconds.milliseconds(60)

  /// Whether a trough is the first beat, since the one beat before it was the overshoot of a stretch in two stages: soon
  /// after it, and several times larger.
  private func isFirst(
    _ turn: TurningPoint, after interval: Microseconds?, in hold: borrowing Hold
  ) -> Bool {
    guard hold.train.count == 1, let interval, interval >= .milliseconds(100) else { return false }
    return Int64(turn.swing) * 3 < lastSwing
      && hold.train.last - hold.stretch.time < .seconds(1)
  }

  /// From a crest to the trough that it leads to, at most: a cycle of 2.9 Hz.
  private static let longestPull = Microseconds.milliseconds(350)

  /// Whether a trough after a pause is no return but the place that the first pull came from: no crest leads to it. Soon
  /// after the stretch the high-pass still bends what it shows.
  private func isOnset(
    _ turn: TurningPoint, at low: Microseconds, in hold: borrowing Hold
  ) -> Bool {
    let isAfterPause =
      hold.train.count == 0
      ? low - hold.stretch.time > .milliseconds(500) : cadence.isPause(before: low)
    return isAfterPause && low - lastOnset > Self.longestPull
      && (Int64(turn.crestBefore) * 4 < Int64(-turn.value)
        || turn.sample - turn.since > pace.samples(in: Self.longestPull))
  }

  /// Whether a trough is the limb's beat: under a third of the trough before is the limb's and the filters' own
  /// ringing, and so is a small bump sooner than the limb can beat again, or a smaller one too early for the cadence.
  private func isDeep(
    _ turn: TurningPoint, at low: Microseconds, after interval: Microseconds?
  ) -> Bool {
    let tenths = Int64(turn.swing) * 10
    let isBump = (interval ?? endGap) < .milliseconds(140) && tenths < lastSwing * 3
    let isSecondSwing = cadence.isEarly(low) && tenths < lastSwing * 8
    return Int64(-turn.value) * 3 >= lastDepth && !isBump && !isSecondSwing
  }
}
