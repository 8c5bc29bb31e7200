import Findings

/// A patient, an examiner and the sensor on the limb, in virtual time.
///
/// The world moves in steps of 0.5 ms; what is asked for between two steps is interpolated. Time
/// never goes back. The same patient and seed give the same world on every machine.
public struct SimulatedWorld: Sendable {
  /// Who is examined.
  public let patient: Patient

  private var loop: ReflexLoop
  private var examiner: Examiner
  private var generator: RunningGenerator?
  private var motions: [RunningMotion] = []
  private var noise: RunningNoise
  private var recorder: TruthRecorder
  private var steps: Int64 = 0
  private var hand = HandState()
  private var drive = 0.0
  private var before = Vector.zero
  private var now = Vector.zero

  /// Makes the world of a patient.
  public init(patient: Patient) {
    self.patient = patient
    let seed = patient.seed
    loop = ReflexLoop(patient.reflex, random: Randomness(seed: seed, stream: 1))
    examiner = Examiner(patient.examiner)
    generator = patient.generator.map {
      RunningGenerator($0, in: patient.reflex, random: Randomness(seed: seed, stream: 2))
    }
    noise = RunningNoise(patient.noise, random: Randomness(seed: seed, stream: 3))
    recorder = TruthRecorder(kind: patient.kind)
    for (index, motion) in patient.motions.enumerated() {
      let random = Randomness(seed: seed, stream: 16 + UInt64(index))
      motions.append(RunningMotion(motion, lever: patient.sensor.lever, random: random))
    }
    now = feel()
    before = now
  }

  /// What is true so far.
  public var truth: Truth { recorder.truth }

  /// The time reached, in s.
  public var seconds: Double { Double(steps) * ReflexLoop.stepSeconds }

  /// The joint's angle in degrees, positive in the direction of the stretch.
  public var jointDegrees: Double { loop.state.angle / Mathematics.degree }

  /// Whether the examiner's hand is on the limb or about to be.
  public var isExaminerBusy: Bool { examiner.isBusy }

  /// Whether a stretch is being held without a beat for a second: what a device says at the end of
  /// a train, known from the truth.
  var isTrainOver: Bool {
    guard let last = recorder.lastEvent, let stretch = truth.stretches.last else { return false }
    let time = Microseconds(Mathematics.nearest(seconds * 1_000_000))
    return (time - last >= .seconds(1) && time - stretch.time >= .seconds(3))
      || time - stretch.time >= .seconds(20)
  }

  /// Tells the examiner what the device shows at `time`; the world moves on to then.
  public mutating func hear(_ signal: ExaminerSignal, at time: Microseconds) {
    _ = acceleration(at: Double(time.count) / 1_000_000)
    examiner.hear(signal, at: seconds)
  }

  /// Has the examiner stretch at a time in s, whatever the device says.
  mutating func stretch(at time: Double) { examiner.stretch(at: time) }

  /// Moves on to a time in s and returns the acceleration then, in g, in the sensor's axes, free of
  /// the sensor's own noise. A time before the one reached gives the latest.
  public mutating func acceleration(at time: Double) -> Vector {
    while seconds < time { step() }
    let share = (seconds - time) / ReflexLoop.stepSeconds
    guard share > 0, share < 1 else { return now }
    return before * share + now * (1 - share)
  }

  private mutating func step() {
    before = now
    steps += 1
    let time = seconds
    let (stretched, released) = (examiner.stretched, examiner.released)
    let nextHand = examiner.hand(at: time)
    if let start = examiner.stretched, start != stretched {
      recorder.stretch(at: start)
      generator?.stretch(at: start)
    }
    if let end = examiner.released, end != released {
      recorder.release(at: end)
      generator?.release(at: end)
    }
    let nextDrive = generator?.drive(at: time) ?? 0
    loop.step(from: hand, to: nextHand, generator: drive, nextGenerator: nextDrive)
    hand = nextHand
    drive = nextDrive
    recorder.observe(
      TruthRecorder.Instant(
        seconds: time, angle: loop.state.angle, speed: loop.state.speed,
        dynamic: patient.sensor.dynamic(angularAcceleration: loop.angularAcceleration)))
    now = feel()
  }

  private mutating func feel() -> Vector {
    let clock = MotionClock(
      time: seconds, stretched: examiner.stretched, released: examiner.released)
    var extra = noise.step(contact: hand.contact)
    for index in Counting(motions.indices) { extra = extra + motions[index].step(clock) }
    return patient.sensor.acceleration(
      angle: loop.state.angle, speed: loop.state.speed,
      angularAcceleration: loop.angularAcceleration, extra: extra)
  }
}
