import Findings

/// A run of beats: their times and sizes, and what can be said of them.
struct Train: Sendable {
  /// The most beats one train can hold: over a minute and a half at 9 Hz.
  static let capacity = 1_024

  private(set) var count = 0
  /// The first and the last beat's time; zero where there are none.
  private(set) var first = Microseconds.zero
  private(set) var last = Microseconds.zero
  /// The time of the last beat but two; zero where there are fewer.
  private(set) var thirdLast = Microseconds.zero

  // What is asked for at every sample stands apart from the arrays: reading one element of an
  // InlineArray copies them whole (Swift 6.3).
  private var times = InlineArray<1_024, Int64>(repeating: 0)
  private var amplitudes = InlineArray<1_024, Int32>(repeating: 0)
  private var depths = InlineArray<1_024, Int32>(repeating: 0)

  /// Forgets every beat.
  mutating func clear() {
    count = 0
    noteEnds()
  }

  private mutating func noteEnds() {
    first = Microseconds(count > 0 ? times[0] : 0)
    last = Microseconds(count > 0 ? times[count - 1] : 0)
    thirdLast = Microseconds(count > 2 ? times[count - 3] : 0)
  }

  /// Adds a beat with the depth of its trough, Q20 g; false where there is no room.
  @discardableResult
  mutating func append(_ beat: Beat, depth: Int32) -> Bool {
    guard count < Self.capacity else { return false }
    times[count] = beat.time.count
    amplitudes[count] = beat.amplitude.q20
    depths[count] = depth
    count += 1
    noteEnds()
    return true
  }

  /// Moves the last beat, whose cycle was not known when it came.
  mutating func moveLast(by time: Microseconds) {
    if count > 0 { times[count - 1] += time.count }
  }

  /// Forgets the beats from `index` on.
  mutating func cut(to index: Int) {
    count = min(count, max(index, 0))
    noteEnds()
  }

  /// Forgets the first `number` beats.
  mutating func dropFirst(_ number: Int) {
    guard number > 0 else { return }
    let kept = max(count - number, 0)
    for i in 0..<kept {
      times[i] = times[i + number]
      amplitudes[i] = amplitudes[i + number]
      depths[i] = depths[i + number]
    }
    count = kept
    noteEnds()
  }

  subscript(_ index: Int) -> Beat {
    Beat(time: Microseconds(times[index]), amplitude: Gravities(q20: amplitudes[index]))
  }

  /// From the first beat to the last.
  var duration: Microseconds { last - first }

  /// The beats no later than `span` after the first.
  func beats(within span: Microseconds) -> Int32 {
    var number: Int32 = 0
    for i in 0..<count where times[i] - times[0] <= span.count { number += 1 }
    return number
  }

  /// The interval between beat `index` and the next.
  func interval(_ index: Int) -> Int64 { times[index + 1] &- times[index] }

  /// The median of the intervals from `start` up to `end`; nil where there are none.
  func medianInterval(from start: Int = 0, to end: Int? = nil) -> Microseconds? {
    let last = min(end ?? count - 1, count - 1)
    guard last > start else { return nil }
    var sorted = InlineArray<1_024, Int32>(repeating: 0)
    for i in start..<last { sorted[i - start] = Int32(clamping: interval(i)) }
    return Microseconds(Int64(median(of: &sorted, count: last - start)))
  }

  /// The median amplitude over the beats; nil where there are none.
  var medianAmplitude: Gravities? {
    guard count > 0 else { return nil }
    var sorted = amplitudes
    return Gravities(q20: median(of: &sorted, count: count))
  }

  /// Whether interval `index` is a pause within the train: over 0.4 s and over twice the median.
  func isPause(_ index: Int, median: Microseconds) -> Bool {
    let interval = interval(index)
    return interval > 400_000 && interval > 2 * median.count
  }

  /// How many beats at the beginning are the stretch's rebound: one or two, with a pause before three or more.
  var rebounds: Int {
    for number in 1...2 where count - number >= 3 {
      guard let median = medianInterval(from: number) else { return 0 }
      let pause = interval(number - 1)
      if pause > 300_000, pause * 10 > 16 * median.count { return number }
    }
    return 0
  }

  /// Whether a beat is more than half as large again as the one before.
  var leaps: Bool {
    for i in 1..<max(count, 1) where Int64(amplitudes[i]) * 2 > Int64(amplitudes[i - 1]) * 3 {
      return true
    }
    return false
  }

  /// Whether every beat is smaller than the one before: a ringing that dies away.
  var diesAway: Bool {
    for i in 1..<max(count, 1) where Int64(amplitudes[i]) * 20 > Int64(amplitudes[i - 1]) * 19 {
      return false
    }
    return true
  }

  /// Whether the last beat is the limb's passive rebound after the one before: sooner than the rhythm and smaller.
  ///
  /// A limb that is no longer driven swings back once at its own 8 to 9 Hz.
  var endsInRebound: Bool {
    guard count >= 3 else { return false }
    let rhythm = count > 3 ? medianInterval(to: count - 2)?.count ?? 0 : interval(0)
    let isSoon = interval(count - 2) * 10 < rhythm * 9
    return isSoon && Int64(depths[count - 1]) * 10 < Int64(depths[count - 2]) * 6
  }

  /// Standard deviation of the intervals over their mean, without pauses.
  ///
  /// The first interval is long by nature (Boyraz 2015) and is left out where four or more remain. A beat that
  /// was too small to be counted leaves an interval of two cycles; one such in five is halved.
  var intervalCV: Permille? {
    guard let median = medianInterval() else { return nil }
    let start = count >= 6 ? 1 : 0
    let halves = doubles(median) * 5 <= count - 1
    var sum: Int64 = 0
    var number: Int64 = 0
    for i in start..<count - 1 where !isPause(i, median: median) {
      sum &+= cycle(i, median: median, halves: halves)
      number &+= 1
    }
    guard number > 0 else { return nil }
    let mean = sum / number
    var squares: Int64 = 0
    for i in start..<count - 1 where !isPause(i, median: median) {
      let off = cycle(i, median: median, halves: halves) &- mean
      squares &+= off &* off
    }
    let deviation = Int64(squareRoot(squares / max(number &- 1, 1)))
    return Permille(Int32(clamping: (deviation &* 1_000 &+ mean / 2) / max(mean, 1)))
  }

  /// Interval `index`, halved where it spans two cycles and such are rare.
  private func cycle(_ index: Int, median: Microseconds, halves: Bool) -> Int64 {
    let interval = interval(index)
    return halves && isDouble(index, median: median) ? interval / 2 : interval
  }

  private func isDouble(_ index: Int, median: Microseconds) -> Bool {
    let interval = interval(index)
    return interval * 10 >= median.count * 17 && interval * 10 <= median.count * 23
  }

  private func doubles(_ median: Microseconds) -> Int {
    var number = 0
    for i in 0..<count - 1 where isDouble(i, median: median) { number += 1 }
    return number
  }
}

/// The median of the first `count` values, which are sorted in place (Shell 1959); 0 where there are none.
private func median(of values: inout InlineArray<1_024, Int32>, count: Int) -> Int32 {
  guard count > 0 else { return 0 }
  var gap = count / 2
  while gap > 0 {
    for i in gap..<count {
      let value = values[i]
      var j = i
      while j >= gap, values[j - gap] > value {
        values[j] = values[j - gap]
        j -= gap
      }
      values[j] = value
    }
    gap = gap == 2 ? 1 : gap * 5 / 11
  }
  let middle = count / 2
  return count % 2 == 1 ? values[middle] : values[middle - 1] / 2 &+ values[middle] / 2
}
