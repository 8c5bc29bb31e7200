import Findings

/// When the stretch of a simulated exam without a device is let go.
public enum SimulatedHold: Sendable {
  /// When a device would give its verdict: a second after the last beat and at least three after
  /// the stretch, twenty at most; and the examiner's own moment to hear it.
  case untilTrainIsOver
  /// After so many seconds, whatever happens.
  case seconds(Double)
}

/// A sensor without a chip: what it adds to the true acceleration.
public struct IdealSensor: Sendable {
  /// Samples in a second: 25 to 1,000.
  public var rate = 200.0
  /// The white noise of each sample and axis, root mean square in g.
  public var noise = 0.003
  /// The end of the range in g, and how many g a count is worth: the LIS3DH's +-8 g by default.
  public var range = 8.0
  public var count = 0.004

  /// Makes a sensor of 200 Hz and +-8 g.
  public init() {}

  /// What the sensor makes of the true acceleration, in whole counts turned into g.
  func sample(_ truth: Vector, random: inout Randomness) -> Sample {
    var flags = SampleFlags.none
    func axis(_ value: Double) -> Gravities {
      let noisy = value + noise * random.normal()
      let limit = range - count
      if noisy >= limit || noisy <= -range { flags.insert(.clipped) }
      let counts = Mathematics.nearest(max(-range, min(limit, noisy)) / count)
      return Gravities(q20: Int32(Mathematics.nearest(Double(counts) * count * 1_048_576)))
    }
    let (x, y, z) = (axis(truth.x), axis(truth.y), axis(truth.z))
    return Sample(Acceleration(x: x, y: y, z: z), flags: flags)
  }
}

/// An exam without a device: its samples and what is true of them, both from the first sample on.
public struct SimulatedExam: Sendable {
  /// The samples as detection takes them.
  public let samples: [Sample]
  /// What really happened.
  public let truth: Truth
  /// The sample after which a device would have asked for the stretch; nil in a spontaneous exam.
  public let cueSample: Int?

  /// How long the limb lies still before the stretch begins, in s.
  private static let restSeconds = 3.2
  private static let afterSeconds = 2.5

  /// Plays one exam: rest, the stretch at 3.2 s (after warm-ups where the examiner makes some),
  /// hold, release, 2.5 s more. A patient for the spontaneous exam is watched for 60 s.
  public init(
    patient: Patient, sensor: IdealSensor = IdealSensor(), hold: SimulatedHold = .untilTrainIsOver
  ) {
    var patient = patient
    if case .seconds(let seconds) = hold { patient.examiner.hold = seconds }
    var world = SimulatedWorld(patient: patient)
    var random = Randomness(seed: patient.seed, stream: 4)
    var samples: [Sample] = []
    var wasTold = false
    var ends = patient.kind == .spontaneous ? 60.0 : .infinity
    if patient.kind == .stretch { world.stretch(at: Self.restSeconds) }
    var time = 0.0
    while time < ends {
      samples.append(sensor.sample(world.acceleration(at: time), random: &random))
      if !wasTold, world.isTrainOver {
        wasTold = true
        world.hear(.verdict, at: Microseconds(Mathematics.nearest(time * 1_000_000)))
      }
      if ends == .infinity, let release = world.truth.stretches.last?.release {
        ends = Double(release.count) / 1_000_000 + Self.afterSeconds
      }
      time = Double(samples.count) / sensor.rate
    }
    self.samples = samples
    truth = world.truth
    cueSample = patient.kind == .stretch ? Int((Self.restSeconds - 0.1) * sensor.rate) : nil
  }
}
