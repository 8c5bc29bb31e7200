/// One beat: the limb's turning point in the direction of the stretch.
public struct Beat: Sendable, Hashable {
  /// When it was, since the exam's first sample.
  public var time: Microseconds
  /// Half the peak-to-peak swing of its cycle along the beating axis.
  public var amplitude: Gravities

  /// Makes a beat.
  public init(time: Microseconds, amplitude: Gravities) {
    self.time = time
    self.amplitude = amplitude
  }
}

/// A run of beats without a pause.
public struct Episode: Sendable, Hashable {
  /// What the run is called in files: `clonus` after a stretch, `clonus_like` without one.
  public enum Kind: UInt8, Sendable, Worded {
    case clonus, clonusLike

    public static var words: WordList { "clonus\0clonus_like" }
  }

  /// The first beat's time.
  public var onset: Microseconds
  /// From the first beat to the last.
  public var duration: Microseconds
  /// How many beats.
  public var beats: Int32
  /// 1 / median interval; nil under two beats.
  public var frequency: Millihertz?
  /// What it is called.
  public var kind: Kind

  /// Makes an episode.
  public init(
    onset: Microseconds, duration: Microseconds, beats: Int32, frequency: Millihertz?, kind: Kind
  ) {
    self.onset = onset
    self.duration = duration
    self.beats = beats
    self.frequency = frequency
    self.kind = kind
  }
}

/// What was seen before the stretch.
public struct RestFindings: Sendable, Hashable {
  /// How long the limb was watched before the stretch.
  public var duration = Microseconds.zero
  /// Root mean square of the band-passed acceleration, all axes together.
  public var rms = Gravities(q20: 0)
  /// The rate of a rhythm at rest, if there was one.
  public var rhythm: Millihertz?
  /// Its amplitude (half peak to peak).
  public var rhythmAmplitude: Gravities?

  /// Makes findings of nothing seen.
  public init() {}
}

/// The stretch that counts.
public struct StretchFindings: Sendable, Hashable {
  /// When it began.
  public var time = Microseconds.zero
  /// How long the push lasted.
  public var duration = Microseconds.zero
  /// The largest acceleration of the push, gravity removed.
  public var peak = Gravities(q20: 0)
  /// How far the limb turned; nil where the turning axis lies near gravity.
  public var angle: Centidegrees?
  /// How fast it turned at its fastest; nil likewise.
  public var speed: DegreesPerSecond?
  /// How many stretches were seen up to and with this one.
  public var count: Int32 = 0

  /// Makes findings of a stretch to be filled in.
  public init() {}
}

/// Everything an exam found, as values; the list of beats is kept beside it.
public struct ExamFindings: Sendable, Hashable {
  /// Which exam it was.
  public var kind: ExamKind
  /// The rule that was used.
  public var rule: Rule
  /// The answer.
  public var verdict = Verdict.indeterminate
  /// Why there is no answer, or which other motion was seen.
  public var reason: Reason?
  /// What to do next.
  public var next: NextStep?
  /// How trustworthy it is; empty is `ok`.
  public var quality = Quality(rawValue: 0)
  /// Three or more beats, by the obstetric rule alone; nil otherwise.
  public var positive: Bool?
  /// Beats of the train that counts.
  public var beats: Int32 = 0
  /// Beats within 10 s from the first.
  public var beatsFirst10s: Int32 = 0
  /// 1 / median interval.
  public var frequency: Millihertz?
  /// From the first beat to the last.
  public var duration: Microseconds?
  /// Standard deviation of the intervals over their mean.
  public var intervalCV: Permille?
  /// The median over beats of half the peak-to-peak swing.
  public var amplitude: Gravities?
  /// The first beat's time.
  public var onset: Microseconds?
  /// From the stretch to the first beat.
  public var latency: Microseconds?
  /// How the train ended.
  public var ended: Ended?
  /// What was seen before the stretch.
  public var rest = RestFindings()
  /// The stretch that counts; nil where none was seen, and in a spontaneous exam.
  public var stretch: StretchFindings?
  /// From the stretch to the release (or to the end of watching).
  public var hold: Microseconds?
  /// When the limb was let go.
  public var release: Microseconds?
  /// How long the limb was watched in all.
  public var observed = Microseconds.zero
  /// The SCATS clonus score, 0 to 3.
  public var scats: UInt8?
  /// The Tardieu quality, 3 or 4.
  public var tardieu: UInt8?

  /// Makes findings of nothing seen yet.
  @inline(never)
  public init(kind: ExamKind, rule: Rule) {
    self.kind = kind
    self.rule = rule
  }

  /// Whether counts and durations are lower bounds.
  public var isCensored: Bool { ended?.isCensored ?? false }
}
