/// A point at which a signal turned around.
struct TurningPoint: Sendable {
  /// Whether it is a crest; otherwise a trough.
  var isCrest: Bool
  /// The sample at or before it, and the fraction of a sample after that (Q16).
  var sample: Int64
  var fraction: Int32
  /// The signal's value there, Q20 g.
  var value: Int32
  /// How far the signal had come from the turning point before, Q20 g; never negative.
  var swing: Int32
  /// The sample of the turning point before.
  var since: Int64

  /// The crest before a trough, Q20 g.
  var crestBefore: Int32 { value &+ swing }
}

/// Finds the turning points of a signal: a turn counts once the signal has come back by a hysteresis. A trough of a whole
/// swing does not wait for long: when it is as old as `patience`, a sixth of the hysteresis is enough.
///
/// The point itself lies at the vertex of the parabola through the extreme sample and its neighbours.
struct TurningPoints: Sendable {
  private let patience: Int64
  private var isRising = true
  private var extreme: Int32 = 0
  private var extremeSample: Int64 = 0
  private var before: Int32 = 0
  private var after: Int32 = 0
  private var needsAfter = false
  private var previous: Int32 = 0
  private var lastTurn: Int32 = 0
  private var lastTurnSample: Int64 = 0

  /// Makes a finder whose troughs wait for at most so many samples.
  init(patience: Int64) { self.patience = patience }

  /// Begins anew at a value that is rising, so that the next turning point is a crest.
  mutating func restart(rising value: Int32, sample: Int64) {
    isRising = true
    (extreme, before, after, previous, lastTurn) = (value, value, value, value, 0)
    (extremeSample, lastTurnSample) = (sample, sample)
    needsAfter = false
  }

  /// Takes the next value; gives a turning point where one has just become certain.
  ///
  /// A swing is whole that comes down by more than `whole` from the crest before.
  @inline(__always)
  mutating func step(
    _ value: Int32, sample: Int64, hysteresis: Int32, whole: Int32
  ) -> TurningPoint? {
    if needsAfter {
      after = value
      needsAfter = false
    }
    let isFurther = isRising ? value > extreme : value < extreme
    if isFurther {
      (before, extreme, after) = (previous, value, value)
      extremeSample = sample
      needsAfter = true
    }
    previous = value
    let back = isRising ? extreme &- value : value &- extreme
    if back > hysteresis { return turn(value, sample: sample) }
    guard !isRising, sample &- extremeSample >= patience, back > hysteresis / 6,
      lastTurn &- extreme > whole
    else { return nil }
    return turn(value, sample: sample)
  }

  @inline(never)
  private mutating func turn(_ value: Int32, sample: Int64) -> TurningPoint {
    // The vertex of a parabola lies (before - after) / (2 (before - 2 extreme + after)) from its middle.
    let bend = 2 &* (Int64(before) &- 2 &* Int64(extreme) &+ Int64(after))
    let slope = Int64(before) &- Int64(after)
    let offset = bend == 0 ? 0 : Int32(clamping: max(-32_768, min(32_768, (slope &<< 16) / bend)))
    let point = TurningPoint(
      isCrest: isRising, sample: extremeSample, fraction: offset, value: extreme,
      swing: isRising ? extreme &- lastTurn : lastTurn &- extreme, since: lastTurnSample)
    (lastTurn, lastTurnSample) = (extreme, extremeSample)
    isRising.toggle()
    (before, extreme, after) = (value, value, value)
    extremeSample = sample
    needsAfter = true
    return point
  }
}
