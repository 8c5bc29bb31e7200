import Findings

/// How the limb turned against gravity: the angle of a stretch, and its return at the release.
struct Tilt: Sendable {
  /// Gravity before the stretch, Q20 g.
  private var before = Vector()
  private var sumX: Int64 = 0
  private var sumY: Int64 = 0
  private var sumZ: Int64 = 0
  private var sumCount: Int64 = 0
  private var held = Vector()
  private var change = Vector()
  private var changeSquared: Int64 = 0
  private var hasArrived = false

  /// When the tilt fell back to half; nil while held.
  private(set) var returned: Microseconds?

  /// When after the stretch the held position is measured: past the push, over two or more beats.
  static let window = Microseconds.milliseconds(200)...Microseconds.milliseconds(800)

  /// The low-pass of gravity shows half of a step this much later (1.43 / corner in rad/s, and half of the
  /// 0.15 s that a release takes).
  static let lag = Microseconds.milliseconds(400)

  /// Begins with a stretch out of the position in which gravity is `gravity`.
  mutating func begin(gravity: Vector) {
    self = Tilt()
    before = gravity
  }

  /// Takes a sample: where the limb is, and how long ago the stretch began.
  @inline(__always)
  mutating func take(
    smooth: Vector, gravity: Vector, since stretch: Microseconds, at now: Microseconds
  ) {
    if stretch <= Self.window.upperBound {
      guard stretch >= Self.window.lowerBound else { return }
      sumX &+= Int64(smooth.x)
      sumY &+= Int64(smooth.y)
      sumZ &+= Int64(smooth.z)
      sumCount &+= 1
      return
    }
    if changeSquared == 0 { settle() }
    guard returned == nil else { return }
    // Fraction of the change that is still there, against a half and six tenths.
    let along = (gravity - before).dot(change)
    if hasArrived {
      if along < changeSquared / 2 { returned = now - Self.lag }
    } else {
      hasArrived = along > changeSquared / 10 &* 6
    }
  }

  private mutating func settle() {
    held = mean
    change = held - before
    changeSquared = max(change.squared, 1)
  }

  private var mean: Vector {
    guard sumCount > 0 else { return before }
    return Vector(
      x: Int32(clamping: sumX / sumCount), y: Int32(clamping: sumY / sumCount),
      z: Int32(clamping: sumZ / sumCount))
  }

  /// How far the limb turned; nil where it cannot be told, because the turning axis lies near gravity.
  var angle: Centidegrees? {
    guard sumCount > 0 else { return nil }
    let turns = before.angle(to: mean)
    let count = Int32(clamping: (turns &* 36_000 &+ (1 &<< 31)) &>> 32)
    return count >= Self.least.count ? Centidegrees(count) : nil
  }

  /// Under this angle the axis is taken to lie near gravity.
  static let least = Centidegrees(500)

  /// Whether a return can be seen at all.
  var isVisible: Bool { angle != nil }
}
