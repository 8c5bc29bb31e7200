import Findings

/// One stretch and what came after it, until the next stretch or the end.
struct Hold: Sendable {
  /// The stretch as found so far.
  var stretch = StretchFindings()
  /// The rest before it.
  var rest = RestFindings()
  /// The push's direction, a unit vector in Q30.
  var direction = Vector()
  /// The largest band swing of the second before the stretch, half of it.
  var unrest = Gravities(q20: 0)
  /// How the limb turned.
  var tilt = Tilt()
  /// Troughs seen since the push; the first is the stretch's own overshoot.
  var troughs: Int32 = 0
  /// When a push against the stretch began, the sign of a release where tilt shows none.
  var counterPush: Microseconds?
  /// The beats.
  var train = Train()
  /// Whether the beats so far were followed by a full end gap.
  var isTrainOver = false
  /// How the train ended, once it has.
  var ended: Ended?
  /// Cycles under the floor were seen.
  var sawFaint = false
  /// Samples of the train that were clipped or lost.
  var clippedBeats: Int32 = 0
  var lostSamples: Int32 = 0
  /// The band's linearity at the last beat, thousandths.
  var linearity: Int32 = 1_000
  /// The smallest linearity once three beats were seen is judged; sums for the mean.
  var linearitySum: Int64 = 0
  var linearityCount: Int64 = 0
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

  /// When the limb was let go, as far as it is known.
  var release: Microseconds? {
    if let returned = tilt.returned { return max(returned, stretch.time) }
    return counterPush
  }
}
