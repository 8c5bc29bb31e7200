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

  /// Takes the next sample, below 12 Hz with its gravity.
  @inline(__always)
  mutating func take(_ smooth: Vector, sample: Int64) {
    past[Int(truncatingIfNeeded: sample & 255)] = smooth
    newest = sample
  }

  /// The turn near the trough at sample `low`, between the troughs (or ends) at `from` and `to`: a sample and the Q16
  /// fraction of one after it; nil where the samples show no whole cycle.
  @inline(never)
  mutating func turn(
    near low: Int64, from: Int64, to: Int64, along direction: Vector
  ) -> (sample: Int64, fraction: Int32)? {
    let first = max(from, newest - Int64(Self.capacity) + 1, 0)
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
    let back = swingBack(before, middle, after)
    guard let fall = fall(from: before, to: after, near: middle, swingBack: back) else {
      return nil
    }
    return (first + Int64(fall.place), fall.fraction)
  }

  /// How much of a whole swing follows the turn, Q8: as much as came before it is 256, a limb that stays is 0.
  private func swingBack(_ before: Int, _ middle: Int, _ after: Int) -> Int64 {
    let (came, went) = (course[before] &- course[middle], course[after] &- course[middle])
    return max(0, min(256, (Int64(went) &* 512) / Int64(max(came, 1)) &- 256))
  }

  /// Where the velocity between two crests falls through zero, nearest to `middle`.
  ///
  /// A limb that stays where it came to has a velocity that is never negative: it is over at a quarter of the fastest.
  private mutating func fall(
    from: Int, to: Int, near middle: Int, swingBack: Int64
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
    let mean = (area &* count &- total &* (count &* (count &+ 1) / 2)) / count
    var fastest: Int64 = 0
    if swingBack < 256 { for i in from...to { fastest = max(fastest, velocity(i)) } }
    let zero = (mean &* swingBack &+ fastest / 4 &* (256 &- swingBack)) / 256
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
}
