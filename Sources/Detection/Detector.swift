import Findings

/// The detection core: one sample in, at most one event out.
///
/// Integers only, no memory beyond its own, no clock: time is the number of the sample. The same samples give the
/// same events and findings on every machine, live or from a file. Fast samples
/// are averaged in groups and slow ones are joined by straight lines, so that the chain runs at 95 to 340 Hz.
/// It is never copied, and what is not asked for at each sample is never inlined.
public struct Detector: ~Copyable, Sendable {
  private let settings: ExamSettings
  private let pace: Pace
  /// Each of the sensor's samples is one of the chain's.
  private let isPlain: Bool

  private var bands: Bands
  private var motion: RecentMotion
  private var axis: BeatingAxis
  private var log = BeatLog()
  private var stretchWatch: StretchWatch
  private var spontaneousWatch: SpontaneousWatch

  private var samples: Int64 = 0
  private var lost: Int64 = 0
  private var number: Int64 = 0
  private(set) var clock: PaceClock
  private var untilMeasured: Int32 = 0
  private var sum = Vector()
  private var summed: Int32 = 0
  private var groupFlags = SampleFlags(rawValue: 0)
  private var previous = Vector()
  private var waitsForStillness = true
  private var waiting: DetectionEvent?
  private let stillness: Int32

  /// Makes a detector for one exam at the measured rate.
  @inline(never)
  public init(settings: ExamSettings, rate: SampleRate) {
    self.settings = settings
    pace = Pace(rate: rate)
    isPlain = pace.group == 1 && pace.parts == 1
    let perSecond = (pace.inner.count / pace.stride + 500) / 1_000
    bands = Bands(rate: pace.inner, stride: pace.stride)
    motion = RecentMotion(samplesPerSecond: perSecond)
    axis = BeatingAxis(samplesPerSecond: perSecond)
    stretchWatch = StretchWatch(settings: settings, pace: pace, bands: bands)
    spontaneousWatch = SpontaneousWatch(settings: settings, pace: pace, bands: bands)
    stillness = rate.samples(in: settings.restStillness) / pace.group * pace.parts / pace.stride
    clock = PaceClock(pace)
  }

  // Without a deinit of its own, other rooms do not see how its members end (Embedded Swift 6.3).
  deinit {}

  /// Takes the next sample.
  @_optimize(speed)
  public mutating func step(_ sample: Sample) -> DetectionEvent? {
    samples &+= 1
    let a = sample.acceleration
    let value = Vector(x: a.x.q20, y: a.y.q20, z: a.z.q20)
    if isPlain, sample.flags.rawValue == 0, value.isWithin(Self.rangeBits) { return take(value) }
    return adapt(value, sample.flags)
  }

  /// No limb is moved with more than 32 g, 2^25 in Q20: every stage's headroom counts on it.
  private static let rangeBits: Int32 = 25

  /// Takes a sample of which something is wrong, or of a sensor that is too fast for the chain or too slow.
  @inline(never)
  private mutating func adapt(_ sample: Vector, _ flags: SampleFlags) -> DetectionEvent? {
    if flags.contains(.filled) { lost &+= 1 }
    let value = sample.limited(to: Self.rangeBits)
    if pace.group > 1 { return average(value, flags) }
    if pace.parts > 1, samples > 1 { return join(value, flags) }
    previous = value
    return take(value, flags)
  }

  private mutating func average(_ value: Vector, _ flags: SampleFlags) -> DetectionEvent? {
    sum = sum + value
    groupFlags.formUnion(flags)
    summed &+= 1
    guard summed == pace.group else { return nil }
    let mean = Vector(x: sum.x / summed, y: sum.y / summed, z: sum.z / summed)
    let together = groupFlags
    (sum, summed, groupFlags) = (Vector(), 0, SampleFlags(rawValue: 0))
    return take(mean, together)
  }

  private mutating func join(_ value: Vector, _ flags: SampleFlags) -> DetectionEvent? {
    let step = value - previous
    var event: DetectionEvent?
    for part in 1...pace.parts {
      func between(_ from: Int32, _ step: Int32) -> Int32 {
        from &+ Int32(truncatingIfNeeded: wide(step, part) / Int64(pace.parts))
      }
      let point = Vector(
        x: between(previous.x, step.x), y: between(previous.y, step.y),
        z: between(previous.z, step.z))
      if let found = take(point, flags) { event = event == nil ? found : later(event, found) }
    }
    previous = value
    return inOrder(event)
  }

  /// Keeps the second event of one sample for the next.
  private mutating func later(_ first: DetectionEvent?, _ second: DetectionEvent) -> DetectionEvent?
  {
    if waiting == nil { waiting = second }
    return first
  }

  /// Gives an event that had to wait first; at most one a sample.
  private mutating func inOrder(_ event: DetectionEvent?) -> DetectionEvent? {
    guard let earlier = waiting else { return event }
    waiting = event
    return earlier
  }

  /// Forgets every stretch seen so far: from here on the examiner has been asked to stretch.
  @inline(never)
  public mutating func cue() {
    waitsForStillness = false
    stretchWatch.cue()
  }

  private mutating func take(_ value: Vector, _ flags: SampleFlags) -> DetectionEvent? {
    if flags.rawValue != 0 {
      if settings.kind == .stretch {
        stretchWatch.note(flags)
      } else {
        spontaneousWatch.note(flags)
      }
    }
    return take(value)
  }

  /// Splits one of the chain's samples, and measures it where its turn has come.
  @inline(never) @_optimize(speed)
  private mutating func take(_ value: Vector) -> DetectionEvent? {
    let halves = bands.step(value)
    let along = halves.band.along(axis.direction)
    let number = number
    self.number = number &+ 1
    let isMeasured = untilMeasured == 0
    untilMeasured = (isMeasured ? pace.stride : untilMeasured) &- 1
    let time = clock.now
    if isMeasured {
      clock.advance()
      let now = Moment(
        number: number, time: time, value: value, parts: bands.measure(halves), along: along)
      motion.take(now)
      axis.take(halves.band)
      if let event =
        settings.kind == .stretch
        ? stretchWatch.measure(now, motion: motion, axis: &axis, log: log)
        : spontaneousWatch.measure(now, axis: &axis)
      {
        return event
      }
    }
    if let event =
      settings.kind == .stretch
      ? stretchWatch.look(along, halves.smooth, number, axis: &axis, bands: bands, log: &log)
      : spontaneousWatch.look(along, number, axis: &axis, bands: bands, log: &log)
    {
      return event
    }
    return isMeasured ? passing(number, at: time) : nil
  }

  /// What the time itself brings.
  @inline(__always)
  private mutating func passing(_ number: Int64, at time: Microseconds) -> DetectionEvent? {
    if settings.kind == .stretch,
      let event = stretchWatch.pass(number, at: time, axis: axis, bands: bands, log: &log)
    {
      return event
    }
    guard waitsForStillness, motion.stillSamples >= stillness else { return nil }
    waitsForStillness = false
    return .still
  }

  /// Says what was found, had the exam ended at the last sample; `by` is what ended it, if known.
  @inline(never)
  public func findings(endedBy: Ended? = nil) -> ExamFindings {
    let observed = pace.rate.time(ofSample: max(samples - 1, 0))
    switch settings.kind {
    case .stretch:
      return stretchWatch.findings(
        observed: observed, endedBy: endedBy, lost: lost, samples: samples, log: log)
    case .spontaneous:
      return spontaneousWatch.findings(
        observed: observed, lost: lost, samples: samples, log: log)
    }
  }

  /// How many beats the train that counts has; their times are in `beat(_:)`.
  public var beatCount: Int { reported.count }

  /// Beat `index` (from 0) of the train that counts.
  public func beat(_ index: Int) -> Beat { reported.beat(index, in: log) }

  @inline(never)
  private var reported: Train {
    settings.kind == .stretch ? stretchWatch.reported(log) : spontaneousWatch.reported
  }

  /// How many episodes a spontaneous exam has so far; those after the 64th are not kept.
  public var episodeCount: Int { spontaneousWatch.episodeCount }

  /// Episode `index` (from 0).
  @inline(never)
  public func episode(_ index: Int) -> Episode { spontaneousWatch.episode(index) }
}
