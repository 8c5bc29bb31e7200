import Findings

/// The last few troughs of the band, whatever they belong to: from them a rhythm at rest is known.
struct RhythmMemory: ~Copyable, Sendable {
  private let inPlace = InPlace()

  private static let size = 16
  private var times = InlineArray<16, Int64>(repeating: 0)
  private var swings = InlineArray<16, Int32>(repeating: 0)
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

  /// The rhythm of the `span` before `end`, where there is one: at least four regular cycles up to it.
  func rhythm(before end: Microseconds, span: Microseconds) -> Rhythm? {
    var first = -1
    var last = -1
    for i in 0..<count where times[i] < end.count && times[i] >= end.count - span.count {
      if first < 0 { first = i }
      last = i
    }
    let intervals = Int64(last - first)
    guard first >= 0, intervals >= 4, end.count - times[last] < 500_000 else { return nil }
    let mean = (times[last] - times[first]) / intervals
    guard (100_000...370_000).contains(mean) else { return nil }
    var squares: Int64 = 0
    var swing: Int64 = 0
    for i in first..<last {
      let off = times[i + 1] - times[i] - mean
      squares += off * off
      swing += Int64(swings[i + 1])
    }
    let deviation = Int64(squareRoot(squares / intervals))
    guard deviation * 4 < mean, let frequency = Millihertz(period: Microseconds(mean)) else {
      return nil
    }
    return Rhythm(
      frequency: frequency, amplitude: Gravities(q20: Int32(clamping: swing / intervals / 2)))
  }
}
