/// Three components, in g where it is an acceleration.
public struct Vector: Sendable, Hashable {
  /// The components.
  public var x, y, z: Double

  /// Makes a vector of its components.
  public init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  static let zero = Self(x: 0, y: 0, z: 0)

  static func + (a: Self, b: Self) -> Self { Self(x: a.x + b.x, y: a.y + b.y, z: a.z + b.z) }
  static func * (a: Self, b: Double) -> Self { Self(x: a.x * b, y: a.y * b, z: a.z * b) }

  /// A direction evenly spread over the sphere.
  static func direction(_ random: inout Randomness) -> Self {
    let height = random.uniform(-1...1)
    let turn = 2 * Mathematics.pi * random.unit()
    let radius = Mathematics.squareRoot(1 - height * height)
    return Self(x: radius * Mathematics.cos(turn), y: radius * Mathematics.sin(turn), z: height)
  }
}

/// A rotation of space: how the sensor lies on the limb.
public struct Rotation: Sendable, Hashable {
  /// The images of the three axes.
  private let first, second, third: Vector

  /// The sensor's x along the motion, y towards the joint, z along the turning axis.
  public static let none = Self(w: 1, x: 0, y: 0, z: 0)

  /// A rotation evenly spread over all (Shoemake 1992).
  static func any(_ random: inout Randomness) -> Self {
    let share = random.unit()
    let (a, b) = (Mathematics.squareRoot(1 - share), Mathematics.squareRoot(share))
    let (u, v) = (2 * Mathematics.pi * random.unit(), 2 * Mathematics.pi * random.unit())
    return Self(
      w: b * Mathematics.cos(v), x: a * Mathematics.sin(u), y: a * Mathematics.cos(u),
      z: b * Mathematics.sin(v))
  }

  /// Makes the rotation of a unit quaternion.
  private init(w: Double, x: Double, y: Double, z: Double) {
    first = Vector(
      x: 1 - 2 * (y * y + z * z), y: 2 * (x * y + w * z), z: 2 * (x * z - w * y))
    second = Vector(
      x: 2 * (x * y - w * z), y: 1 - 2 * (x * x + z * z), z: 2 * (y * z + w * x))
    third = Vector(
      x: 2 * (x * z + w * y), y: 2 * (y * z - w * x), z: 1 - 2 * (x * x + y * y))
  }

  func callAsFunction(_ v: Vector) -> Vector { first * v.x + second * v.y + third * v.z }
}
