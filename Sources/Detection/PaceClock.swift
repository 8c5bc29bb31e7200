import Findings

/// The time of one measured sample after another: carried on, so that none needs a division of its own.
struct PaceClock: Sendable {
  /// The present sample's time, rounded to the nearest microsecond.
  private(set) var now: Microseconds
  /// What the time was rounded down by, and how much later each sample is, in `unit`ths of a microsecond.
  private var rest: Int64
  private let wholeStep: Int64
  private let restStep: Int64
  private let unit: Int64

  /// Makes a clock that stands at the chain's first sample.
  init(_ pace: Pace) {
    let rate = pace.rate
    unit = 2 &* Int64(pace.parts) &* Int64(rate.samplesPerRecord)
    let record = Int64(rate.recordMicroseconds)
    let step = 2 &* Int64(pace.group) &* Int64(pace.stride) &* record
    (wholeStep, restStep) = step.quotientAndRemainder(dividingBy: unit)
    // An average stands for the middle of its group; half a unit more rounds to the nearest.
    let first = Int64(pace.group &- 1) &* Int64(pace.parts) &* record &+ unit / 2
    now = Microseconds(first / unit)
    rest = first % unit
  }

  /// Goes on to the next measured sample.
  @inline(__always)
  mutating func advance() {
    now.count &+= wholeStep
    rest &+= restStep
    if rest >= unit {
      rest &-= unit
      now.count &+= 1
    }
  }
}
