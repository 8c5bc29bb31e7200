/// What the examiner's hand does to the joint at one instant.
struct HandState: Sendable {
  /// Where the hand wants the joint, in rad.
  var angle = 0.0
  /// How fast that changes, in rad/s.
  var speed = 0.0
  /// How firmly the hand is on the limb: 0 not at all, 1 fully.
  var contact = 0.0
}

/// The delayed stretch reflex of clinical.md 3.1 around one joint.
///
/// Positive angles are the direction of the stretch. Sources of the structure: Hidler and Rymer
/// 1999, 2000 (delay, threshold, limit cycle); Mirbagheri, Kearney, Barbeau 1995 (rectified
/// velocity); Feldman (dynamic threshold).
struct ReflexLoop: Sendable {
  /// The length of a step, in s.
  static let stepSeconds = 0.0005
  /// The correlation time of the threshold's noise, in s.
  private static let noiseSeconds = 0.05

  /// What the equations integrate; a rate of change has the same form.
  struct State: Sendable {
    /// th in rad and th' in rad/s.
    var angle = 0.0, speed = 0.0
    /// th_lp in rad: the spindle's length signal.
    var length = 0.0
    /// Ta in Nm and Ta' in Nm/s: the muscle's torque.
    var torque = 0.0, torqueSpeed = 0.0
    /// g: how fresh the reflex is; 1 is rested.
    var freshness = 1.0

    /// The state after `seconds` at the rate of change given.
    func moved(by rate: State, for seconds: Double) -> State {
      State(
        angle: angle + rate.angle * seconds, speed: speed + rate.speed * seconds,
        length: length + rate.length * seconds, torque: torque + rate.torque * seconds,
        torqueSpeed: torqueSpeed + rate.torqueSpeed * seconds,
        freshness: freshness + rate.freshness * seconds)
    }
  }

  let parameters: ReflexParameters
  private(set) var state = State()
  /// th'' in rad/s2 at the present state.
  private(set) var angularAcceleration = 0.0

  /// s of the last `delay` seconds, oldest at `oldest`.
  private var drives: [Double]
  private var oldest = 0
  private var noise = 0.0
  private let noiseKept: Double
  private let noiseAdded: Double
  private var random: Randomness

  init(_ parameters: ReflexParameters, random: Randomness) {
    self.parameters = parameters
    self.random = random
    let delaySteps = max(1, Mathematics.nearest(parameters.delay / Self.stepSeconds))
    drives = Array(repeating: 0, count: Int(delaySteps) + 1)
    noiseKept = Mathematics.exp(-Self.stepSeconds / Self.noiseSeconds)
    noiseAdded = parameters.thresholdNoise * Mathematics.squareRoot(1 - noiseKept * noiseKept)
  }

  /// Moves on by one step of Heun's method. `hand` and `generator` (extra drive to the motor
  /// neurons, in Nm) are given at both ends of the step.
  mutating func step(
    from hand: HandState, to nextHand: HandState, generator: Double = 0, nextGenerator: Double = 0
  ) {
    let next = (oldest + 1) % drives.count
    let first = rate(of: state, hand: hand, drive: drives[oldest], generator: generator)
    let guess = state.moved(by: first, for: Self.stepSeconds)
    let second = rate(of: guess, hand: nextHand, drive: drives[next], generator: nextGenerator)
    state = state.moved(by: first, for: Self.stepSeconds / 2)
      .moved(by: second, for: Self.stepSeconds / 2)
    if parameters.thresholdNoise > 0 { noise = noise * noiseKept + noiseAdded * random.normal() }
    // The oldest drive has been used: its place takes the newest, tau later.
    drives[oldest] = drive
    oldest = next
    angularAcceleration =
      rate(of: state, hand: nextHand, drive: drives[oldest], generator: nextGenerator).speed
  }

  /// s: by how much the stretch is faster than the threshold.
  private var drive: Double {
    let threshold = max(
      parameters.leastSpeed, (parameters.threshold - state.length) / parameters.thresholdSlope)
    return max(0, state.speed - (threshold + noise))
  }

  private func rate(
    of state: State, hand: HandState, drive: Double, generator: Double
  ) -> State {
    let p = parameters
    let limit = p.largestTorque
    let pool =
      drive > 0
      ? limit * Mathematics.tanh(p.gain * drive / limit) * state.freshness : 0
    let handTorque =
      hand.contact
      * (p.handStiffness * (hand.angle - state.angle) + p.handViscosity * (hand.speed - state.speed))
    let torque = handTorque - p.viscosity * state.speed - p.stiffness * state.angle - state.torque
    return State(
      angle: state.speed, speed: torque / p.inertia,
      length: (state.angle - state.length) / p.lengthLag,
      torque: state.torqueSpeed,
      torqueSpeed: p.twitchFrequency * p.twitchFrequency * (pool + generator - state.torque)
        - 2 * p.twitchDamping * p.twitchFrequency * state.torqueSpeed,
      freshness: (1 - state.freshness) / p.recovery - p.depression * (state.torque / limit)
        * state.freshness)
  }
}
