// Sine, cosine and arctangent by shifts and adds (Volder 1959), so that every machine agrees.
// Angles are Q32 turns: 2^32 is a full turn. Used when filters are made and once a beat.

/// Turns of 2^-32; wraps around like an angle.
typealias Turns = Int64

private let iterations = 30

/// The angle whose tangent is 2^-i, in Q32 turns.
private func stepAngle(_ i: Int) -> Int64 {
  // atan(2^-i) / (2 pi) * 2^32; from i = 11 on the angle halves with every step to under one unit.
  let table: InlineArray<12, Int64> = [
    536_870_912, 316_933_406, 167_458_907, 85_004_756, 42_667_331, 21_354_465, 10_679_838,
    5_340_245, 2_670_163, 1_335_087, 667_544, 333_772,
  ]
  return i < 12 ? table[i] : 333_772 &>> Int64(i &- 11)
}

/// Sine and cosine, Q30, of an angle between -1/4 and 1/4 turn; error below 2^-25.
func sineAndCosine(of angle: Turns) -> (sine: Int64, cosine: Int64) {
  var x: Int64 = 652_032_874  // 2^30 times the product of the steps' cosines
  var y: Int64 = 0
  var rest = angle
  for i in 0..<iterations {
    let shift = Int64(i)
    let (dx, dy) = (y &>> shift, x &>> shift)
    if rest >= 0 {
      x &-= dx
      y &+= dy
      rest &-= stepAngle(i)
    } else {
      x &+= dx
      y &-= dy
      rest &+= stepAngle(i)
    }
  }
  return (y, x)
}

/// The angle of the point (x, y), between -1/2 and 1/2 turn; 0 for the origin.
///
/// |x| and |y| must stay below 2^60; error below 2^-26 turns once the larger reaches 2^26.
func angle(y: Int64, x: Int64) -> Turns {
  if x == 0, y == 0 { return 0 }
  var (a, b) = (x, y)
  let size = max(a.magnitude, b.magnitude)
  // Small values are raised, so that the shifts keep their bits.
  let raise = max(0, size.leadingZeroBitCount - 6)
  a = a &<< Int64(raise)
  b = b &<< Int64(raise)
  var result: Turns = 0
  if a < 0 {
    (a, b) = (-a, -b)
    result = y >= 0 ? 1 &<< 31 : -(1 &<< 31)
  }
  for i in 0..<iterations {
    let shift = Int64(i)
    let (da, db) = (b &>> shift, a &>> shift)
    if b > 0 {
      a &+= da
      b &-= db
      result &+= stepAngle(i)
    } else {
      a &-= da
      b &+= db
      result &-= stepAngle(i)
    }
  }
  return result
}

/// The tangent, Q28, of an angle of 0 to 0.24 turn (values up to 15.9).
func tangent(of angle: Turns) -> Int64 {
  let (sine, cosine) = sineAndCosine(of: angle)
  return (sine &<< 28) / max(cosine, 1)
}
