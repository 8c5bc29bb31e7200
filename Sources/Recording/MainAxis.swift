import Findings

/// The direction in which the limb beat, as the picture of a report shows it: the principal axis of how
/// the acceleration changes within 60 ms.
///
/// Integers throughout: the covariance in 64 bits, the axis by power iteration in Q14. It is for drawing
/// alone; detection has a way of its own, which runs while the exam does.
struct MainAxis {
  /// The unit vector in Q14, its largest component positive.
  private(set) var x: Int64 = 0
  private(set) var y: Int64 = 0
  private(set) var z: Int64 = 1 << 14

  private static let unit: Int64 = 1 << 14
  private static let iterations = 32

  /// The covariance of the changes: xx, yy, zz, xy, xz, yz.
  struct Covariance {
    private var sums: [6 of Int64] = [0, 0, 0, 0, 0, 0]

    mutating func take(_ sample: RawSample, from before: RawSample) {
      let x = Int64(sample.x) - Int64(before.x)
      let y = Int64(sample.y) - Int64(before.y)
      let z = Int64(sample.z) - Int64(before.z)
      // Below 2^32 each; 16 million samples, the most there can be, stay within 2^56.
      sums[0] += x * x
      sums[1] += y * y
      sums[2] += z * z
      sums[3] += x * y
      sums[4] += x * z
      sums[5] += y * z
    }

    /// The sums with the largest below 2^30, so that products with a Q14 vector stay small.
    var scaled: [6 of Int64] {
      let largest = max(sums[0], max(sums[1], sums[2]))
      var shift: Int64 = 0
      while largest >> shift >= 1 << 30 { shift += 1 }
      var scaled = sums
      for index in Counting(0..<6) { scaled[index] >>= shift }
      return scaled
    }
  }

  init(_ covariance: Covariance) {
    let m = covariance.scaled
    guard max(m[0], max(m[1], m[2])) > 0 else { return }
    // Begins along the axis that moved most: never at right angles to what is sought.
    x = m[0] >= m[1] && m[0] >= m[2] ? Self.unit : 0
    y = x == 0 && m[1] >= m[2] ? Self.unit : 0
    z = x == 0 && y == 0 ? Self.unit : 0
    for _ in Counting(0..<Self.iterations) {
      let a = m[0] * x + m[3] * y + m[4] * z
      let b = m[3] * x + m[1] * y + m[5] * z
      let c = m[4] * x + m[5] * y + m[2] * z
      normalize(a, b, c)
    }
    let largest = [x, y, z].reduce(0) { $1.magnitude > $0.magnitude ? $1 : $0 }
    if largest < 0 { (x, y, z) = (-x, -y, -z) }
  }

  /// The acceleration of a sample along the axis, in counts.
  func along(_ sample: RawSample) -> Int64 {
    (Int64(sample.x) * x + Int64(sample.y) * y + Int64(sample.z) * z) >> 14
  }

  private mutating func normalize(_ a: Int64, _ b: Int64, _ c: Int64) {
    let largest = max(a.magnitude, max(b.magnitude, c.magnitude))
    guard largest > 0 else { return }
    var shift: Int64 = 0
    while largest >> UInt64(shift) >= 1 << 24 { shift += 1 }
    let (a, b, c) = (a >> shift, b >> shift, c >> shift)
    let length = Int64(squareRoot(UInt64(a * a + b * b + c * c)))
    guard length > 0 else { return }
    (x, y, z) = (a * Self.unit / length, b * Self.unit / length, c * Self.unit / length)
  }
}

/// The whole part of a root, bit by bit.
private func squareRoot(_ value: UInt64) -> UInt64 {
  var root: UInt64 = 0
  var bit: UInt64 = 1 << 31
  while bit > 0 {
    let next = root | bit
    if next.multipliedReportingOverflow(by: next).overflow == false, next * next <= value {
      root = next
    }
    bit >>= 1
  }
  return root
}
