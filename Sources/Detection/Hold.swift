import Findings

/// One stretch and what came after it, until the next stretch or the end.
struct Hold: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// The stretch as found so far.
  var stretch = StretchFindings()
  /// The rest before it.
  var rest = RestFindings()
  /// The largest burst of a rhythm in the rest.
  var burst: RhythmMemory.Rhythm?
  /// The band's root mean square in the most restless second of the rest.
  var unrest = Gravities(q20: 0)
  /// The push's direction, a unit vector in Q30.
  var direction = Vector()
  /// How the limb turned.
  var tilt = Tilt()
  /// How it came back where it does not turn.
  var mirror: Mirror
  /// Troughs seen since the push; the first is the stretch's own overshoot.
  var troughs: Int32 = 0
  /// When a push against the stretch began, the sign of a release where tilt shows none.
  var counterPush: Microseconds?
  /// The beats.
  var train: Train
  /// The last beat that did not come back to where the beat before it was.
  var fellAt: Microseconds?
  /// Where the present group of beats begins; the one or two before it were followed by an end gap.
  var groupStart = 0
  /// How the train ended, once it has.
  var ended: Ended?
  /// Cycles under the floor were seen.
  var sawFaint = false
  /// Samples that were clipped or lost after the stretch.
  var clipping = Clipping()
  var lostSamples: Int32 = 0
  /// How straight the limb moves while it beats.
  var linearity = CycleLinearity()
  /// Power of the hold above the band and in it, and the samples at which the limb was quiet.
  var highSquares: Int64 = 0
  var bandSquares: Int64 = 0
  var quietSamples: Int32 = 0
  var samples: Int32 = 0
  /// Extremes of the motion along the push, for the stretch's duration.
  var crest: Int32 = 0
  var crestTime = Microseconds.zero
  var dip: Int32 = 0
  var dipTime = Microseconds.zero
  var hasDipped = false
  /// The push is a fall, before its impact.
  var isFall = false
  /// The impact has shown which way the stretch goes.
  var hasLanded = false
  /// Whether there was no push, only a slow turn.
  var isSlow = false
  /// The last sample's time.
  var lastSeen = Microseconds.zero

  /// Makes a hold of nothing seen yet, whose beats go into `lane`.
  init(mirror: Mirror, lane: BeatLog.Lane) {
    self.mirror = mirror
    train = Train(lane: lane)
  }

  /// Begins anew.
  mutating func clear() { self = Hold(mirror: Mirror(pass: mirror.pass), lane: train.lane) }

  /// Whether the limb lay still before the stretch.
  var isAtRest: Bool { rest.rms <= Gravities(milli: 60) }

  /// Whether any sign of a release was seen: asked for at every sample.
  @inline(__always)
  var mayBeReleased: Bool {
    tilt.returned != nil || counterPush != nil || mirror.returned != nil
  }

  /// When the limb was let go, as far as it is known; beats that go on show that it was not.
  @inline(never)
  var release: Microseconds? {
    if let returned = tilt.returned, !isRefuted(returned, after: Self.ringing) {
      return max(returned, stretch.time)
    }
    if let counterPush, !isRefuted(counterPush, after: Self.swing), !isDenied(counterPush) {
      return counterPush
    }
    if !isSlow, tilt.angle == nil { return mirroredRelease }
    return nil
  }

  /// Whether a push the other way was a knock: the limb's tilt is known, and has not changed since.
  func isDenied(_ push: Microseconds) -> Bool {
    tilt.angle != nil && tilt.returned == nil && lastSeen - push > .milliseconds(900)
  }

  /// A limb that was let go may ring for this long.
  private static let ringing = Microseconds.milliseconds(700)
  /// Where no tilt speaks for a release, beats for this long speak against it.
  private static let swing = Microseconds.milliseconds(450)

  /// Whether three beats or more went on after a supposed release, for longer than `span`. What a release leaves behind
  /// and the next try's push keep no time.
  private func isRefuted(_ release: Microseconds, after span: Microseconds) -> Bool {
    train.count >= 3 && train.isPaced && train.thirdLast > release && train.last - release > span
  }

  /// The release that the mirror shows; nil where there is none, or beats went on after it in the train's time: a limb
  /// that was let go rings at a rate of its own.
  var mirroredRelease: Microseconds? {
    mirror.returned.flatMap { isRefuted($0, after: Self.swing) && train.endsInTime ? nil : $0 }
  }

  /// Whether this is no stretch but another one's release: it turns the limb back to where it lay before that. A
  /// motion three times as strong, after the other was let go, is the stretch after the joint was loosened by hand.
  func undoes(_ other: borrowing Self, settings: ExamSettings) -> Bool {
    let isHeld = stretch.time - other.stretch.time >= settings.minimumHold
    let isNext =
      !other.isSlow && stretch.peak.q20 / 3 > other.stretch.peak.q20
      && other.release.map { $0 < stretch.time } ?? false
    return (isHeld || !other.isSlow) && !isNext && tilt.undoes(other.tilt)
  }

  /// Whether this stretch tells more than another: three beats, else a whole trial, else the faster.
  func outranks(
    _ other: borrowing Self, settings: ExamSettings, log: borrowing BeatLog
  ) -> Bool {
    let (beats, otherBeats) = (settledTrain(log).count >= 3, other.settledTrain(log).count >= 3)
    if beats != otherBeats { return beats }
    let (whole, otherWhole) = (isWhole(settings), other.isWhole(settings))
    if whole != otherWhole { return whole }
    return stretch.peak > other.stretch.peak
  }

  private func isWhole(_ settings: ExamSettings) -> Bool {
    !isSlow && lastSeen - stretch.time >= settings.minimumHold
      && (release.map { $0 - stretch.time >= settings.minimumHold } ?? true)
  }
}
