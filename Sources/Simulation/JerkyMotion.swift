/// Single jerks at random times: myoclonus, knocks at the bed, taps on the sensor (clinical.md 3.5).
public struct JerkyMotion: Sendable {
  /// How many a second, on average.
  public var rate: Double
  /// The length of a jerk in s, and its height in g.
  public var length: ClosedRange<Double>
  public var height: ClosedRange<Double>
  /// Where the limb was jerked it also stops: a second push the other way, twice as long and half
  /// as high.
  public var stops = true
  /// Jerks along the motion; knocks come from anywhere.
  public var fromAnywhere = false
  /// What rings after a knock: its rate in Hz, and how soon it fades, in s.
  public var ring: (rate: Double, fade: Double)?

  /// Makes jerks along the motion.
  public init(rate: Double, length: ClosedRange<Double>, height: ClosedRange<Double>) {
    self.rate = rate
    self.length = length
    self.height = height
  }
}

/// Jerks at work.
struct RunningJerks: Sendable {
  let motion: JerkyMotion
  private var random: Randomness
  private var next: Double
  private var start = -Double.infinity
  private var length = 1.0
  private var height = 0.0
  private var direction = Vector(x: 1, y: 0, z: 0)

  init(_ motion: JerkyMotion, random: Randomness) {
    self.motion = motion
    self.random = random
    next = self.random.exponential(mean: 1 / motion.rate)
  }

  mutating func step(_ clock: MotionClock) -> ExtraMotion {
    if clock.time >= next { begin(at: clock.time) }
    let since = clock.time - start
    // Whatever rings or stops is over within ten lengths and a second.
    guard since < 1 + 10 * length else { return ExtraMotion() }
    let along = height * shape(at: since)
    return ExtraMotion(
      along: along * direction.x, inward: along * direction.y, aside: along * direction.z)
  }

  private mutating func begin(at time: Double) {
    start = time
    length = random.uniform(motion.length)
    height = random.uniform(motion.height)
    if random.chance(0.5) { height = -height }
    if motion.fromAnywhere { direction = Vector.direction(&random) }
    // A muscle needs a moment before it can jerk again.
    next = time + length + random.exponential(mean: 1 / motion.rate)
  }

  private func shape(at since: Double) -> Double {
    if since < length { return Mathematics.sin(Mathematics.pi * since / length) }
    let after = since - length
    if let ring = motion.ring {
      return Mathematics.exp(-after / ring.fade)
        * Mathematics.sin(2 * Mathematics.pi * ring.rate * after) * 0.5
    }
    guard motion.stops, after < 2 * length else { return 0 }
    return -0.5 * Mathematics.sin(Mathematics.pi * after / (2 * length))
  }
}
