import Findings

/// The detection core: one sample in, at most one event out.
///
/// Integers only, no memory beyond its own, no clock: time is the number of the sample. The same samples give the
/// same events and findings on every machine, live or from a file. Samples above 200 Hz are averaged in groups, so
/// that the chain runs at 95 to 340 Hz (or the sensor's own rate below that).
public struct Detector: Sendable {
  private let settings: ExamSettings
  private let rate: SampleRate
  private let group: Int32

  private var bands: Bands
  private var motion: RecentMotion
  private var axis: BeatingAxis
  private var turns = TurningPoints()
  private var stretchWatch: StretchWatch
  private var spontaneousWatch: SpontaneousWatch

  private var samples: Int64 = 0
  private var number: Int64 = 0
  private var lost: Int64 = 0
  private var sum = Vector()
  private var summed: Int32 = 0
  private var groupFlags = SampleFlags(rawValue: 0)
  private var restEvents = true
  private var waiting: DetectionEvent?
  private let stillness: Int32

  /// Makes a detector for one exam at the measured rate.
  public init(settings: ExamSettings, rate: SampleRate) {
    self.settings = settings
    self.rate = rate
    group = max(1, (rate.rounded.count + 60_000) / 200_000)
    let inner = Millihertz(rate.rounded.count / group)
    let perSecond = (inner.count + 500) / 1_000
    bands = Bands(rate: inner)
    motion = RecentMotion(samplesPerSecond: perSecond)
    axis = BeatingAxis(samplesPerSecond: perSecond)
    stretchWatch = StretchWatch(settings: settings)
    spontaneousWatch = SpontaneousWatch(settings: settings)
    stillness = rate.samples(in: settings.restStillness) / group
  }

  /// Takes the next sample.
  public mutating func step(_ sample: Sample) -> DetectionEvent? {
    samples &+= 1
    if sample.flags.contains(.filled) { lost &+= 1 }
    let a = sample.acceleration
    let value = Vector(x: a.x.q20, y: a.y.q20, z: a.z.q20)
    guard group > 1 else { return take(value, flags: sample.flags) }
    sum = sum + value
    groupFlags.formUnion(sample.flags)
    summed &+= 1
    guard summed == group else { return nil }
    let mean = Vector(x: sum.x / group, y: sum.y / group, z: sum.z / group)
    let flags = groupFlags
    (sum, summed, groupFlags) = (Vector(), 0, SampleFlags(rawValue: 0))
    return take(mean, flags: flags)
  }

  /// Forgets every stretch seen so far: from here on the examiner has been asked to stretch.
  public mutating func cue() {
    restEvents = false
    stretchWatch.cue()
  }

  private mutating func take(_ value: Vector, flags: SampleFlags) -> DetectionEvent? {
    let parts = bands.step(value)
    let now = Moment(
      number: number, clock: GroupClock(rate: rate, group: group), value: value, parts: parts,
      along: parts.band.along(axis.direction), flags: flags)
    number &+= 1
    motion.take(parts)
    axis.take(parts.band)
    var event: DetectionEvent?
    switch settings.kind {
    case .stretch:
      event = stretchWatch.step(now, motion: motion, axis: &axis, turns: &turns, bands: bands)
    case .spontaneous:
      event = spontaneousWatch.step(now, motion: motion, axis: &axis, turns: &turns, bands: bands)
    }
    if restEvents, event == nil, motion.stillSamples >= stillness {
      restEvents = false
      event = .still
    }
    if let earlier = waiting {
      waiting = event
      return earlier
    }
    return event
  }

  /// Says what was found, had the exam ended at the last sample; `by` is what ended it, if known.
  public func findings(endedBy: Ended? = nil) -> ExamFindings {
    let observed = rate.time(ofSample: max(samples - 1, 0))
    switch settings.kind {
    case .stretch:
      return stretchWatch.findings(
        observed: observed, endedBy: endedBy, lost: lost, samples: samples)
    case .spontaneous:
      return spontaneousWatch.findings(observed: observed, lost: lost, samples: samples)
    }
  }

  /// How many beats the train that counts has; their times are in `beat(_:)`.
  public var beatCount: Int {
    settings.kind == .stretch ? stretchWatch.reported.count : spontaneousWatch.longest.count
  }

  /// Beat `index` (from 0) of the train that counts.
  public func beat(_ index: Int) -> Beat {
    settings.kind == .stretch ? stretchWatch.reported[index] : spontaneousWatch.longest[index]
  }

  /// How many episodes a spontaneous exam has so far; those after the 64th are not kept.
  public var episodeCount: Int { spontaneousWatch.episodeCount }

  /// Episode `index` (from 0).
  public func episode(_ index: Int) -> Episode { spontaneousWatch.episode(index) }
}
