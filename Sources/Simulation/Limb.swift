import Findings

/// Which limb is examined, as far as it changes the joint (clinical.md 3.4 L; the parameters are
/// estimates, only the rates they give are anchored).
enum Limb: Sendable {
  case adult(Site)
  case childAnkle
  case newbornAnkle

  /// The joint with a damaged reflex: its gain is 2.3 times the critical one.
  var reflex: ReflexParameters {
    var p = ReflexParameters()
    switch self {
    case .adult(.ankle): return p
    case .adult(.wrist): p.setLimb(0.004, 0.06, 5, hand: 4, delay: 0.030, twitch: 20)
    case .adult(.finger): p.setLimb(4e-4, 0.006, 0.5, hand: 0.3, delay: 0.035, twitch: 20)
    case .adult(.knee): p.setLimb(0.05, 0.9, 70, hand: 30, delay: 0.028, twitch: 15)
    case .adult(.jaw): p.setLimb(6e-4, 0.012, 0.8, hand: 0.4, delay: 0.012, twitch: 28)
    case .childAnkle: p.setLimb(0.004, 0.10, 9, hand: 6, delay: 0.032, twitch: 16)
    case .newbornAnkle: p.setLimb(1.5e-4, 0.003, 0.35, hand: 0.25, delay: 0.030, twitch: 13)
    }
    return p
  }

  /// From the joint to the sensor in m.
  var lever: Double {
    switch self {
    case .adult(.ankle): 0.12
    case .adult(.wrist), .adult(.jaw): 0.08
    case .adult(.finger): 0.07
    // The kneecap's way for an angle of the knee: the tendon's lever.
    case .adult(.knee): 0.05
    case .childAnkle: 0.08
    case .newbornAnkle: 0.05
    }
  }

  /// By how much a fading reflex must be weaker here than at the ankle for as few beats: light limbs
  /// on short levers swing further above the floor.
  var liveliness: Double {
    switch self {
    case .adult(.wrist), .adult(.finger): 1.3
    case .adult(.jaw): 1.4
    default: 1
    }
  }

  /// Whether the sensor slides along a line instead of turning.
  var slides: Bool { if case .adult(.knee) = self { true } else { false } }
}

extension ReflexParameters {
  /// Sets J, B, K, Kh, tau and wn of a limb; the strength goes with the stiffness.
  fileprivate mutating func setLimb(
    _ inertia: Double, _ viscosity: Double, _ stiffness: Double, hand: Double, delay: Double,
    twitch: Double
  ) {
    largestTorque *= stiffness / self.stiffness
    handViscosity *= hand / handStiffness
    self.inertia = inertia
    self.viscosity = viscosity
    self.stiffness = stiffness
    handStiffness = hand
    self.delay = delay
    twitchFrequency = twitch
    setGain(timesCritical: 2.3)
  }

  /// Sets the gain as a multiple of the one from which the loop keeps beating by itself.
  mutating func setGain(timesCritical factor: Double) {
    if let balance = PhaseBalance(self) { gain = factor * balance.criticalGain }
  }
}
