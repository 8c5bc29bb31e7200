/// Seeded random numbers: SplitMix64 (Steele, Lea, Flood 2014), the same on every architecture.
///
/// Each part of a simulation draws from a stream of its own, so that a draw more in one part does
/// not change another.
public struct Randomness: Sendable {
  private var state: UInt64
  private var spareNormal: Double?

  /// Starts the stream numbered `stream` of `seed`.
  public init(seed: UInt64, stream: UInt64) {
    // Both pass the mixer, so that neighbouring seeds and streams share nothing.
    state = Self.mixed(seed &+ 0x9e37_79b9_7f4a_7c15) ^ Self.mixed(~stream &* 0xd134_2543_de82_ef95)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mixed(state)
  }

  /// A number at least 0 and below 1, in steps of 2^-53.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number evenly spread over `range`.
  public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// True with the probability given.
  public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A normal number of mean 0 and standard deviation 1 (Box and Muller 1958).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = Mathematics.squareRoot(-2 * Mathematics.log(1 - unit()))
    let angle = 2 * Mathematics.pi * unit()
    spareNormal = radius * Mathematics.sin(angle)
    return radius * Mathematics.cos(angle)
  }

  /// An exponential number of the mean given, such as the wait for the next of random events.
  public mutating func exponential(mean: Double) -> Double {
    -mean * Mathematics.log(1 - unit())
  }

  private static func mixed(_ bits: UInt64) -> UInt64 {
    var z = bits
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
