import Findings

/// When the limb turned back: its velocity along the beating axis falls through zero.
///
/// The velocity is the band's acceleration summed up. A sum halves what the second harmonic of an uneven beat does to
/// its time, so this is nearer to the joint's turning point than the trough of the acceleration. The sum leaks with a
/// corner near 1 Hz, whose lead is known.
struct Turnaround: Sendable {
  private let leak: Int64
  private let rate: Millihertz
  // Q21: two samples are summed at a time, half of each (the trapezoid rule).
  private var velocity: Int64 = 0
  private var previous: Int32 = 0
  private var sample: Int64 = 0
  private var fraction: Int32 = 0

  /// Makes one for the chain's rate, 95 to 340 Hz: the sum forgets within about a sixth of a second.
  init(rate: Millihertz) {
    self.rate = rate
    leak = Int64(31 - (max(rate.count / 6_000, 2) * 4 / 3).leadingZeroBitCount)
  }

  /// Forgets the motion so far.
  mutating func restart() { (velocity, previous) = (0, 0) }

  /// Takes the next sample of the band along the axis.
  @inline(__always)
  mutating func step(_ along: Int32, sample number: Int64) {
    let before = velocity
    velocity = velocity &- (velocity &>> leak) &+ Int64(along) &+ Int64(previous)
    previous = along
    if before > 0, velocity <= 0 {
      sample = number &- 1
      fraction = Int32(truncatingIfNeeded: (before &<< 16) / (before &- velocity))
    }
  }

  /// Whether the limb still moves in the direction of the push.
  var isForward: Bool { velocity > 0 }

  /// How long after a trough of the acceleration the turn is waited for.
  static let patience = Microseconds.milliseconds(45)

  /// When the turn was that belongs to a trough at `low`; nil where there was none near it.
  @inline(never)
  func turn(near low: Microseconds, pace: Pace) -> Microseconds? {
    let turned = pace.time(of: sample, fraction: fraction)
    return abs((turned - low).count) < Self.patience.count ? turned : nil
  }

  /// How much earlier the leaking sum turns than a whole one, for a rhythm of this period.
  @inline(never)
  func lead(atPeriod period: Microseconds) -> Microseconds {
    // tan(lead) = 1 / (2 pi f tau), tau = 2^leak samples; 2 pi is 411,775 / 65,536.
    let samples = (period.count &* Int64(rate.count)) / 1_000_000
    let phase = angle(y: samples &* 65_536, x: 411_775_000 &<< leak)
    return Microseconds((phase &* period.count) &>> 32)
  }
}
