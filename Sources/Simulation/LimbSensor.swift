/// The movement of the limb at one instant, apart from the joint's own turning.
struct ExtraMotion: Sendable {
  /// Acceleration along the motion, towards the joint and along the turning axis, in g.
  var along = 0.0, inward = 0.0, aside = 0.0
  /// By how much it turns the sensor about the turning axis, in rad.
  var tilt = 0.0

  static func + (a: Self, b: Self) -> Self {
    Self(
      along: a.along + b.along, inward: a.inward + b.inward, aside: a.aside + b.aside,
      tilt: a.tilt + b.tilt)
  }
}

/// Where the sensor is strapped and what it feels of the joint's turning.
///
/// Clinical.md 3.1: a_t = r th'' + g sin(incl + th) along the motion, a_r = r th'^2 + g cos(incl + th)
/// towards the joint. The inclination is 90 degrees where the lever lies level, more where it rises.
public struct LimbSensor: Sendable {
  /// r in m: from the joint to the sensor.
  public var lever: Double
  /// incl in rad.
  public var inclination: Double
  /// The angle in rad by which the turning axis leaves the level; at 90 degrees no tilt is seen.
  public var axisTilt: Double
  /// How much of the acceleration along the motion shows aside.
  public var coupling: Double
  /// The kneecap is pushed along a line: nothing turns.
  public var slides: Bool
  /// How the sensor's axes lie on the limb.
  public var mounting: Rotation

  /// The acceleration along the motion in g, gravity left out.
  func dynamic(angularAcceleration: Double) -> Double {
    lever * angularAcceleration / Mathematics.standardGravity
  }

  /// The acceleration in g in the sensor's own axes, free of noise.
  @inline(never)
  func acceleration(
    angle: Double, speed: Double, angularAcceleration: Double, extra: ExtraMotion
  ) -> Vector {
    let turned = inclination + (slides ? 0 : angle + extra.tilt)
    let level = Mathematics.cos(axisTilt)
    let along = dynamic(angularAcceleration: angularAcceleration) + extra.along
    let inward = slides ? 0 : lever * speed * speed / Mathematics.standardGravity
    return mounting(
      Vector(
        x: along + level * Mathematics.sin(turned),
        y: inward + level * Mathematics.cos(turned) + extra.inward,
        z: Mathematics.sin(axisTilt) + coupling * along + extra.aside))
  }
}
