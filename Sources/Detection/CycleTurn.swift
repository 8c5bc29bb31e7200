import Findings

/// Times a beat once its cycle is over: when the limb's velocity fell through zero.
///
/// A stretch rings on in the band's high-pass for half a second, which shifts the troughs of the first beats by up to
/// 20 ms; and the trough of an uneven beat's acceleration lies beside the limb's turn. Over one whole cycle, though,
/// acceleration and velocity are zero on average. So the low-passed acceleration from the crest before a beat to the
/// crest after it, less its mean, is summed; the sum less its own mean is the velocity, without any high-pass.
struct CycleTurn: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// Three quarters of a second at 340 Hz: the longest cycle of the band on both sides of a beat.
  private static let capacity = 256
  private var past = InlineArray<256, Vector>(repeating: Vector())
  // Sums of the acceleration along the axis up to each sample, Q14 g: 2^19 * 256 stays below 2^27.
  private var sums = InlineArray<256, Int32>(repeating: 0)
  /// The longest cycle of a beat, 2.9 Hz, in samples: neither of its crests is further from it.
  private let longest: Int
  // How many samples came since the beginning, and which of the chain's was the first.
  private var taken = 0
  private var origin: Int64 = 0
  // The last whole cycle's mean, and its fastest, the sum of so many samples, both 256 times.
  private var lastMean: Int64 = 0
  private var lastFastest: Int64 = 0

  /// Makes one for a chain of this pace.
  init(pace: Pace) {
    longest = Int(truncatingIfNeeded: pace.samples(in: .milliseconds(350)))
  }

  /// Begins with a new stretch.
  mutating func restart() { (taken, lastMean, lastFastest) = (0, 0, 0) }

  /// Takes the next sample, below 12 Hz with its gravity.
  @inline(__always)
  mutating func take(_ smooth: Vector, sample: Int64) {
    if taken == 0 { origin = sample }
    past[taken & 255] = smooth
    taken &+= 1
  }

  /// The place of one of the chain's samples among those taken.
  private func place(of sample: Int64) -> Int {
    Int(truncatingIfNeeded: max(sample &- origin, 0))
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
    let low = place(of: low)
    let first = max(place(of: from), max(taken - Self.capacity, low - longest))
    let last = min(place(of: to), min(taken - 1, low + longest))
    guard first < low, low < last else { return nil }
    let (middle, count) = (low - first, last - first + 1)
    let before = crest(in: 0..<middle, first: first, along: direction)
    let rises = rises(to: middle)
    let trough = acceleration(first + middle, along: direction)
    let after = crest(in: middle..<count, first: first, along: direction)
    guard after.place - before.place >= 6 else { return nil }
    let swing = ((before.value &+ after.value) / 2 &- trough) &<< 6
    guard let fall = fall(from: before, to: after, near: middle) else { return nil }
    return Turn(
      sample: origin + Int64(first + fall.place), fraction: fall.fraction, swing: swing,
      rises: rises)
  }

  /// The acceleration at a place along a direction, Q14 g.
  @inline(__always)
  private func acceleration(_ place: Int, along direction: Vector) -> Int32 {
    past[place & 255].along(direction) &>> 6
  }

  /// A crest of the acceleration: its place after the first, and its value.
  private struct Crest {
    var place: Int
    var value: Int32
  }

  /// The highest of some places, which are counted from `first` on; sums all up on the way.
  @inline(never)
  private mutating func crest(
    in places: Range<Int>, first: Int, along direction: Vector
  ) -> Crest {
    var crest = Crest(place: places.lowerBound, value: .min)
    var sum = places.lowerBound > 0 ? sums[places.lowerBound - 1] : 0
    for i in places {
      let value = acceleration(first &+ i, along: direction)
      sum = sum &+ value
      sums[i & 255] = sum
      if value > crest.value { crest = Crest(place: i, value: value) }
    }
    return crest
  }

  /// Whether the velocity at `middle` is again what it was at the first sample, the turn before, by what the last whole
  /// cycle was on average and how fast it was.
  private func rises(to middle: Int) -> Bool {
    guard lastFastest > 0 else { return true }
    let velocity = Int64(sums[middle - 1]) * 256 - Int64(middle) * lastMean
    return velocity * 5 > -lastFastest * 3
  }

  /// Where the velocity between two crests falls through zero, nearest to `middle`.
  ///
  /// A limb that comes from further than it goes back to has a mean velocity. From one turn to the next of a sinusoid of
  /// period P it moves by 2 a (P / 2 pi)^2, where a is the crest of its acceleration; P is twice the way up.
  @inline(never)
  private mutating func fall(
    from: Crest, to: Crest, near middle: Int
  ) -> (place: Int, fraction: Int32)? {
    let places = from.place...to.place
    let count = Int64(places.count)
    let start = Int64(sums[from.place]) &- Int64(from.value)
    let total = Int64(sums[to.place]) &- start
    // Everything times `count`, so that no mean is rounded: below 2^27 * 2^8 * 2^8.
    var (fastest, area): (Int64, Int64) = (0, 0)
    var mean = start &* count
    for i in places {
      mean &+= total
      let velocity = Int64(sums[i & 255]) &* count &- mean
      area &+= velocity
      if velocity > fastest { fastest = velocity }
    }
    // Crests of beats that go on differ by their shape as much as by their size.
    let isOver = isOver(from, to, mean: total / count)
    // A limb that stays where it came to was on its way there all the time: a seventh of its fastest on average.
    let zero =
      isOver
      ? fastest / 7 : area / count &- moved(from, to, way: Int64(middle - from.place)) / 2
    (lastMean, lastFastest) = ((total &* 256) / count, (fastest &* 256) / count)
    mean = start &* count &+ zero &+ total
    var best: (place: Int, fraction: Int32)?
    var earlier = Int64(sums[from.place]) &* count &- mean
    for i in from.place + 1...to.place {
      mean &+= total
      let later = Int64(sums[i & 255]) &* count &- mean
      if earlier > 0, later <= 0 {
        if let best, abs(best.place - middle) <= abs(i - middle) { break }
        // A sum up to a sample is the velocity half a sample after it.
        best = (i - 1, Int32(truncatingIfNeeded: (earlier &<< 16) / (earlier &- later)) &+ 32_768)
      }
      earlier = later
    }
    return best
  }

  /// How far the limb moves on in a cycle whose crests differ: 8 / (2 pi)^2 is 207.5 / 1,024.
  private func moved(_ before: Crest, _ after: Crest, way: Int64) -> Int64 {
    (Int64(before.value &- after.value) &* way &* way &* 415) &>> 11
  }

  /// Whether the limb stays where it came to: its velocity is then never negative.
  private func isOver(_ before: Crest, _ after: Crest, mean: Int64) -> Bool {
    (Int64(after.value) &- mean) * 4 < Int64(before.value) &- mean
  }
}
