import Findings

/// What a sensor at rest shows of itself: its noise and what gravity it feels.
///
/// Takes samples one by one and keeps sums alone; up to 65,536 samples (at 400 Hz 164 s), and those
/// beyond are passed over. A filled sample repeats another and does not count.
public struct SensorCheck: Sendable {
  /// What a sensor at rest must feel: 1 g, give or take a tenth.
  public static let gravity = Gravities(milli: 900)...Gravities(milli: 1_100)
  /// The most noise of a sensor at rest, root mean square of an axis. The noisiest part has 9 mg (the
  /// ADXL345 along Z at 400 Hz); what is beyond 20 moves, or is loose.
  public static let mostNoise = Gravities(milli: 20)
  /// Fewer samples say nothing.
  public static let fewestSamples = 32

  private static let mostSamples: Int64 = 65_536

  private struct Axis: Sendable {
    // Below 2^31 and 2^46.
    var sum: Int64 = 0
    var squares: Int64 = 0

    mutating func add(_ count: Int16) {
      sum += Int64(count)
      squares += Int64(count) * Int64(count)
    }

    /// The mean times 16, in counts; below 2^20.
    func mean(of samples: Int64) -> Int64 { sum * 16 / samples }

    /// The variance times 2^16, in counts; below 2^46. The mean goes first, so that nothing
    /// overflows: what is left of it is below a count.
    func variance(of samples: Int64) -> Int64 {
      let (mean, rest) = sum.quotientAndRemainder(dividingBy: samples)
      // Sum of squares about the whole mean, then about the true one.
      let about = squares - mean * (2 * sum - samples * mean)
      let (whole, part) = about.quotientAndRemainder(dividingBy: samples)
      let correction = rest * rest * 65_536 / (samples * samples)
      return max(whole * 65_536 + part * 65_536 / samples - correction, 0)
    }
  }

  private var x = Axis()
  private var y = Axis()
  private var z = Axis()
  private var count: Int64 = 0
  private let scale: CountScale

  /// Makes a check of samples whose counts are worth what `scale` says.
  public init(scale: CountScale) { self.scale = scale }

  /// Takes a sample.
  public mutating func add(_ sample: RawSample) {
    guard count < Self.mostSamples, !sample.flags.contains(.filled) else { return }
    x.add(sample.x)
    y.add(sample.y)
    z.add(sample.z)
    count += 1
  }

  /// The noise of the noisiest axis about its mean, root mean square; nil under 32 samples.
  public var noise: Gravities? {
    guard count >= Self.fewestSamples else { return nil }
    let variance = max(x.variance(of: count), y.variance(of: count), z.variance(of: count))
    return gravities(squareRoot(UInt64(variance)), per: 256)
  }

  /// The length of the mean acceleration; nil under 32 samples.
  public var felt: Gravities? {
    guard count >= Self.fewestSamples else { return nil }
    let (x, y, z) = (x.mean(of: count), y.mean(of: count), z.mean(of: count))
    return gravities(squareRoot(UInt64(x * x + y * y + z * z)), per: 16)
  }

  /// Whether the noise is that of a sensor at rest; nil under 32 samples.
  public var isQuiet: Bool? { noise.map { $0 <= Self.mostNoise } }

  /// Whether it feels 1 g, within a tenth; nil under 32 samples.
  public var feelsGravity: Bool? {
    felt.map { Self.gravity.contains($0) }
  }

  /// A length in parts of a count, below 2^25; times 2^20 and 2^20 it does not fit, hence in steps.
  private func gravities(_ parts: UInt64, per count: Int64) -> Gravities {
    let nano = Int64(parts) * Int64(scale.nanoGravitiesPerCount) / count
    return Gravities(q20: Int32(clamping: nano / 1_000 * (1 << 20) / 1_000_000))
  }

  /// Whether a measured rate is more than 10 % off the nominal one. The times between samples are
  /// positive, in picoseconds, below 2^59.
  public static func isRateOff(samplePicoseconds: Int64, nominalPicoseconds: Int64) -> Bool {
    // Rates, not periods: nominal / measured outside 0.9 ... 1.1.
    nominalPicoseconds * 10 > samplePicoseconds * 11
      || nominalPicoseconds * 10 < samplePicoseconds * 9
  }
}
