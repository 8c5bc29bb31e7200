import Findings

/// The intervals of a train, in microseconds: their median and their variation, whenever asked for.
///
/// Sums go with each interval, so that a train of hundreds of beats is judged in the time of its few long intervals.
struct Intervals: ~Copyable, Sendable {
  private var ordered = OrderedValues<1_024>()
  private var earliest: Int32 = 0
  private var latest: Int32 = 0
  // Intervals are below 2^31 us; 1,024 squares of up to 2^20 us (beats, pauses) stay below 2^50.
  private var sum: Int64 = 0
  private var squares: Int64 = 0

  /// Forgets all.
  mutating func clear() {
    ordered.clear()
    (sum, squares) = (0, 0)
  }

  /// Takes the next interval.
  mutating func append(_ interval: Int64) {
    let value = Int32(clamping: interval)
    if ordered.count == 0 { earliest = value }
    latest = value
    ordered.insert(value)
    sum &+= Int64(value)
    squares &+= Int64(value) &* Int64(value)
  }

  /// The median; nil where there are none.
  var median: Microseconds? {
    ordered.count > 0 ? Microseconds(Int64(ordered.median)) : nil
  }

  /// Standard deviation over mean, without pauses.
  ///
  /// The first interval is long by nature (Boyraz 2015), and the last ends with a turn that no pull sharpens: where four
  /// or more remain, the first is left out, and then the last. A beat that was too small to be counted leaves an
  /// interval of two cycles: one such in five is halved; one or two of eight or more that are longer are left out.
  var variation: Permille? {
    guard let median else { return nil }
    var counted = (number: Int64(ordered.count), sum: sum, squares: squares)
    func take(_ value: Int64, times: Int64) {
      counted.number &+= times
      counted.sum &+= times &* value
      counted.squares &+= times &* value &* value
    }
    let long = long(median)
    let (halves, spares) = (long * 5 <= ordered.count, long <= 2 && ordered.count >= 8)
    // Only long intervals can be pauses or double.
    var place = ordered.count - 1
    while place >= 0, Int64(ordered[place]) * 10 >= median.count * 17 {
      let interval = Int64(ordered[place])
      take(interval, times: -1)
      if let cycle = Self.cycle(interval, median: median, halves: halves, spares: spares) {
        take(cycle, times: 1)
      }
      place -= 1
    }
    func leaveOut(_ end: Int32, of least: Int) {
      guard ordered.count >= least,
        let cycle = Self.cycle(Int64(end), median: median, halves: halves, spares: spares)
      else { return }
      take(cycle, times: -1)
    }
    leaveOut(earliest, of: 5)
    leaveOut(latest, of: 6)
    guard counted.number > 0 else { return nil }
    let mean = counted.sum / counted.number
    let off =
      counted.squares &- 2 &* mean &* counted.sum &+ counted.number &* mean &* mean
    let deviation = Int64(squareRoot(off / max(counted.number &- 1, 1)))
    return Permille(Int32(clamping: (deviation &* 1_000 &+ mean / 2) / max(mean, 1)))
  }

  /// Whether an interval is a pause within the train: over 0.4 s and over twice the median.
  static func isPause(_ interval: Int64, median: Microseconds) -> Bool {
    interval > 400_000 && interval > 2 * median.count
  }

  /// An interval, where long ones are rare halved if it spans two cycles, and none if it spans more; nil for a pause.
  private static func cycle(_ interval: Int64, median: Microseconds, halves: Bool, spares: Bool)
    -> Int64?
  {
    if isPause(interval, median: median) { return nil }
    guard halves, interval * 10 >= median.count * 17 else { return interval }
    if interval * 10 <= median.count * 23 { return interval / 2 }
    return spares ? nil : interval
  }

  /// How many intervals span about two cycles or more, and are no pauses.
  private func long(_ median: Microseconds) -> Int {
    var number = 0
    var place = ordered.count - 1
    while place >= 0, Int64(ordered[place]) * 10 >= median.count * 17 {
      if !Self.isPause(Int64(ordered[place]), median: median) { number += 1 }
      place -= 1
    }
    return number
  }
}
