import Findings

/// One stretch as it really was.
public struct TrueStretch: Sendable, Hashable {
  /// When the hand began to push.
  public var time: Microseconds
  /// From there to the joint's first turning point.
  public var duration = Microseconds.zero
  /// How far the joint turned until then.
  public var angle = Centidegrees(0)
  /// How fast it turned at its fastest.
  public var speed = DegreesPerSecond(0)
  /// When it was let go; nil where it never was.
  public var release: Microseconds?
  /// The beats of the first train after it: those before the release, and within 20 s of the
  /// stretch, up to a pause of 1 s.
  public var beats: [Beat] = []
}

/// What really happened in a simulated exam, from the joint's angle alone (EXAM.md, "What the words
/// mean"). Times are since the world began.
public struct Truth: Sendable, Hashable {
  /// Which exam it was.
  public internal(set) var kind: ExamKind
  /// Every brisk stretch, in order.
  public internal(set) var stretches: [TrueStretch] = []
  /// Without a stretch: every train of beats.
  public internal(set) var episodes: [[Beat]] = []

  /// The stretch that counts: the first followed by three beats, else the fastest.
  public var stretch: TrueStretch? {
    for stretch in stretches where stretch.beats.count >= Int(Rule.absentBelow) { return stretch }
    var fastest = stretches.first
    for stretch in stretches where stretch.speed > (fastest?.speed ?? stretch.speed) {
      fastest = stretch
    }
    return fastest
  }

  /// The beats that count: after the stretch that counts, or of the longest episode.
  public var beats: [Beat] {
    if kind == .stretch { return stretch?.beats ?? [] }
    var longest: [Beat] = []
    for episode in episodes where episode.count > longest.count { longest = episode }
    return longest
  }

  /// 1 / median interval of the beats that count; nil under two.
  public var frequency: Millihertz? {
    guard beats.count >= 2 else { return nil }
    let times = beats
    var intervals: [Int64] = []
    for index in Counting(1..<times.count) {
      intervals.append((times[index].time - times[index - 1].time).count)
    }
    putInOrder(&intervals)
    let middle = intervals.count / 2
    let median =
      intervals.count % 2 == 1 ? intervals[middle] : (intervals[middle - 1] + intervals[middle]) / 2
    return Millihertz(period: Microseconds(median))
  }

  /// The same with times since `start`, such as an exam's first sample.
  public func since(_ start: Microseconds) -> Truth {
    var moved = self
    for index in Counting(moved.stretches.indices) {
      moved.stretches[index].time = moved.stretches[index].time - start
      moved.stretches[index].release = moved.stretches[index].release.map { $0 - start }
      Self.move(&moved.stretches[index].beats, by: start)
    }
    for index in Counting(moved.episodes.indices) { Self.move(&moved.episodes[index], by: start) }
    return moved
  }

  /// The same without what no device saw of a spontaneous exam: beats before zero, or after `end`.
  public func watched(until end: Microseconds) -> Truth {
    var seen = self
    seen.episodes = []
    for episode in episodes {
      let beats = episode.filter { $0.time >= .zero && $0.time <= end }
      if !beats.isEmpty { seen.episodes.append(beats) }
    }
    return seen
  }

  private static func move(_ beats: inout [Beat], by start: Microseconds) {
    for index in Counting(beats.indices) { beats[index].time = beats[index].time - start }
  }

  /// The word that a rule has for it.
  public func verdict(by rule: Rule) -> Verdict { rule.verdict(beats: Int32(beats.count)) }
}
