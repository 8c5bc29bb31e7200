import Findings

/// How many samples of a hold were clipped, but for those of its end: a release clips as the stretch does, and as
/// harmlessly.
struct Clipping: Sendable {
  private var earlier: Int32 = 0
  private var count: Int32 = 0
  private var began = Microseconds.zero
  private var last = Microseconds.zero

  /// Samples further apart belong to two motions. A release is known before that.
  private static let gap = Microseconds.seconds(1)
  /// A release is timed to within this.
  private static let doubt = Microseconds.milliseconds(250)

  /// Takes a clipped sample.
  mutating func take(at time: Microseconds) {
    if count == 0 || time - last > Self.gap {
      (earlier, count, began) = (earlier &+ count, 0, time)
    }
    count &+= 1
    last = time
  }

  /// How many there were while the limb was held.
  func samples(until release: Microseconds?) -> Int32 {
    if let release, began > release - Self.doubt { return earlier }
    return earlier &+ count
  }
}
