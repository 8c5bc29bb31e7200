import Findings

/// Splits an acceleration into what the core looks at: gravity, the motion, and the beating band.
///
/// All corners are Butterworth sections of second order made for the measured rate. Between the high-pass at
/// 2.2 Hz, which leads, and the low-pass at 12 Hz, which lags, the delay at 5.5 Hz is near zero, and at any other
/// rate it is known (`lead`), so that a beat is reported early and its time is still right.
struct Bands: Sendable {
  /// What one sample consists of.
  struct Parts: Sendable {
    /// The direction and size of gravity: below 0.7 Hz.
    var gravity: Vector
    /// The motion: below 12 Hz, gravity removed.
    var motion: Vector
    /// The beating band: 2.2 to 12 Hz.
    var band: Vector
  }

  private let lowPass: Coefficients
  private let highPass: Coefficients
  private let gravityPass: Coefficients
  /// What of a motion is a change of place rather than a beat: below 1.8 Hz.
  let placePass: Coefficients
  private let warpedLow: Int64
  private let warpedHigh: Int64
  private let rate: Millihertz

  private var low = AxisSections()
  private var high = AxisSections()
  private var slow = AxisSections()
  private var isSettled = false

  /// One section per axis.
  private struct AxisSections: Sendable {
    var x = Section()
    var y = Section()
    var z = Section()

    @inline(__always)
    mutating func step(_ v: Vector, _ c: Coefficients) -> Vector {
      Vector(x: x.step(v.x, c), y: y.step(v.y, c), z: z.step(v.z, c))
    }

    mutating func settle(_ input: Vector, _ output: Vector) {
      x.settle(input: input.x, output: output.x)
      y.settle(input: input.y, output: output.y)
      z.settle(input: input.z, output: output.z)
    }
  }

  /// The corner below which a motion is no beating.
  static let lowCorner = Millihertz(2_200)
  /// The corner above which a motion is no beating; at most 0.4 of the rate.
  static let highCorner = Millihertz(12_000)
  /// The corner of a change of place.
  static let placeCorner = Millihertz(1_800)
  /// The corner of gravity.
  static let gravityCorner = Millihertz(700)

  /// Makes filters for samples at `rate`, 20 to 400 Hz.
  init(rate: Millihertz) {
    self.rate = rate
    func warped(_ corner: Millihertz) -> Int64 {
      let half = Int64(corner.count) &* (1 &<< 31) / Int64(rate.count)
      return tangent(of: half)
    }
    let highest = Millihertz(min(Self.highCorner.count, rate.count / 5 &* 2))
    warpedHigh = warped(highest)
    warpedLow = warped(Self.lowCorner)
    lowPass = .butterworth(highPass: false, warped: warpedHigh)
    highPass = .butterworth(highPass: true, warped: warpedLow)
    placePass = .butterworth(highPass: false, warped: warped(Self.placeCorner))
    gravityPass = .butterworth(highPass: false, warped: warped(Self.gravityCorner))
  }

  /// Takes the next sample; the first one settles every filter, as if it had lasted for ever.
  @inline(__always)
  mutating func step(_ sample: Vector) -> Parts {
    if !isSettled {
      isSettled = true
      low.settle(sample, sample)
      high.settle(sample, Vector())
      slow.settle(sample, sample)
    }
    let smooth = low.step(sample, lowPass)
    let gravity = slow.step(sample, gravityPass)
    return Parts(
      gravity: gravity, motion: smooth - gravity, band: high.step(smooth, highPass))
  }

  /// How much earlier than the motion the band shows a rhythm of this period (negative: later).
  func lead(atPeriod period: Microseconds) -> Microseconds {
    let response = response(atPeriod: period)
    return Microseconds((response.phase &* period.count) &>> 32)
  }

  /// A swing of this period as it was before the filters took their share.
  func restored(_ swing: Gravities, period: Microseconds) -> Gravities {
    let gain = max(response(atPeriod: period).gain, 1 &<< 26)
    return Gravities(q20: Int32(clamping: (Int64(swing.q20) &<< 28) / gain))
  }

  /// The filters' phase (Q32 turns, positive leads) and gain (Q28) for a rhythm of this period.
  private func response(atPeriod period: Microseconds) -> (phase: Turns, gain: Int64) {
    // Half a turn per sample is the fastest rhythm a rate can show; 0.24 turn is the tangent's limit.
    let perSample = (500_000_000 &<< 32) / (max(period.count, 1) &* Int64(rate.count))
    let w = tangent(of: min(perSample, 1_030_792_151))
    let low = Self.section(ratio: (w &<< 28) / warpedHigh)
    let high = Self.section(ratio: (warpedLow &<< 28) / max(w, 1))
    return (high.phase &- low.phase, (low.gain &* high.gain) &>> 28)
  }

  /// Phase and gain of a Butterworth low-pass of second order at `ratio` (Q28) of its corner.
  ///
  /// The high-pass is its mirror: the same at the inverse ratio, leading instead of lagging.
  private static func section(ratio: Int64) -> (phase: Turns, gain: Int64) {
    let one = Int64(1) &<< 28
    let r = min(ratio, 4 &* one)
    let square = (r &* r) &>> 28
    let phase = angle(y: (379_625_062 &* r) &>> 28, x: one &- square)
    // 1 / sqrt(1 + r^4): r^4 in Q28 is at most 2^36, so the root is taken in Q24.
    let fourth = ((square &>> 4) &* (square &>> 4)) &>> 20
    let root = Int64(squareRoot((one &+ fourth) &<< 20))
    return (phase, (one &<< 24) / root)
  }
}
