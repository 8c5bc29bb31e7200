import Findings

/// A run of beats: which they are, and what is asked for at every sample. The beats are in a `BeatLog`.
struct Train: Sendable {
  /// The number of beats.
  private(set) var count = 0
  /// The first and the last beat's time; zero where there are none.
  private(set) var first = Microseconds.zero
  private(set) var last = Microseconds.zero
  /// The time of the last beat but two; zero where there are fewer.
  private(set) var thirdLast = Microseconds.zero
  /// Whether the last interval is neither over twice the one before nor under half of it; so of fewer than three beats.
  private(set) var isPaced = true
  /// The half of the log in which its beats are.
  let lane: BeatLog.Lane

  private var start: Int
  /// Times in the log are since this.
  private var origin = Microseconds.zero
  private var lastDepth: Int32 = 0
  private var lastPull: Int32 = 0

  /// Makes a train without beats.
  init(lane: BeatLog.Lane) {
    self.lane = lane
    start = lane.places.lowerBound
  }

  /// Forgets every beat.
  mutating func clear() { self = Train(lane: lane) }

  /// From the first beat to the last.
  var duration: Microseconds { last - first }

  /// Whether the last two intervals are within a ninth of the mean of those before; fewer than three tell nothing.
  var endsInTime: Bool {
    guard count >= 6 else { return true }
    let mean = (thirdLast - first).count / Int64(count - 3)
    return abs((last - thirdLast).count / 2 - mean) * 9 < mean
  }

  /// Adds a beat with what the band showed of its cycle; false where there is no room.
  @discardableResult
  mutating func append(_ beat: Beat, _ cycle: BandCycle, to log: inout BeatLog) -> Bool {
    guard start + count < lane.places.upperBound else { return false }
    if count == 0 { origin = beat.time }
    let isLower = Int64(cycle.depth) * 10 < Int64(lastDepth) * 6
    log.set(
      start + count, time: (beat.time - origin).count, amplitude: beat.amplitude.q20,
      isShallow: isLower && Int64(cycle.pull) * 10 < Int64(lastPull) * 8,
      pulledAt: (cycle.pulledAt - origin).count)
    (lastDepth, lastPull) = (cycle.depth, cycle.pull)
    count += 1
    noteEnds(log)
    return true
  }

  /// Moves the last beat, whose cycle was not known when it came.
  mutating func moveLast(by time: Microseconds, in log: inout BeatLog) {
    guard count > 0 else { return }
    log.move(start + count - 1, by: time.count)
    noteEnds(log)
  }

  /// Forgets the beats from `index` on.
  mutating func cut(to index: Int, in log: borrowing BeatLog) {
    count = min(count, max(index, 0))
    noteEnds(log)
  }

  /// Forgets the first `number` beats.
  mutating func dropFirst(_ number: Int, in log: borrowing BeatLog) {
    let dropped = min(max(number, 0), count)
    start += dropped
    count -= dropped
    noteEnds(log)
  }

  private mutating func noteEnds(_ log: borrowing BeatLog) {
    first = count > 0 ? time(0, in: log) : .zero
    last = count > 0 ? time(count - 1, in: log) : .zero
    thirdLast = count > 2 ? time(count - 3, in: log) : .zero
    guard count > 2 else { return isPaced = true }
    let (before, lately) = (interval(count - 3, in: log), interval(count - 2, in: log))
    isPaced = max(before, lately) <= 2 * min(before, lately)
  }

  /// The time of beat `index`.
  func time(_ index: Int, in log: borrowing BeatLog) -> Microseconds {
    origin + Microseconds(log.time(start + index))
  }

  /// The amplitude of beat `index`, Q20 g.
  func amplitude(_ index: Int, in log: borrowing BeatLog) -> Int32 { log.amplitude(start + index) }

  /// Whether the trough of beat `index` had less than six tenths of the depth of the one before, and the pull that led to
  /// it less than eight tenths: the limb was not pulled again, as at the last beat of a train it still is.
  func isShallow(_ index: Int, in log: borrowing BeatLog) -> Bool { log.isShallow(start + index) }

  /// The interval between the pulls of beat `index` and the next, in microseconds.
  func pullInterval(_ index: Int, in log: borrowing BeatLog) -> Int64 {
    log.pulledAt(start + index + 1) &- log.pulledAt(start + index)
  }

  /// Beat `index`.
  func beat(_ index: Int, in log: borrowing BeatLog) -> Beat {
    Beat(time: time(index, in: log), amplitude: Gravities(q20: amplitude(index, in: log)))
  }

  /// The interval between beat `index` and the next, in microseconds.
  func interval(_ index: Int, in log: borrowing BeatLog) -> Int64 {
    log.time(start + index + 1) &- log.time(start + index)
  }
}
