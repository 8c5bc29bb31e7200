/// Three components in the sensor's axes; Q20 g unless said otherwise.
struct Vector: Sendable {
  var x: Int32 = 0
  var y: Int32 = 0
  var z: Int32 = 0

  @inline(__always)
  static func - (a: Self, b: Self) -> Self {
    Self(x: a.x &- b.x, y: a.y &- b.y, z: a.z &- b.z)
  }

  @inline(__always)
  static func + (a: Self, b: Self) -> Self {
    Self(x: a.x &+ b.x, y: a.y &+ b.y, z: a.z &+ b.z)
  }

  /// Whether every component lies in -2^bits..<2^bits.
  @inline(__always)
  func isWithin(_ bits: Int32) -> Bool {
    let half: Int32 = 1 &<< bits
    let all = UInt32(bitPattern: (x &+ half) | (y &+ half) | (z &+ half))
    return all < 2 &<< UInt32(bits)
  }

  /// The same vector, its components limited to +-2^bits.
  func limited(to bits: Int32) -> Self {
    let most: Int32 = 1 &<< bits
    return Self(
      x: max(-most, min(most, x)), y: max(-most, min(most, y)), z: max(-most, min(most, z)))
  }

  /// The exact scalar product; components below 2^30 cannot overflow it.
  @inline(__always)
  func dot(_ other: Self) -> Int64 {
    wide(x, other.x) &+ wide(y, other.y) &+ wide(z, other.z)
  }

  /// The squared length.
  @inline(__always)
  var squared: Int64 { dot(self) }

  /// The length, rounded down.
  var length: Int32 { squareRoot(squared) }

  /// The vector of the same direction and length 1 in Q30; nil where there is no direction.
  var unit: Self? {
    let length = Int64(length)
    guard length > 0 else { return nil }
    func part(_ component: Int32) -> Int32 {
      Int32(clamping: (Int64(component) &<< 30) / length)
    }
    return Self(x: part(x), y: part(y), z: part(z))
  }

  /// The component along a unit vector of Q30, in this vector's own format.
  @inline(__always)
  func along(_ unit: Self) -> Int32 {
    Int32(truncatingIfNeeded: (dot(unit) &+ (1 &<< 29)) &>> 30)
  }

  /// The angle between two vectors, 0 to half a turn, Q32 turns.
  func angle(to other: Self) -> Turns {
    // Q20 components of up to 2^25 are cut to Q14, so that the cross product's square fits.
    func cut(_ v: Self) -> Self { Self(x: v.x &>> 6, y: v.y &>> 6, z: v.z &>> 6) }
    let (a, b) = (cut(self), cut(other))
    let cx = (wide(a.y, b.z) &- wide(a.z, b.y)) &>> 12
    let cy = (wide(a.z, b.x) &- wide(a.x, b.z)) &>> 12
    let cz = (wide(a.x, b.y) &- wide(a.y, b.x)) &>> 12
    let cross = squareRoot(cx &* cx &+ cy &* cy &+ cz &* cz)
    return Detection.angle(y: Int64(cross), x: a.dot(b) &>> 12)
  }
}
