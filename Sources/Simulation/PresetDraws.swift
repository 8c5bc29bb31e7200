import Findings

extension PatientPreset {
  /// Draws what makes the patient this one, from ranges in which the preset keeps its meaning.
  func draw(into patient: inout Patient, liveliness: Double, random: inout Randomness) {
    defer {
      // Gentle movements alone would start such a reflex: no examiner makes them.
      if patient.reflex.threshold < 6 * Mathematics.degree { patient.examiner.warmUps = 0 }
      // Nor does its noise start it by itself: that is another preset.
      patient.reflex.thresholdNoise *= min(1, patient.reflex.threshold / (3 * Mathematics.degree))
    }
    switch self {
    case .healthy:
      patient.inhibit(&random)
      // Physiological tremor lies in the clonus band, far below the floor (clinical.md 2.2).
      if random.chance(0.5) {
        let size = random.uniform(0.01...0.04)
        patient.motions.append(
          .rhythm(RhythmicMotion(rate: random.uniform(6...9), amplitude: size)))
      }
    case .spinalCordInjury:
      patient.reflex.threshold = random.uniform(0...3) * Mathematics.degree
      patient.reflex.stiffness *= random.uniform(1...1.3)
      patient.reflex.delay *= random.uniform(1...1.4)
      patient.reflex.setGain(timesCritical: random.uniform(2...3.2))
    case .multipleSclerosis:
      patient.reflex.threshold = random.uniform(1...4) * Mathematics.degree
      patient.reflex.setGain(timesCritical: random.uniform(1.8...2.6))
      if random.chance(0.6) { patient.reflex.depression = random.uniform(0.4...5) }
    case .stroke: patient.fade(liveliness, &random)
    case .cerebralPalsy:
      patient.reflex.threshold = random.uniform(0...3) * Mathematics.degree
      patient.reflex.stiffness *= random.uniform(1.1...1.4)
      patient.reflex.setGain(timesCritical: random.uniform(2...3))
      if random.chance(0.4) { patient.reflex.depression = random.uniform(0.1...0.6) }
    case .tumour: patient.weaken(liveliness, &random)
    case .headInjury:
      patient.reflex.threshold = random.uniform(0...2) * Mathematics.degree
      patient.reflex.delay *= random.uniform(1.05...1.2)
      patient.reflex.setGain(timesCritical: random.uniform(2.4...3.4))
      patient.reflex.depression = random.uniform(0.3...1)
    case .serotonergic:
      patient.reflex.threshold = random.uniform(0...1.5) * Mathematics.degree
      patient.reflex.setGain(timesCritical: random.uniform(2.6...3.6))
    case .infant:
      patient.age = .infantTo8Months
      if random.chance(0.4) { patient.inhibit(&random) } else { patient.fade(liveliness, &random) }
    case .infantCerebralPalsy:
      patient.age = random.chance(0.5) ? .infantTo8Months : .infant8To12Months
      patient.reflex.threshold = random.uniform(0...2.5) * Mathematics.degree
      patient.reflex.setGain(timesCritical: random.uniform(2.2...3.2))
    case .fading:
      if random.chance(0.5) {
        patient.fade(liveliness, &random)
      } else {
        patient.weaken(liveliness, &random)
      }
    case .generator:
      patient.inhibit(&random)
      patient.drawGenerator(&random)
    case .spontaneous:
      patient.kind = .spontaneous
      patient.inhibit(&random)
      patient.drawSpontaneous(&random)
    case .tremor, .essentialTremor, .myoclonus, .voluntary, .knocks, .seizure, .walking,
      .looseStrap:
      patient.inhibit(&random)
      patient.motions.append(otherMotion(&random, lever: patient.sensor.lever))
    }
  }
}

extension Patient {
  /// Supraspinal inhibition as in health: a high threshold and a low gain.
  fileprivate mutating func inhibit(_ random: inout Randomness) {
    reflex.threshold = random.uniform(9...20) * Mathematics.degree
    reflex.viscosity *= random.uniform(1.3...1.8)
    reflex.setGain(timesCritical: random.uniform(0.1...0.4))
  }

  /// A lively reflex that wears out within a few beats.
  fileprivate mutating func fade(_ liveliness: Double, _ random: inout Randomness) {
    reflex.threshold = random.uniform(2...4) * Mathematics.degree
    reflex.setGain(timesCritical: random.uniform(1.6...2.2) / liveliness)
    reflex.depression = random.uniform(5...8) * liveliness * liveliness
    reflex.thresholdNoise = random.uniform(0.02...0.06)
  }

  /// A reflex that is not lively enough to keep itself going.
  fileprivate mutating func weaken(_ liveliness: Double, _ random: inout Randomness) {
    reflex.threshold = random.uniform(2.5...3.6) * Mathematics.degree
    reflex.setGain(timesCritical: random.uniform(0.7...0.84) / liveliness)
    reflex.thresholdNoise = random.uniform(0.02...0.05)
  }

  fileprivate mutating func drawGenerator(_ random: inout Randomness) {
    var generator = RateGenerator(
      rate: random.uniform(4.5...7), swing: random.uniform(1...2.5) * Mathematics.degree)
    switch random.unit() {
    case ..<0.4: break
    case ..<0.8: generator.bursts = Int32(random.uniform(4...16))
    default: generator.ratio = random.uniform(0.75...0.92)
    }
    generator.variation = random.uniform(0.01...0.04)
    generator.refractory = random.uniform(1...1.3)
    generator.latency = random.uniform(0.04...0.08)
    self.generator = generator
  }

  fileprivate mutating func drawSpontaneous(_ random: inout Randomness) {
    var generator = RateGenerator(
      rate: random.uniform(4.5...7), swing: random.uniform(1...2.5) * Mathematics.degree)
    generator.variation = random.uniform(0.01...0.04)
    generator.spontaneous = (
      from: random.uniform(4...10), beating: random.uniform(3...12),
      pausing: random.uniform(4...12)
    )
    self.generator = generator
  }
}

extension PatientPreset {
  /// The movement beside clonus of the presets without it (clinical.md 3.5).
  fileprivate func otherMotion(_ random: inout Randomness, lever: Double) -> Motion {
    switch self {
    case .tremor:
      var tremor = RhythmicMotion(
        rate: random.uniform(4...6), amplitude: random.uniform(0.1...0.8))
      tremor.variation = random.uniform(0.03...0.06)
      tremor.second = random.uniform(0...0.3)
      return .rhythm(tremor)
    case .essentialTremor:
      var tremor = RhythmicMotion(
        rate: random.uniform(5...10), amplitude: random.uniform(0.1...0.4))
      tremor.variation = random.uniform(0.02...0.05)
      return .rhythm(tremor)
    case .myoclonus:
      return .jerks(
        JerkyMotion(rate: random.uniform(0.5...4), length: 0.03...0.1, height: 0.3...2))
    case .knocks:
      var knocks = JerkyMotion(
        rate: random.uniform(0.5...3), length: 0.01...0.04, height: 0.2...1.5)
      knocks.fromAnywhere = true
      knocks.ring = (rate: random.uniform(25...60), fade: random.uniform(0.03...0.08))
      return .jerks(knocks)
    case .voluntary:
      // Ten degrees half peak to peak at most, fewer at higher rates.
      let rate = random.uniform(1.5...5)
      let w = 2 * Mathematics.pi * rate
      let angle = random.uniform(4...10) * Mathematics.degree * min(1, 3 / rate)
      var beating = RhythmicMotion(
        rate: rate, amplitude: angle * w * w * lever / Mathematics.standardGravity)
      beating.onset = .afterStretch(
        random.uniform(0.3...0.9), stopsAfterRelease: random.uniform(0...1.5))
      beating.variation = random.uniform(0.04...0.1)
      beating.sizeVariation = random.uniform(0.1...0.3)
      return .rhythm(beating)
    case .seizure:
      var jerks = RhythmicMotion(rate: 4, amplitude: random.uniform(0.3...1.2))
      jerks.drift = (rate: 1.5, seconds: random.uniform(10...30))
      let start = random.uniform(0...6)
      jerks.onset = .between(start, start + random.uniform(20...40))
      jerks.variation = random.uniform(0.05...0.12)
      jerks.second = random.uniform(0.3...0.6)
      jerks.third = random.uniform(0.1...0.3)
      return .rhythm(jerks)
    case .walking:
      var steps = RhythmicMotion(
        rate: random.uniform(1...2.5), amplitude: random.uniform(0.3...0.8))
      steps.variation = random.uniform(0.02...0.06)
      steps.second = random.uniform(0.4...0.8)
      steps.third = random.uniform(0.2...0.5)
      steps.inward = random.uniform(-0.8...0.8)
      steps.aside = random.uniform(-0.5...0.5)
      steps.turns = false
      return .rhythm(steps)
    default:
      return .slip(
        StrapSlip(
          delay: random.uniform(0.02...0.3),
          turn: random.uniform(5...20) * Mathematics.degree,
          lean: random.uniform(-15...15) * Mathematics.degree,
          rattle: random.uniform(15...60), height: random.uniform(0.3...1.5),
          fade: random.uniform(0.1...0.4)))
    }
  }
}
