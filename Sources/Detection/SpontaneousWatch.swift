import Findings

/// Watches a limb for rhythmic movement without a stretch; keeps every episode and the beats of the longest.
struct SpontaneousWatch: Sendable {
  /// The least beats that make an episode: fewer are a twitch or a movement.
  static let leastBeats = 6
  /// The most episodes that are kept.
  static let capacity = 64
  /// Intervals that vary more are no rhythm.
  static let regular = Permille(150)

  private let settings: ExamSettings
  private let preset: SitePreset
  private var train = Train()
  private var longest = Train()
  private var episodes = InlineArray<64, Episode>(
    repeating: Episode(onset: .zero, duration: .zero, beats: 0, frequency: nil, kind: .clonusLike))
  private var closed = 0
  private var cadence = Cadence()
  private var meanSwing: Int64 = 0
  private var sinceRefined: Int32 = 0
  private var clipped: Int32 = 0
  private var linearitySum: Int64 = 0
  private var bandSquares: Int64 = 0
  private var motionSquares: Int64 = 0
  private var highSquares: Int64 = 0
  private var isMarked = false
  private var hasEnded = false

  init(settings: ExamSettings) {
    self.settings = settings
    preset = SitePreset(settings.site)
  }

  /// How many episodes there were, with the one that still goes on.
  var episodeCount: Int { closed + (isRhythm ? 1 : 0) }

  /// Episode `index`.
  func episode(_ index: Int) -> Episode { index < closed ? episodes[index] : present }

  private var present: Episode {
    Episode(
      onset: train.first, duration: train.duration, beats: Int32(train.count),
      frequency: train.medianInterval().flatMap { Millihertz(period: $0) }, kind: .clonusLike)
  }

  /// The train of the longest episode.
  var reported: Train { isRhythm && train.count > longest.count ? train : longest }

  /// Takes a sample. Bands are only read; they are `inout` so that they are not copied.
  mutating func step(
    _ now: Moment, axis: inout BeatingAxis, turns: inout TurningPoints, bands: inout Bands
  ) -> DetectionEvent? {
    sinceRefined &+= 1
    if sinceRefined > 16 {
      axis.refine()
      sinceRefined = 0
    }
    if now.flags.contains(.clipped) { clipped &+= 1 }
    bandSquares &+= now.parts.band.squared &>> 12
    motionSquares &+= now.parts.motion.squared &>> 12
    highSquares &+= (now.value - now.parts.motion - now.parts.gravity).squared &>> 12
    let hysteresis = Int32(clamping: max(52_429, meanSwing / 4))
    let turn = turns.step(now.along, sample: now.number, hysteresis: hysteresis)
    if train.count > 0, now.time - train.last > cadence.patience(limit: settings.endGap) { close() }
    guard let turn, !turn.isCrest else { return nil }
    axis.refine()
    return take(
      turn, seen: now.pace.time(of: turn.sample, fraction: turn.fraction), axis: axis, bands: bands
    )
  }

  private mutating func take(
    _ turn: TurningPoint, seen: Microseconds, axis: BeatingAxis, bands: Bands
  ) -> DetectionEvent? {
    let period = cadence.period(at: seen)
    let swing = bands.restored(Gravities(q20: turn.swing), period: period)
    guard swing >= StretchWatch.floor else { return nil }
    if let interval = cadence.interval(to: seen), interval < Cadence.shortest { return nil }
    if !cadence.keepsTime(seen) { close() }
    let lead = bands.lead(atPeriod: period)
    if train.count == 0 { begin() }
    if train.count == 1 { train.moveLast(by: lead - bands.lead(atPeriod: Cadence.unknown)) }
    cadence.take(seen)
    meanSwing = meanSwing == 0 ? Int64(turn.swing) : (meanSwing &* 3 &+ Int64(turn.swing)) / 4
    let beat = Beat(time: seen + lead, amplitude: Gravities(q20: swing.q20 / 2))
    if !train.append(beat, depth: -turn.value) { close() }
    linearitySum &+= Int64(axis.linearity)
    return train.count >= Self.leastBeats ? .beat(number: Int32(train.count), beat) : nil
  }

  private mutating func begin() {
    (linearitySum, bandSquares, motionSquares, highSquares) = (0, 0, 0, 0)
    meanSwing = 0
    cadence.restart()
  }

  /// Whether the present train is a regular rhythm of one axis in the band of beating.
  private var isRhythm: Bool {
    guard train.count >= Self.leastBeats, let median = train.medianInterval(),
      let frequency = Millihertz(period: median), let variation = train.intervalCV
    else { return false }
    return variation <= Self.regular && frequency >= preset.slowest && frequency <= preset.fastest
      && linearitySum >= Int64(train.count) * 700 && motionSquares < bandSquares * 2
      && highSquares < bandSquares * 4
  }

  private mutating func close() {
    if isRhythm {
      if closed < Self.capacity {
        episodes[closed] = present
        closed += 1
      }
      if train.count > longest.count { longest = train }
    }
    train.clear()
    meanSwing = 0
    cadence.restart()
  }

  func findings(observed: Microseconds, lost: Int64, samples: Int64) -> ExamFindings {
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
      result.beatsFirst10s = train.beats(within: .seconds(10))
      result.onset = train.first
      result.duration = train.duration
      result.amplitude = train.medianAmplitude
      result.intervalCV = train.intervalCV
      result.frequency = train.medianInterval().flatMap { Millihertz(period: $0) }
      result.ended = isRhythm && train.first == self.train.first ? .limit : .itself
    } else if quality.contains(.gaps) {
      result.verdict = .indeterminate
      (result.reason, result.next) = (.gaps, .fixSensor)
    }
    result.quality = quality
    return result
  }
}
