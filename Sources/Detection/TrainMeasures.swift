import Findings

/// What can be said of a train, once it is judged. Each looks at every beat: nothing for every sample.
extension Train {
  /// The beats no later than `span` after the first.
  func beats(within span: Microseconds, in log: borrowing BeatLog) -> Int32 {
    var number: Int32 = 0
    for i in 0..<count where time(i, in: log) - first <= span { number += 1 }
    return number
  }

  /// How many beats came until `time`.
  func count(until time: Microseconds, in log: borrowing BeatLog) -> Int {
    // From the end: those after a release are few.
    var number = count
    while number > 0, self.time(number - 1, in: log) > time { number -= 1 }
    return number
  }

  /// `number`, and the beats that follow it until `last` in the time and the size of those before: each interval
  /// within an eighth of the median, each size from seven tenths to three halves of the one before, or of the one
  /// before that, as large and small beats may alternate.
  func inTime(from number: Int, until last: Microseconds, in log: borrowing BeatLog) -> Int {
    guard number >= 2, let median = rhythm(to: number - 1, latest: true, in: log)?.count else {
      return number
    }
    var number = number
    while number < count, time(number, in: log) <= last {
      let interval = interval(number - 1, in: log)
      guard abs(interval - median) * 8 < median,
        isLike(number, number - 1, in: log) || isLike(number, number - 2, in: log)
      else { break }
      number += 1
    }
    return number
  }

  /// The median of the intervals from `start` up to `end`; nil where there are none.
  @inline(never)
  func medianInterval(from start: Int = 0, to end: Int? = nil, in log: borrowing BeatLog)
    -> Microseconds?
  {
    var lengths = OrderedValues<1_024>()
    let last = min(end ?? count - 1, count - 1)
    for i in start..<max(start, last) { lengths.insert(Int32(clamping: interval(i, in: log))) }
    return lengths.count > 0 ? Microseconds(Int64(lengths.median)) : nil
  }

  /// The train's rhythm at one place: the median of the intervals from `start` up to `end`, of at most 16, whichever end
  /// they are counted from. Asked for within a sample, so that it must not grow with the train.
  @inline(never)
  func rhythm(from start: Int = 0, to end: Int, latest: Bool, in log: borrowing BeatLog)
    -> Microseconds?
  {
    var lengths = OrderedValues<16>()
    let first = latest ? max(start, end - Self.most) : start
    for i in first..<max(first, min(end, first + Self.most)) {
      lengths.insert(Int32(clamping: interval(i, in: log)))
    }
    return lengths.count > 0 ? Microseconds(Int64(lengths.median)) : nil
  }

  /// The same of the latest beats' amplitudes.
  func recentAmplitude(in log: borrowing BeatLog) -> Gravities {
    var amplitudes = OrderedValues<16>()
    for i in max(0, count - Self.most)..<count { amplitudes.insert(amplitude(i, in: log)) }
    return Gravities(q20: amplitudes.median)
  }

  /// What is looked at within a sample.
  private static let most = 16

  /// Whether a beat has from seven tenths to three halves of another's size.
  private func isLike(_ one: Int, _ other: Int, in log: borrowing BeatLog) -> Bool {
    let (size, before) = (Int64(amplitude(one, in: log)), Int64(amplitude(other, in: log)))
    return size * 10 > before * 7 && size * 2 < before * 3
  }

  /// Standard deviation of the intervals over their mean, without pauses.
  @inline(never)
  func intervalCV(in log: borrowing BeatLog) -> Permille? {
    var intervals = Intervals()
    for i in 0..<max(count - 1, 0) { intervals.append(interval(i, in: log)) }
    return intervals.variation
  }

  /// The same of the intervals between pulls.
  @inline(never)
  func pullCV(in log: borrowing BeatLog) -> Permille? {
    var intervals = Intervals()
    for i in 0..<max(count - 1, 0) { intervals.append(pullInterval(i, in: log)) }
    return intervals.variation
  }

  /// The median amplitude over the beats; nil where there are none.
  @inline(never)
  func medianAmplitude(in log: borrowing BeatLog) -> Gravities? {
    guard count > 0 else { return nil }
    var amplitudes = OrderedValues<1_024>()
    for i in 0..<count { amplitudes.insert(amplitude(i, in: log)) }
    return Gravities(q20: amplitudes.median)
  }

  /// Whether interval `index` is a pause within the train.
  func isPause(_ index: Int, median: Microseconds, in log: borrowing BeatLog) -> Bool {
    Intervals.isPause(interval(index, in: log), median: median)
  }

  /// How many beats at the beginning are the stretch's rebound: one or two, with a pause before three or more, or a first
  /// one that is a third larger than the next and followed by it within seven tenths of the cycles after.
  func rebounds(in log: borrowing BeatLog) -> Int {
    for number in 1...2 where count - number >= 3 {
      guard let median = rhythm(from: number, to: count - 1, latest: false, in: log) else {
        return 0
      }
      let pause = interval(number - 1, in: log)
      if pause > 300_000, pause * 10 > 16 * median.count { return number }
      let isLarger = Int64(amplitude(0, in: log)) * 3 > Int64(amplitude(1, in: log)) * 4
      if number == 1, isLarger, pause * 10 < 7 * median.count { return 1 }
    }
    return 0
  }

  /// Whether the last beat, the first one or one after a pause, was only the swing before a beat of this size: under
  /// three tenths of it. Trains that build up begin with more.
  func beginsAnew(with size: Gravities, in log: borrowing BeatLog) -> Bool {
    guard count > 0, Int64(amplitude(count - 1, in: log)) * 10 < Int64(size.q20) * 3 else {
      return false
    }
    if count < 3 { return count == 1 }
    return interval(count - 2, in: log) * 2 > interval(count - 3, in: log) * 3
  }

  /// Whether the last beat was no beat but the second swing of the one before it: early in a cycle that ends with `next`, and
  /// under eight tenths of both. A limb that beats slowly can swing twice a beat.
  func endsInSecondSwing(before next: Beat, in log: borrowing BeatLog) -> Bool {
    guard count >= 2 else { return false }
    let cycle = next.time - time(count - 2, in: log)
    let neighbour = min(amplitude(count - 2, in: log), next.amplitude.q20)
    return cycle < Self.slowest && interval(count - 2, in: log) * 100 < cycle.count * Cadence.early
      && Int64(amplitude(count - 1, in: log)) * 10 < Int64(neighbour) * 8
  }

  /// The longest cycle: 2.9 Hz.
  private static let slowest = Microseconds.milliseconds(350)

  /// Whether the last beat is the limb's passive rebound after the one before: sooner than the rhythm and smaller.
  ///
  /// A limb that is no longer driven swings back once at its own 8 to 9 Hz.
  func endsInRebound(in log: borrowing BeatLog) -> Bool {
    guard count >= 3 else { return false }
    let rhythm =
      count > 3 ? rhythm(to: count - 2, latest: true, in: log)?.count ?? 0 : interval(0, in: log)
    return interval(count - 2, in: log) * 10 < rhythm * 9 && isShallow(count - 1, in: log)
  }
}
