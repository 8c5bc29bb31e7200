/// A joint with its muscle and its stretch reflex, in SI units and radians (clinical.md 3.2).
///
/// The defaults are an adult's ankle whose supraspinal inhibition is lost. Inhibition is a higher
/// threshold and a lower gain: a healthy ankle has a threshold of 9 degrees or more and a gain of at
/// most 6.
public struct ReflexParameters: Sendable {
  /// J, in kg m2: the limb's and the hand's moment of inertia.
  public var inertia = 0.015
  /// K, in Nm/rad: passive and intrinsic stiffness.
  public var stiffness = 30.0
  /// B, in Nms/rad: viscosity.
  public var viscosity = 0.30
  /// Kh, in Nm/rad: how stiff the examiner's hand is.
  public var handStiffness = 15.0
  /// Bh, in Nms/rad: the hand's viscosity.
  public var handViscosity = 0.05
  /// tau, in s: the loop's delay, from stretch to torque's start.
  public var delay = 0.045
  /// wn, in rad/s: the twitch's natural frequency; its contraction time is 1 / wn.
  public var twitchFrequency = 15.0
  /// zeta: the twitch's damping; 1 is critical.
  public var twitchDamping = 1.0
  /// Gr, in Nms/rad: the reflex's gain.
  public var gain = 24.0
  /// lam, in rad: the stretch from which the reflex answers at no speed.
  public var threshold = 3 * Mathematics.degree
  /// mu, in s: by how much speed lowers the threshold.
  public var thresholdSlope = 0.1
  /// v0, in rad/s: the speed below which the reflex never answers.
  public var leastSpeed = 0.1
  /// tl, in s: the lag of the spindle's length signal.
  public var lengthLag = 0.15
  /// Tmax, in Nm: the largest torque.
  public var largestTorque = 20.0
  /// adep, in 1/s: how quickly torque wears the reflex out; 0 is never.
  public var depression = 0.0
  /// trec, in s: how quickly a worn-out reflex recovers.
  public var recovery = 20.0
  /// The root mean square of the threshold's noise in rad/s (correlated over 50 ms).
  public var thresholdNoise = 0.0

  /// Makes the adult ankle of clinical.md 3.2.
  public init() {}
}
