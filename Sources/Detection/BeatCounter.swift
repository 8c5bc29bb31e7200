import Findings

/// Tells the beats of a held stretch from the turns of the band along the axis.
struct BeatCounter: ~Copyable, Sendable {
  private let inPlace = InPlace()

  private var turns = TurningPoints()
  private var turnaround: Turnaround
  private var waiting: TurningPoint?
  private var cadence = Cadence()
  private var meanSwing: Int64 = 0
  private var lastDepth: Int64 = 0
  private var lastSwing: Int64 = 0
  private var noise = Gravities(q20: 0)
  private var hysteresis: Int32 = Self.leastAtRest
  private let unknownLead: Microseconds
  /// So many samples are no longer than a turn is waited for.
  private let patience: Int64
  private let endGap: Microseconds

  /// A beat's least swing, peak to peak (EXAM.md: 0.16 g).
  static let floor = Gravities(milli: 160)

  private static let leastAtRest: Int32 = 25_166  // 0.024 g
  private static let leastHeld: Int32 = 41_943  // 0.04 g

  /// Makes a counter for a chain that runs at `rate`; `unknown` is its response before a cycle is known.
  init(rate: Millihertz, unknown: BandResponse, endGap: Microseconds) {
    turnaround = Turnaround(rate: rate)
    unknownLead = unknown.lead
    self.endGap = endGap
    patience = Turnaround.patience.count &* Int64(rate.count) / 1_000_000_000 - 2
  }

  /// Begins with a stretch that was found at this sample and is held from now on.
  mutating func begin(_ now: Moment, along direction: Vector) {
    turns.restart(rising: now.parts.band.along(direction), sample: now.number)
    turnaround.restart()
    waiting = nil
  }

  /// Begins with a stretch out of a rest with this noise.
  mutating func forget(noise: Gravities) {
    self.noise = noise
    cadence.restart()
    meanSwing = 0
  }

  /// Sets what a turn counts from: a fifth of the recent swings, and always above the noise.
  mutating func setHysteresis(held beats: Int?) {
    let least = max(
      beats == nil ? Self.leastAtRest : Self.leastHeld, Int32(clamping: Int64(noise.q20) &* 3))
    let isYoung = beats.map { $0 < 3 } ?? false
    hysteresis = isYoung ? least : max(least, Int32(clamping: meanSwing / 5))
  }

  /// Takes a sample while nothing is held; gives a trough.
  @inline(__always)
  mutating func rest(_ now: Moment) -> TurningPoint? {
    guard let turn = turns.step(now.along, sample: now.number, hysteresis: hysteresis),
      !turn.isCrest
    else { return nil }
    meanSwing = (meanSwing &* 3 &+ Int64(turn.swing)) / 4
    setHysteresis(held: nil)
    return turn
  }

  /// Takes a sample of a hold; gives a trough.
  @inline(__always)
  mutating func hold(_ now: Moment) -> TurningPoint? {
    turnaround.step(now.along, sample: now.number)
    guard let turn = turns.step(now.along, sample: now.number, hysteresis: hysteresis),
      !turn.isCrest
    else { return nil }
    return turn
  }

  /// Takes the first trough of a hold: the stretch's own overshoot.
  mutating func begin(with overshoot: TurningPoint) {
    lastDepth = Int64(-overshoot.value) / 6
    lastSwing = 0
  }

  /// Takes any other; it waits for the turn that belongs to it.
  mutating func take(_ trough: TurningPoint) { waiting = trough }

  /// Whether a trough waits, and the limb may have turned.
  @inline(__always)
  func mayBeat(at now: Moment) -> Bool {
    guard let waiting else { return false }
    return !turnaround.isForward || now.number - waiting.sample > patience
  }

  /// Gives a beat once the limb has turned: a little before or after the trough of its acceleration.
  @inline(never)
  mutating func beat(
    at time: Microseconds, pace: Pace, bands: borrowing Bands, hold: inout Hold,
    log: inout BeatLog
  ) -> DetectionEvent? {
    guard let trough = waiting else { return nil }
    let low = pace.time(of: trough.sample, fraction: trough.fraction)
    guard !turnaround.isForward || time - low > Turnaround.patience else { return nil }
    waiting = nil
    let beat = self.beat(trough, low: low, pace: pace, bands: bands, hold: &hold, log: &log)
    setHysteresis(held: hold.train.count)
    return beat.map { .beat(number: Int32(hold.train.count), $0) }
  }

  private mutating func beat(
    _ turn: TurningPoint, low: Microseconds, pace: Pace, bands: borrowing Bands,
    hold: inout Hold, log: inout BeatLog
  ) -> Beat? {
    let response = bands.response(atPeriod: cadence.period(at: low))
    let swing = response.restored(Gravities(q20: turn.swing))
    guard swing >= Self.floor else {
      if swing.q20 > Self.floor.q20 / 3 { hold.sawFaint = true }
      return nil
    }
    let interval = cadence.interval(to: low)
    guard isDeep(turn, after: interval) else {
      lastDepth /= 2
      return nil
    }
    if let interval, interval < Cadence.shortest { return nil }
    (lastDepth, lastSwing) = (Int64(-turn.value), Int64(turn.swing))
    let lead = response.lead
    if let interval, interval >= endGap {
      hold.beginGroup(in: log)
      cadence.restart()
      meanSwing = 0
    } else if interval != nil, hold.train.count == 1 {
      hold.train.moveLast(by: lead - unknownLead, in: &log)
    }
    cadence.take(low)
    meanSwing = meanSwing == 0 ? Int64(turn.swing) : (meanSwing &+ Int64(turn.swing)) / 2
    // What the stretch itself left in the sum bends the first turn, which is timed by its trough.
    var time = low + lead
    if hold.train.count > hold.groupStart, let turned = turnaround.turn(near: low, pace: pace) {
      time = turned + lead + turnaround.lead(atPeriod: response.period)
    }
    let beat = Beat(time: time, amplitude: Gravities(q20: swing.q20 / 2))
    hold.append(beat, depth: -turn.value, to: &log)
    return beat
  }

  /// Whether a trough is the limb's beat: under a third of the trough before is the limb's and the filters' own
  /// ringing, and so is a small bump sooner than the limb can beat again.
  private func isDeep(_ turn: TurningPoint, after interval: Microseconds?) -> Bool {
    let isBump =
      (interval ?? endGap) < .milliseconds(140) && Int64(turn.swing) * 10 < lastSwing * 3
    return Int64(-turn.value) * 3 >= lastDepth && !isBump
  }
}
