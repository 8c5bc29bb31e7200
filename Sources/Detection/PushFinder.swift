import Findings

/// A quick motion out of quiet: what a stretch begins with, and a release.
struct Push: Sendable {
  /// The last quiet sample before it.
  var onset: Int64
  /// The sample of its strongest moment.
  var top: Int64
  /// The motion at that moment, Q20 g: its direction is the push's, its length the push's peak.
  var motion: Vector
  /// For how many measured samples of it the limb felt almost no weight.
  var weightless: Int32
}

/// Finds pushes: a motion that rises over a threshold and falls back from its first crest.
struct PushFinder: Sendable {
  private var quiet: Int64 = 0
  private var isRising = false
  private var best = Vector()
  private var bestSquared: Int64 = 0
  private var bestSample: Int64 = 0
  private var weightless: Int32 = 0

  /// Whether a push has begun and its crest is not yet passed.
  var isPending: Bool { isRising }

  /// Takes the next sample of the motion; gives a push once its first crest has passed.
  @inline(__always)
  mutating func step(
    _ now: Moment, after recent: borrowing RecentMotion, isLetGo: Bool
  ) -> Push? {
    let (motion, squared, sample) = (now.parts.motion, now.motionSquared, now.number)
    if !isRising {
      if squared < Self.quietSquared { quiet = sample }
      guard squared > Self.leastSquared, recent.isKnown else { return nil }
      let limit = Int64(Self.threshold(after: recent, isLetGo: isLetGo).q20)
      guard squared > limit &* limit else { return nil }
      isRising = true
      (bestSquared, weightless) = (0, 0)
    }
    if now.parts.smooth.squared < Self.weightlessSquared { weightless &+= 1 }
    if squared > bestSquared {
      (best, bestSquared, bestSample) = (motion, squared, sample)
      return nil
    }
    // Half the power, or a turn to the other side: the first crest is over.
    guard squared < bestSquared &>> 1 || motion.dot(best) < 0 else { return nil }
    isRising = false
    let onset = max(quiet, bestSample &- 400)
    quiet = sample
    return Push(onset: onset, top: bestSample, motion: best, weightless: weightless)
  }

  /// A push must rise over the sensor's noise and over what went on in the second and a half before it, or in a
  /// quarter where the limb was just let go.
  static func threshold(after recent: borrowing RecentMotion, isLetGo: Bool) -> Gravities {
    let noise = Int64((isLetGo ? recent.noiseLately : recent.noiseBefore).q20) &* 6
    let before = Int64((isLetGo ? recent.peakLately : recent.peakBefore).q20) &* 5 / 2
    return Gravities(q20: Int32(clamping: max(Int64(least.q20), max(noise, before))))
  }

  /// The least motion that can be a push.
  static let least = Gravities(milli: 150)
  private static let leastSquared = Int64(least.q20) * Int64(least.q20)
  /// A limb that falls feels less than this.
  private static let almostNoWeight = Gravities(milli: 450)
  private static let weightlessSquared = Int64(almostNoWeight.q20) * Int64(almostNoWeight.q20)
  // A push is timed from where the motion left a quarter of the least threshold.
  private static let quietSquared = leastSquared / 16
}
