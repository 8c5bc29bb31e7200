/// The direction in which the limb beats: the eigenvector of the band's covariance with the largest eigenvalue.
///
/// The covariance forgets with a time constant of a half to one second; the eigenvector is followed by power
/// iteration, one step at each `refine`, and keeps its sign, so that a crest stays a crest.
struct BeatingAxis: Sendable {
  /// The direction, a unit vector in Q30.
  private(set) var direction = Vector(x: 0, y: 0, z: 1 << 30)

  // Q24 of squared g: components are cut to Q12 (range +-32 g: 2^17), squares stay below 2^34.
  private var xx: Int64 = 0
  private var xy: Int64 = 0
  private var xz: Int64 = 0
  private var yy: Int64 = 0
  private var yz: Int64 = 0
  private var zz: Int64 = 0
  private let shift: Int64

  /// Makes an axis for a rate of `samplesPerSecond`; it forgets within 2^n samples, 0.6 to 1.3 s.
  init(samplesPerSecond: Int32) {
    shift = Int64(31 - max(samplesPerSecond * 6 / 5, 2).leadingZeroBitCount)
  }

  /// Points along a push and forgets all else; the push weighs as much as a beating of 0.1 g.
  mutating func point(along push: Vector) {
    guard let unit = push.unit else { return }
    direction = unit
    func weight(_ a: Int32, _ b: Int32) -> Int64 {
      // 0.1 g squared is 167,772 in Q24; unit components are cut from Q30 to Q15.
      (wide(a &>> 15, b &>> 15) &* 167_772) &>> 30
    }
    (xx, xy, xz) = (weight(unit.x, unit.x), weight(unit.x, unit.y), weight(unit.x, unit.z))
    (yy, yz, zz) = (weight(unit.y, unit.y), weight(unit.y, unit.z), weight(unit.z, unit.z))
  }

  /// Keeps the line and points to that side of it on which `way` lies.
  mutating func face(_ way: Vector) {
    if direction.along(way) < 0 { direction = Vector() - direction }
  }

  /// Takes the next sample of the band.
  @inline(__always)
  mutating func take(_ band: Vector) {
    let (x, y, z) = (band.x &>> 8, band.y &>> 8, band.z &>> 8)
    xx = xx &+ ((wide(x, x) &- xx) &>> shift)
    xy = xy &+ ((wide(x, y) &- xy) &>> shift)
    xz = xz &+ ((wide(x, z) &- xz) &>> shift)
    yy = yy &+ ((wide(y, y) &- yy) &>> shift)
    yz = yz &+ ((wide(y, z) &- yz) &>> shift)
    zz = zz &+ ((wide(z, z) &- zz) &>> shift)
  }

  /// Turns towards the eigenvector by one step of power iteration.
  mutating func refine() {
    let (x, y, z) = (
      Int64(direction.x &>> 15), Int64(direction.y &>> 15), Int64(direction.z &>> 15)
    )
    // Q24 * Q15, |sum| < 2^52; raised or lowered so that the largest fills 28 bits.
    let a = xx &* x &+ xy &* y &+ xz &* z
    let b = xy &* x &+ yy &* y &+ yz &* z
    let c = xz &* x &+ yz &* y &+ zz &* z
    let largest = max(a.magnitude, max(b.magnitude, c.magnitude))
    // Across the beating, a step of power iteration would get nowhere: begin with the strongest axis.
    guard Int64(clamping: largest) > (xx &+ yy &+ zz) &<< 12 else { return startOver() }
    let surplus = Int64(64 - largest.leadingZeroBitCount) - 28
    func cut(_ v: Int64) -> Int32 {
      Int32(truncatingIfNeeded: surplus > 0 ? v &>> surplus : v &<< -surplus)
    }
    if let unit = Vector(x: cut(a), y: cut(b), z: cut(c)).unit { direction = unit }
  }

  private mutating func startOver() {
    guard xx &+ yy &+ zz > 0 else { return }
    let unit: Int32 = 1 << 30
    let isX = xx >= yy && xx >= zz
    let isY = !isX && yy >= zz
    direction = Vector(x: isX ? unit : 0, y: isY ? unit : 0, z: isX || isY ? 0 : unit)
  }
}
