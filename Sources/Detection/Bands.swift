import Findings

/// Splits an acceleration into what the core looks at: gravity, the motion, and the beating band.
///
/// All corners are Butterworth sections of second order made for the measured rate. Between the high-pass at
/// 2.2 Hz, which leads, and the low-pass at 12 Hz, which lags, the delay at 5.5 Hz is near zero, and at any other
/// rate it is known (`BandResponse`), so that a beat is reported early and its time is still right.
struct Bands: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// What is known of every sample.
  struct Halves: Sendable {
    /// Motion and gravity together: below 12 Hz.
    var smooth: Vector
    /// The beating band: 2.2 to 12 Hz.
    var band: Vector
  }

  /// What a sample that is measured consists of.
  struct Parts: Sendable {
    /// Motion and gravity together: below 12 Hz.
    var smooth: Vector
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
  /// What of a motion is a change of place rather than a beat: below 2.5 Hz.
  let placePass: Coefficients
  /// What the band does to a rhythm.
  let responses: BandResponses

  private var isSettled = false
  private var x: Axis
  private var y: Axis
  private var z: Axis

  /// One axis of the three sections. Both others have the low-pass's output as their input.
  private struct Axis: Sendable {
    var low = Section()
    var slow = Section()
    var high = Section()

    @inline(never)
    mutating func settle(
      _ value: Int32, slow gravityPass: Coefficients, low lowPass: Coefficients,
      high highPass: Coefficients
    ) {
      slow.settleLow(value, gravityPass)
      low.settleLow(value, lowPass)
      high.settleHigh(value, highPass)
    }
  }

  /// The corner below which a motion is no beating.
  static let lowCorner = Millihertz(2_200)
  /// The corner above which a motion is no beating; at most 0.4 of the rate.
  static let highCorner = Millihertz(12_000)
  /// The corner of a change of place.
  static let placeCorner = Millihertz(2_500)
  /// The corner of gravity.
  static let gravityCorner = Millihertz(700)

  /// Makes filters for samples at `rate`, 20 to 400 Hz, every `stride`-th of which is measured.
  init(rate: Millihertz, stride: Int32) {
    func warped(_ corner: Millihertz, stride: Int32 = 1) -> Int64 {
      let half = Int64(corner.count) &* Int64(stride) &* (1 &<< 31) / Int64(rate.count)
      return tangent(of: half)
    }
    let highest = Millihertz(min(Self.highCorner.count, rate.count / 5 &* 2))
    let (warpedLow, warpedHigh) = (warped(Self.lowCorner), warped(highest))
    responses = BandResponses(low: warpedLow, high: warpedHigh, rate: rate)
    lowPass = .butterworth(highPass: false, warped: warpedHigh)
    highPass = .butterworth(highPass: true, warped: warpedLow)
    placePass = .butterworth(
      highPass: false, warped: warped(Self.placeCorner, stride: stride))
    gravityPass = .butterworth(
      highPass: false, warped: warped(Self.gravityCorner, stride: stride))
    (x, y, z) = (Axis(), Axis(), Axis())
  }

  /// Takes the next sample; the first one settles every filter, as if it had lasted for ever.
  @inline(__always)
  mutating func step(_ sample: Vector) -> Halves {
    if !isSettled { settle(sample) }
    let smooth = Vector(
      x: x.low.low(sample.x, lowPass), y: y.low.low(sample.y, lowPass),
      z: z.low.low(sample.z, lowPass))
    let band = Vector(
      x: x.high.high(smooth.x, highPass), y: y.high.high(smooth.y, highPass),
      z: z.high.high(smooth.z, highPass))
    return Halves(smooth: smooth, band: band)
  }

  /// Takes a sample that is measured further apart.
  @inline(__always)
  mutating func measure(_ halves: Halves) -> Parts {
    let smooth = halves.smooth
    let gravity = Vector(
      x: x.slow.low(smooth.x, gravityPass), y: y.slow.low(smooth.y, gravityPass),
      z: z.slow.low(smooth.z, gravityPass))
    return Parts(smooth: smooth, gravity: gravity, motion: smooth - gravity, band: halves.band)
  }

  @inline(never)
  private mutating func settle(_ sample: Vector) {
    isSettled = true
    x.settle(sample.x, slow: gravityPass, low: lowPass, high: highPass)
    y.settle(sample.y, slow: gravityPass, low: lowPass, high: highPass)
    z.settle(sample.z, slow: gravityPass, low: lowPass, high: highPass)
  }
}
