import Findings

/// How long the cycles of a train are: it tells what the filters did to the time and size of its next beat.
///
/// Troughs are timed as the band shows them (`seen`), which the filters' lead does not bend.
struct Cadence: Sendable {
  /// The mean of the last intervals, 0 before there are two beats, in microseconds.
  private var mean: Int64 = 0
  /// Whether that is of one interval.
  private var isSingle = true
  private var last: Microseconds?
  private var meanBefore: Int64 = 0
  private var lastBefore: Microseconds?

  /// A cycle before any is known: the middle of the band, where the filters' lead is near zero.
  static let unknown = Microseconds(175_000)
  /// No limb beats faster than 9.5 Hz; in the band an interval may look 2 ms shorter.
  static let shortest = Microseconds(103_000)
  /// Longer intervals are pauses and tell nothing of the cycle.
  private static let longest = Microseconds(400_000)

  /// Begins anew after a pause.
  mutating func restart() { self = Cadence() }

  /// From the last beat to this trough; nil before the first.
  func interval(to seen: Microseconds) -> Microseconds? {
    guard let last else { return nil }
    return seen - last
  }

  /// The cycle that ends with this trough, as far as it is known.
  func period(at seen: Microseconds) -> Microseconds {
    if mean > 0, !isRestart(seen) { return Microseconds(mean) }
    guard let interval = interval(to: seen), interval < Self.longest, interval > Self.shortest
    else {
      return Self.unknown
    }
    return interval
  }

  /// Whether the one interval known was no cycle but a pause: this one is under three fifths of it.
  private func isRestart(_ seen: Microseconds) -> Bool {
    guard isSingle, let interval = interval(to: seen)?.count else { return false }
    return interval * 5 < mean * 3 && interval > Self.shortest.count
  }

  /// Whether this trough keeps time: no sooner than three fifths, no later than five thirds of the mean.
  func keepsTime(_ seen: Microseconds) -> Bool {
    guard mean > 0, let interval = interval(to: seen)?.count else { return true }
    return interval * 5 > mean * 3 && interval * 3 < mean * 5
  }

  /// The hundredths of a cycle before which the second swing of one slow beat comes: beats that alternate in size, with
  /// intervals that vary by 5 %, are four deviations off.
  static let early: Int64 = 43

  /// Whether this trough comes too soon for a beat of its own.
  func isEarly(_ seen: Microseconds) -> Bool {
    guard mean > 0, let interval = interval(to: seen)?.count else { return false }
    return interval * 100 < mean * Self.early
  }

  /// Whether the rhythm pauses before this trough: for two cycles, and 0.3 s.
  func isPause(before seen: Microseconds) -> Bool {
    guard mean > 0, let interval = interval(to: seen)?.count else { return false }
    return interval > 300_000 && interval > 2 * mean
  }

  /// How long a rhythm may pause and go on: two and a half cycles, at most `limit`.
  func patience(limit: Microseconds) -> Microseconds {
    mean == 0 ? Microseconds.milliseconds(450) : min(limit, Microseconds(mean * 5 / 2))
  }

  /// Takes a trough as a beat.
  mutating func take(_ seen: Microseconds) {
    (meanBefore, lastBefore) = (mean, last)
    if let interval = interval(to: seen), interval < Self.longest {
      let isFirst = mean == 0 || isRestart(seen)
      mean = isFirst ? interval.count : (mean * 3 + interval.count) / 4
      isSingle = isFirst
    }
    last = seen
  }

  /// Forgets the beat that was taken last.
  mutating func forgetLast() { (mean, last) = (meanBefore, lastBefore) }
}
