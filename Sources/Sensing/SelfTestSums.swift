import Findings

/// Sums of a few samples without and with the self-test force; their difference is the shift.
struct SelfTestSums: Sendable {
  /// How many samples each mean is made of (ST AN3308: five).
  static let samplesEach: Int32 = 5

  private var x: Int32 = 0
  private var y: Int32 = 0
  private var z: Int32 = 0
  private var count: Int32 = 0

  /// Whether the mean can be taken.
  var isComplete: Bool { count == Self.samplesEach }

  /// Adds a sample of digits.
  mutating func add(x: Int32, y: Int32, z: Int32) {
    self.x += x
    self.y += y
    self.z += z
    count += 1
  }

  /// The mean of each axis minus that of `other`, toward zero.
  func shift(from other: Self) -> SelfTestShift {
    SelfTestShift(
      x: (x - other.x) / Self.samplesEach, y: (y - other.y) / Self.samplesEach,
      z: (z - other.z) / Self.samplesEach)
  }
}

extension SelfTestShift {
  /// Whether every axis moved by an amount within `limits`, either way.
  func isWithin(_ limits: ClosedRange<Int32>) -> Bool {
    limits.contains(abs(x)) && limits.contains(abs(y)) && limits.contains(abs(z))
  }
}
