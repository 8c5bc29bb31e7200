import Findings

/// How the limb turned against gravity: the angle of a stretch, and its return at the release.
struct Tilt: Sendable {
  /// Gravity before the stretch, and the last that was seen while it settled, Q20 g.
  private var before = Vector()
  private var held = Vector()
  private var change = Vector()
  private var changeSquared: Int64 = 0
  private var hasArrived = false
  private var settledAngle: Centidegrees?
  private var settlesAfter = Microseconds.zero

  /// When the limb began to turn back; nil while held.
  private(set) var returned: Microseconds?

  /// The low-pass of gravity has shown all of a step after this, and nothing of the beats (1.4 % at 6 Hz).
  private static let settling = Microseconds.milliseconds(870)

  /// It shows half of a step this much later: 1.43 / corner in rad/s, the 19 ms of the low-pass before it, and half of the
  /// 0.15 s of a release.
  private static let lag = Microseconds.milliseconds(480)

  /// Under this angle the axis is taken to lie near gravity.
  static let least = Centidegrees(500)

  /// Begins with a stretch of about `duration` out of the position in which gravity is `gravity`.
  mutating func begin(gravity: Vector, duration: Microseconds = .milliseconds(100)) {
    self = Tilt()
    before = gravity
    held = gravity
    settlesAfter = duration + Self.settling
  }

  /// Takes a sample `since` the stretch began.
  @inline(__always)
  mutating func take(gravity: Vector, since stretch: Microseconds, at now: Microseconds) {
    guard stretch > settlesAfter else {
      held = gravity
      return
    }
    if changeSquared == 0 {
      change = held - before
      changeSquared = max(change.squared, 1)
      settledAngle = turned
    }
    guard returned == nil else { return }
    // The part of the change that is still there, against a half once six tenths were there.
    let along = (gravity - before).dot(change)
    if hasArrived {
      if along < changeSquared &>> 1, settledAngle != nil { returned = now - Self.lag }
    } else {
      hasArrived = along > changeSquared / 10 &* 6
    }
  }

  /// The change of gravity that it stands for, Q20 g.
  private var shift: Vector { changeSquared == 0 ? held - before : change }

  /// 5 degrees are 0.087 g; squares are Q40.
  private static let leastSquared: Int64 = 8_300_000_000

  /// Whether it takes half of another turn back, or more; or ends near where that began, of which a slow stretch shows
  /// only a part while it settles.
  func undoes(_ other: Tilt) -> Bool {
    let (own, turn) = (shift, other.shift)
    if turn.squared > Self.leastSquared, own.dot(turn) < -turn.squared / 2 { return true }
    let away = before + own - other.before
    return own.squared > Self.leastSquared && away.squared < own.squared / 4
  }

  /// How far the limb turned; nil where it cannot be told, because the turning axis lies near gravity.
  var angle: Centidegrees? { changeSquared == 0 ? turned : settledAngle }

  @inline(never)
  private var turned: Centidegrees? {
    let turns = before.angle(to: held)
    // At this moment a Butterworth section stands 3.5 % above the step that it answers.
    let count = Int32(clamping: (turns &* 34_783 &+ (1 &<< 31)) &>> 32)
    return count >= Self.least.count ? Centidegrees(count) : nil
  }
}
