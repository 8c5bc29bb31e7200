/// Clonus by the other theory (Walsh 1976; Dimitrijevic, Nathan, Sherwood 1980): bursts at a rate of
/// their own, which neither load nor stiffness changes, driving the same twitch and limb.
///
/// u(t) = A max(0, sin 2 pi f0 (t - ton)), cycle by cycle (clinical.md 3.4 M). After the first burst
/// the next waits for a refractory time.
public struct RateGenerator: Sendable {
  /// f0 in Hz: 3 to 9.
  public var rate: Double
  /// The swing of the joint that the bursts aim at, half peak to peak, in rad.
  public var swing: Double
  /// After how many bursts it falls silent; nil never.
  public var bursts: Int32?
  /// By what factor each burst's drive follows the one before.
  public var ratio = 1.0
  /// The standard deviation of a cycle's length over its mean.
  public var variation = 0.02
  /// By what factor the first cycle is longer than the rest.
  public var refractory = 1.2
  /// The time from a stretch to the first burst, in s.
  public var latency = 0.05
  /// Without a stretch: how long it beats and how long it pauses, in s, from a time on.
  public var spontaneous: (from: Double, beating: Double, pausing: Double)?

  /// Makes a generator that never tires.
  public init(rate: Double, swing: Double, bursts: Int32? = nil) {
    self.rate = rate
    self.swing = swing
    self.bursts = bursts
  }
}

/// A generator at work on a limb.
struct RunningGenerator: Sendable {
  let generator: RateGenerator
  /// A in Nm, of the swing aimed at.
  private let drive: Double
  private var random: Randomness
  /// The cycle that runs: when it began, how long it lasts, its number and its drive.
  private var start = Double.infinity
  private var period = 0.0
  private var number: Int32 = 0
  private var size = 0.0
  private var ends = Double.infinity

  init(_ generator: RateGenerator, in limb: ReflexParameters, random: Randomness) {
    self.generator = generator
    self.random = random
    // Half a rectified sine's height is the height of its first harmonic.
    let contact = generator.spontaneous == nil ? 1.0 : 0.0
    drive =
      2 * generator.swing * limb.impedance(at: generator.rate, contact: contact).magnitude
      / limb.twitch(at: generator.rate).magnitude
    if let plan = generator.spontaneous { begin(at: plan.from) }
  }

  /// Starts the bursts anew for a stretch at `time`.
  mutating func stretch(at time: Double) {
    if generator.spontaneous == nil { begin(at: time + generator.latency) }
  }

  /// Falls silent once the limb was let go at `time`.
  mutating func release(at time: Double) {
    if generator.spontaneous == nil { ends = time }
  }

  /// The drive in Nm at a time, which never goes back.
  mutating func drive(at time: Double) -> Double {
    guard time >= start, time < ends else { return wake(at: time) }
    while time >= start + period {
      start += period
      number += 1
      size *= generator.ratio
      period = cycle()
    }
    if let bursts = generator.bursts, number >= bursts { return 0 }
    let phase = (time - start) * generator.rate
    // The burst takes half of an undisturbed cycle; a longer cycle only waits longer.
    return phase < 0.5 ? size * Mathematics.sin(2 * Mathematics.pi * phase) : 0
  }

  private mutating func begin(at time: Double) {
    start = time
    number = 0
    size = drive
    period = generator.refractory / generator.rate
    if let plan = generator.spontaneous { ends = time + plan.beating }
  }

  /// Between the trains of a spontaneous generator: makes the next one ready.
  private mutating func wake(at time: Double) -> Double {
    if let plan = generator.spontaneous, time >= ends { begin(at: ends + plan.pausing) }
    return 0
  }

  private mutating func cycle() -> Double {
    let factor = 1 + generator.variation * random.normal()
    return max(0.7, min(1.5, factor)) / generator.rate
  }
}
