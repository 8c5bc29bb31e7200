import Findings

/// Watches a limb for rhythmic movement without a stretch; keeps every episode and the beats of the longest.
struct SpontaneousWatch: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// The least beats that make an episode: fewer are a twitch or a movement.
  static let leastBeats = 6
  /// From so many beats on it is enough where the crests between them keep time.
  static let crestBeats = 10
  /// The most episodes that are kept.
  static let capacity = 64
  /// Intervals that vary more are no rhythm.
  static let regular = Permille(150)
  /// Less of the power along one line is no joint's motion, thousandths: a hinge with 30 % beside it has 917.
  static let leastLinearity: Int32 = 850

  private let settings: ExamSettings
  private let pace: Pace
  private let preset: SitePreset
  private var train = Train(lane: .first)
  private var intervals = Intervals()
  // A broad trough has two lobes, and its time leaps from one to the other: then the crests keep time.
  private var crestIntervals = Intervals()
  private var crest: Microseconds?
  private var lastCrest: Microseconds?
  private var longest = Train(lane: .second)
  private var episodes = InlineArray<64, Episode>(
    repeating: Episode(onset: .zero, duration: .zero, beats: 0, frequency: nil, kind: .clonusLike))
  private var closed = 0
  private var turns: TurningPoints
  private var cadence = Cadence()
  private var closesAfter = Microseconds.zero
  private var meanSwing: Int64 = 0
  private var hysteresis: Int32 = Self.leastHysteresis
  private var sinceRefined: Int32 = 0
  private var clipped: Int32 = 0
  private var linearity = Linearity()
  // The present cycle's power with what lies below the band; the band's until then; and the cycles that were mostly band.
  private var motionSquares: Int64 = 0
  private var bandBefore: Int64 = 0
  private var pureCycles = 0
  private var highSquares: Int64 = 0
  private let unknownLead: Microseconds

  private static let leastHysteresis: Int32 = 52_429  // 0.05 g

  /// Makes a watch for a chain that splits by `bands`.
  init(settings: ExamSettings, pace: Pace, bands: borrowing Bands) {
    self.settings = settings
    self.pace = pace
    preset = SitePreset(settings.site)
    turns = TurningPoints(patience: pace.patience)
    unknownLead = bands.responses.response(atPeriod: Cadence.unknown).lead
  }

  /// How many episodes there were, with the one that still goes on.
  var episodeCount: Int { closed + (isRhythm ? 1 : 0) }

  /// Episode `index`.
  func episode(_ index: Int) -> Episode { index < closed ? episodes[index] : present }

  private var present: Episode {
    Episode(
      onset: train.first, duration: train.duration, beats: Int32(train.count),
      frequency: intervals.median.flatMap { Millihertz(period: $0) }, kind: .clonusLike)
  }

  /// The train of the longest episode.
  var reported: Train { isRhythm && train.count > longest.count ? train : longest }

  /// Takes a measured sample.
  @inline(__always)
  mutating func measure(_ now: Moment, axis: inout BeatingAxis) -> DetectionEvent? {
    sinceRefined &+= pace.stride
    if sinceRefined > 16 {
      axis.refine()
      sinceRefined = 0
    }
    linearity.take(now)
    motionSquares &+= now.motionSquared &>> 12
    highSquares &+= now.above.squared &>> 12
    if train.count > 0, now.time > closesAfter { close() }
    return nil
  }

  /// Looks at the band along the axis, at each of the chain's samples; a train's beats go into the log.
  @inline(__always)
  mutating func look(
    _ along: Int32, _ number: Int64, axis: inout BeatingAxis, bands: borrowing Bands,
    log: inout BeatLog
  ) -> DetectionEvent? {
    guard
      let turn = turns.step(
        along, sample: number, hysteresis: hysteresis, whole: hysteresis &* 3)
    else { return nil }
    return take(turn, axis: &axis, bands: bands, log: &log)
  }

  /// Takes what is wrong with a sample.
  mutating func note(_ flags: SampleFlags) {
    if flags.contains(.clipped) { clipped &+= 1 }
  }

  @inline(never)
  private mutating func take(
    _ turn: TurningPoint, axis: inout BeatingAxis, bands: borrowing Bands, log: inout BeatLog
  ) -> DetectionEvent? {
    let seen = pace.time(of: turn.sample, fraction: turn.fraction)
    if turn.isCrest {
      crest = seen
      return nil
    }
    axis.refine()
    let response = bands.responses.response(atPeriod: cadence.period(at: seen))
    let swing = response.restored(Gravities(q20: turn.swing))
    guard swing >= BeatCounter.floor else { return nil }
    if let interval = cadence.interval(to: seen), interval < Cadence.shortest { return nil }
    if !cadence.keepsTime(seen) { close() }
    if train.count == 0 { begin() }
    if train.count == 1 { train.moveLast(by: response.lead - unknownLead, in: &log) }
    if motionSquares / 3 < (linearity.bandSquares &- bandBefore) / 2 { pureCycles += 1 }
    (motionSquares, bandBefore) = (0, linearity.bandSquares)
    cadence.take(seen)
    setMeanSwing(
      meanSwing == 0 ? Int64(turn.swing) : (meanSwing &* 3 &+ Int64(turn.swing)) / 4)
    let beat = Beat(time: seen + response.lead, amplitude: Gravities(q20: swing.q20 / 2))
    let cycle = BandCycle(
      depth: -turn.value, pull: turn.crestBefore, pulledAt: crest ?? seen)
    append(beat, cycle, to: &log)
    return train.count >= Self.leastBeats ? .beat(number: Int32(train.count), beat) : nil
  }

  private mutating func append(_ beat: Beat, _ cycle: BandCycle, to log: inout BeatLog) {
    guard train.append(beat, cycle, to: &log) else { return close() }
    if train.count > 1 { intervals.append(train.interval(train.count - 2, in: log)) }
    // The crest before each beat.
    if let crest, let lastCrest { crestIntervals.append((crest - lastCrest).count) }
    lastCrest = crest
    closesAfter = train.last + cadence.patience(limit: settings.endGap)
  }

  private mutating func begin() {
    (linearity, highSquares, pureCycles) = (Linearity(), 0, 0)
    (motionSquares, bandBefore) = (0, 0)
    setMeanSwing(0)
    cadence.restart()
  }

  /// A turn counts from a quarter of the mean swing.
  private mutating func setMeanSwing(_ swing: Int64) {
    meanSwing = swing
    hysteresis = Int32(clamping: max(Int64(Self.leastHysteresis), swing / 4))
  }

  /// Whether the present train is a regular rhythm of one axis in the band of beating. At the rates of a step or an arm, under
  /// 4 Hz, it must be as steady as a late rhythm after a stretch.
  ///
  /// A cycle with half as much again below the band is a stride's: of a pure rhythm at 3 Hz the band leaves three quarters.
  /// Half of the cycles may have more, where the limb is also laid elsewhere.
  private var isRhythm: Bool {
    guard train.count >= Self.leastBeats, let median = intervals.median,
      let frequency = Millihertz(period: median), let variation = intervals.variation,
      let crests = crestIntervals.variation
    else { return false }
    let least = train.count < Self.crestBeats ? variation : min(variation, crests)
    let limit = frequency < Millihertz(4_000) ? OtherMotions.steady : Self.regular
    return least <= limit && frequency >= preset.slowest && frequency <= preset.fastest
      && linearity.thousandths >= Self.leastLinearity
      && pureCycles * 2 >= train.count - 1
      && highSquares < linearity.bandSquares * 4
  }

  @inline(never)
  private mutating func close() {
    let isEpisode = isRhythm
    if isEpisode, closed < Self.capacity {
      episodes[closed] = present
      closed += 1
    }
    if isEpisode, train.count > longest.count {
      let lane = longest.lane
      longest = train
      train = Train(lane: lane)
    } else {
      train.clear()
    }
    intervals.clear()
    crestIntervals.clear()
    lastCrest = nil
    setMeanSwing(0)
    cadence.restart()
  }

  func findings(
    observed: Microseconds, lost: Int64, samples: Int64, log: borrowing BeatLog
  ) -> ExamFindings {
    var result = ExamFindings(kind: .spontaneous, rule: settings.rule)
    result.observed = observed
    var quality = Quality(rawValue: 0)
    if clipped > 4 { quality.formUnion(.clipped) }
    if lost * 500 > samples { quality.formUnion(.gaps) }
    let train = reported
    result.beats = Int32(train.count)
    result.verdict = settings.rule.verdict(beats: result.beats)
    if settings.rule.name == .obstetric { result.positive = train.count >= 3 }
    if train.count > 0 {
      result.beatsFirst10s = train.beats(within: .seconds(10), in: log)
      result.onset = train.first
      result.duration = train.duration
      result.amplitude = train.medianAmplitude(in: log)
      result.intervalCV = train.intervalCV(in: log)
      result.frequency = train.medianInterval(in: log).flatMap { Millihertz(period: $0) }
      result.ended = isRhythm && train.first == self.train.first ? .limit : .itself
    } else if quality.contains(.gaps) {
      result.verdict = .indeterminate
      (result.reason, result.next) = (.gaps, .fixSensor)
    }
    result.quality = quality
    return result
  }
}
