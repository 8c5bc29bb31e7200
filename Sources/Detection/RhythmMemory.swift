import Findings

/// The last few troughs of the band, whatever they belong to: from them a rhythm at rest is known.
struct RhythmMemory: ~Copyable, Sendable {
  private let inPlace = InPlace()

  // Three seconds at 10 Hz.
  private static let size = 32
  private var times = InlineArray<32, Int64>(repeating: 0)
  private var swings = InlineArray<32, Int32>(repeating: 0)
  private var count = 0

  /// Forgets all.
  mutating func clear() { count = 0 }

  /// Adds a trough.
  mutating func append(time: Microseconds, swing: Int32) {
    if count == Self.size {
      for i in 1..<Self.size {
        times[i - 1] = times[i]
        swings[i - 1] = swings[i]
      }
      count -= 1
    }
    times[count] = time.count
    swings[count] = swing
    count += 1
  }

  /// A rhythm: its rate and half its swing.
  struct Rhythm: Sendable {
    var frequency: Millihertz
    var amplitude: Gravities
  }

  /// So many cycles in time are a rhythm.
  private static let cycles = 4

  /// The rhythm of the `span` before `end`, where there is one: at least four regular cycles up to it.
  func rhythm(before end: Microseconds, span: Microseconds) -> Rhythm? {
    let (first, last) = troughs(before: end, span: span)
    guard last - first >= Self.cycles, end.count - times[last] < 500_000 else { return nil }
    return rhythm(from: first, to: last, regular: 4)
  }

  /// The largest four cycles in time of the `span` before `end`: a tremor that comes and goes is known by its bursts.
  func burst(before end: Microseconds, span: Microseconds) -> Rhythm? {
    let (first, last) = troughs(before: end, span: span)
    var largest: Rhythm?
    for start in first..<max(first, last - Self.cycles + 1) {
      guard let run = rhythm(from: start, to: start + Self.cycles, regular: 5) else { continue }
      if run.amplitude > largest?.amplitude ?? Gravities(q20: 0) { largest = run }
    }
    return largest
  }

  /// The first and the last trough of the `span` before `end`; the last comes first where there is none.
  private func troughs(before end: Microseconds, span: Microseconds) -> (first: Int, last: Int) {
    var first = 0
    while first < count, times[first] < end.count - span.count { first += 1 }
    var last = count - 1
    while last >= first, times[last] >= end.count { last -= 1 }
    return (first, last)
  }

  /// The rhythm between two troughs; nil where the deviation of its cycles is over 1/`regular` of their mean.
  private func rhythm(from first: Int, to last: Int, regular: Int64) -> Rhythm? {
    let intervals = Int64(last - first)
    let mean = (times[last] - times[first]) / intervals
    guard (100_000...370_000).contains(mean) else { return nil }
    var squares: Int64 = 0
    var swing: Int64 = 0
    for i in first..<last {
      let off = times[i &+ 1] &- times[i] &- mean
      squares &+= off &* off
      swing &+= Int64(swings[i &+ 1])
    }
    // The deviation, rounded down, times `regular` is below the mean.
    let limit = (mean + regular - 1) / regular
    guard squares / intervals < limit * limit,
      let frequency = Millihertz(period: Microseconds(mean))
    else {
      return nil
    }
    return Rhythm(
      frequency: frequency, amplitude: Gravities(q20: Int32(clamping: swing / intervals / 2)))
  }
}
