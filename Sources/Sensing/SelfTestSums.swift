import Findings

/// Sums of a few samples without and with the self-test force; their difference is the shift.
struct SelfTestSums: Sendable {
  /// How many samples each mean is made of (ST AN3308 and AN5192: five).
  static let samplesEach: Int32 = 5

  private var x: Int32 = 0
  private var y: Int32 = 0
  private var z: Int32 = 0
  private var count: Int32 = 0

  /// Whether the mean can be taken.
  var isComplete: Bool { count == Self.samplesEach }

  /// Adds a sample.
  mutating func add(_ sample: RawSample) {
    x += Int32(sample.x)
    y += Int32(sample.y)
    z += Int32(sample.z)
    count += 1
  }

  /// The mean of each axis minus that of `other`, toward zero. A difference beyond 16 bits, which
  /// no part is allowed, is held at their end.
  func shift(from other: Self, scale: CountScale) -> Acceleration {
    func shift(_ pushed: Int32, _ still: Int32) -> Gravities {
      scale.gravities(Int16(clamping: (pushed - still) / Self.samplesEach))
    }
    return Acceleration(x: shift(x, other.x), y: shift(y, other.y), z: shift(z, other.z))
  }
}
