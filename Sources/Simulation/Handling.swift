/// How restless limb and hand are: noise of up to a few hertz on every axis, root mean square in g.
public struct HandlingNoise: Sendable {
  /// While the limb lies by itself.
  public var atRest = 0.002
  /// While the examiner holds it.
  public var held = 0.008

  /// Makes the noise of a supported limb and a calm hand.
  public init() {}
}

/// The noise at work: each axis forgets itself within 30 ms (Ornstein and Uhlenbeck 1930).
struct RunningNoise: Sendable {
  private static let memorySeconds = 0.03

  let noise: HandlingNoise
  private var random: Randomness
  private var value = Vector.zero
  private let kept: Double
  private let added: Double

  init(_ noise: HandlingNoise, random: Randomness) {
    self.noise = noise
    self.random = random
    kept = Mathematics.exp(-ReflexLoop.stepSeconds / Self.memorySeconds)
    added = Mathematics.squareRoot(1 - kept * kept)
  }

  @inline(never)
  mutating func step(contact: Double) -> ExtraMotion {
    value = value * kept + Vector(x: fresh(), y: fresh(), z: fresh()) * added
    let size = noise.atRest + (noise.held - noise.atRest) * contact
    return ExtraMotion(along: value.x * size, inward: value.y * size, aside: value.z * size)
  }
  /// A number of mean 0 and deviation 1; the sixty that are remembered add up to a normal one.
  private mutating func fresh() -> Double {
    random.uniform(-1.7320508075688772...1.7320508075688772)
  }
}
