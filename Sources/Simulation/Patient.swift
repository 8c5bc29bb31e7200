import Findings

/// A person on the couch: limb, reflex, other movements, and how the examiner goes about it.
public struct Patient: Sendable {
  /// From where everything that differs between two of the same kind is drawn.
  public var seed: UInt64
  /// Which exam suits: a patient with spontaneous clonus is watched.
  public var kind = ExamKind.stretch
  /// Where the sensor is strapped.
  public var site = Site.ankle
  /// The age, as far as rules need it.
  public var age = AgeGroup.olderOrUnknown
  /// The joint and its reflex.
  public var reflex = ReflexParameters()
  /// Clonus by the other theory, beside or instead of the reflex.
  public var generator: RateGenerator?
  /// What moves beside clonus.
  public var motions: [Motion] = []
  /// Where the sensor lies and how.
  public var sensor: LimbSensor
  /// How restless limb and hand are.
  public var noise = HandlingNoise()
  /// How the examiner stretches.
  public var examiner = ExaminerPlan()

  /// The rule that suits the age.
  public var rule: Rule { Rule(age.isInfant ? .infant : .adult) }

  /// The settings that an exam of this patient has.
  public var settings: ExamSettings {
    ExamSettings(kind: kind, site: site, rule: rule, age: age)
  }

  /// A patient of a preset, at the ankle or at the site given; a baby's is always the ankle.
  public init(_ preset: PatientPreset, site: Site? = nil, seed: UInt64) {
    // A stream for each preset: the same seed must not be the same limb in all of them.
    var random = Randomness(seed: seed, stream: 1_000 + UInt64(preset.rawValue))
    let limb: Limb
    switch preset {
    case .infant, .infantCerebralPalsy: limb = .newbornAnkle
    default: limb = .adult(site ?? .ankle)
    }
    self.seed = seed
    self.site = if case .adult(let site) = limb { site } else { .ankle }
    sensor = LimbSensor(limb, random: &random)
    reflex = limb.reflex
    vary(&random)
    preset.draw(into: &self, liveliness: limb.liveliness, random: &random)
  }

  /// What differs from limb to limb and from examiner to examiner in any preset.
  private mutating func vary(_ random: inout Randomness) {
    reflex.inertia *= random.uniform(0.85...1.2)
    reflex.stiffness *= random.uniform(0.85...1.2)
    reflex.viscosity *= random.uniform(0.9...1.2)
    reflex.delay *= random.uniform(0.92...1.12)
    reflex.twitchFrequency *= random.uniform(0.93...1.07)
    reflex.handStiffness *= random.uniform(0.85...1.2)
    reflex.thresholdNoise = random.uniform(0.02...0.12)
    noise.atRest = random.uniform(0.001...0.003)
    noise.held = random.uniform(0.004...0.012)
    examiner.reaction = random.uniform(0.5...1.5)
    examiner.angle = random.uniform(23...28) * Mathematics.degree
    examiner.rise = random.uniform(0.06...0.09)
    examiner.letGo = random.uniform(0.3...0.8)
    examiner.warmUps = random.chance(0.2) ? 2 : 0
  }
}

extension LimbSensor {
  /// A sensor strapped on as it comes.
  init(_ limb: Limb, random: inout Randomness) {
    lever = limb.lever * random.uniform(0.85...1.15)
    // From hanging 20 degrees down (seated) to pointing up (lying).
    inclination = random.uniform(70...175) * Mathematics.degree
    // One limb in eight lies on its side, where no tilt can be seen.
    axisTilt =
      (random.chance(0.125) ? random.uniform(70...90) : random.uniform(-20...20))
      * Mathematics.degree
    coupling = random.uniform(-0.15...0.15)
    slides = limb.slides
    mounting = Rotation.any(&random)
  }
}
