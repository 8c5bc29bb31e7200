import Findings

/// Times a beat once its cycle is over: when the limb's velocity fell through zero.
///
/// A stretch rings on in the band's high-pass for half a second, which shifts the troughs of the first beats by up to
/// 20 ms; and the trough of an uneven beat's acceleration lies beside the limb's turn. Over one whole cycle, though,
/// acceleration and velocity are zero on average. So the low-passed acceleration from the crest before a beat to the
/// crest after it, less its mean, is summed; the sum less its own mean is the velocity, without any high-pass.
struct CycleTurn: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// Three quarters of a second at 340 Hz: the longest cycle of the band, twice.
  private static let capacity = 256
  private var past = InlineArray<256, Vector>(repeating: Vector())
  // The acceleration along the axis and then its running sum, Q14 g: 2^19 * 256 stays below 2^27.
  private var course = InlineArray<256, Int32>(repeating: 0)
  private var newest: Int64 = -1
  // The last whole cycle's mean, and its fastest, the sum of so many samples, both 256 times.
  private var lastMean: Int64 = 0
  private var lastFastest: Int64 = 0

  /// Begins with a new stretch.
  mutating func restart() { (lastMean, lastFastest) = (0, 0) }

  /// Takes the next sample, below 12 Hz with its gravity.
  @inline(__always)
  mutating func take(_ smooth: Vector, sample: Int64) {
    past[Int(truncatingIfNeeded: sample & 255)] = smooth
    newest = sample
  }

  /// When the limb turned: a sample and the Q16 fraction of one after it; and how far it swung, Q20 g.
  struct Turn: Sendable {
    var sample: Int64
    var fraction: Int32
    var swing: Int32
    /// Whether the limb had come back from the turn before; in a release it goes on and on.
    var rises: Bool
  }

  /// The turn near the trough at sample `low`, between the troughs (or ends) at `from` and `to`; nil where the samples
  /// show no whole cycle.
  @inline(never)
  mutating func turn(
    near low: Int64, from: Int64, to: Int64, along direction: Vector
  ) -> Turn? {
    let first = max(max(from, 0), newest - Int64(Self.capacity) + 1)
    let last = min(to, newest)
    guard first < low, low < last else { return nil }
    let count = Int(last - first) + 1
    for i in 0..<count {
      let at = Int(truncatingIfNeeded: (first + Int64(i)) & 255)
      course[i] = past[at].along(direction) &>> 6
    }
    let middle = Int(low - first)
    var (before, after) = (middle, middle)
    for i in 0..<middle where course[i] > course[before] { before = i }
    for i in middle..<count where course[i] > course[after] { after = i }
    guard after - before >= 6 else { return nil }
    let swing = ((course[before] &+ course[after]) / 2 &- course[middle]) &<< 6
    let rises = rises(to: middle)
    let crests = (before: course[before], after: course[after])
    guard let fall = fall(from: before, to: after, near: middle, crests: crests) else {
      return nil
    }
    return Turn(
      sample: first + Int64(fall.place), fraction: fall.fraction, swing: swing, rises: rises)
  }

  /// Whether the velocity at `middle` is again what it was at the first sample, the turn before, by what the last whole
  /// cycle was on average and how fast it was.
  private func rises(to middle: Int) -> Bool {
    guard lastFastest > 0 else { return true }
    var velocity: Int64 = 0
    for i in 0..<middle { velocity &+= Int64(course[i]) &* 256 &- lastMean }
    return velocity * 5 > -lastFastest * 3
  }

  /// Where the velocity between two crests falls through zero, nearest to `middle`.
  ///
  /// A limb that comes from further than it goes back to has a mean velocity. From one turn to the next of a sinusoid of
  /// period P it moves by 2 a (P / 2 pi)^2, where a is the crest of its acceleration; P is twice the way up.
  private mutating func fall(
    from: Int, to: Int, near middle: Int, crests: (before: Int32, after: Int32)
  ) -> (place: Int, fraction: Int32)? {
    let count = Int64(to - from + 1)
    var sum: Int32 = 0
    var area: Int64 = 0
    for i in from...to {
      sum = sum &+ course[i]
      course[i] = sum
      area &+= Int64(sum)
    }
    // Everything times `count`, so that no mean is rounded: below 2^27 * 2^8 * 2^8.
    let total = Int64(sum)
    func velocity(_ i: Int) -> Int64 { Int64(course[i]) &* count &- total &* Int64(i - from + 1) }
    var fastest: Int64 = 0
    for i in from...to { fastest = max(fastest, velocity(i)) }
    let way = Int64(middle - from)
    // 8 / (2 pi)^2 is 207.5 / 1,024.
    let moved = (Int64(crests.before &- crests.after) &* way &* way &* 415) &>> 11
    let mean = (area &* count &- total &* (count &* (count &+ 1) / 2)) / count
    // Crests of beats that go on differ by their shape as much as by their size.
    let isOver = isOver(crests, mean: total / count)
    // A limb that stays where it came to was on its way there all the time: a seventh of its fastest on average.
    let zero = isOver ? fastest / 7 : mean &- moved / 2
    (lastMean, lastFastest) = ((total &* 256) / count, (fastest &* 256) / count)
    var best: (place: Int, fraction: Int32)?
    var earlier = velocity(from) &- zero
    for i in from + 1...to {
      let later = velocity(i) &- zero
      if earlier > 0, later <= 0 {
        if let best, abs(best.place - middle) <= abs(i - middle) { break }
        // A sum up to a sample is the velocity half a sample after it.
        best = (i - 1, Int32(truncatingIfNeeded: (earlier &<< 16) / (earlier &- later)) &+ 32_768)
      }
      earlier = later
    }
    return best
  }

  /// Whether the limb stays where it came to: its velocity is then never negative.
  private func isOver(_ crests: (before: Int32, after: Int32), mean: Int64) -> Bool {
    (Int64(crests.after) &- mean) * 4 < Int64(crests.before) &- mean
  }
}
