/// A rhythm of the limb that no stretch reflex makes: tremor, voluntary beating, the jerks of a
/// seizure, walking (clinical.md 3.5).
///
/// The limb turns by a sin(phase), cycle by cycle; the sensor feels its acceleration and, as it
/// turns, gravity.
public struct RhythmicMotion: Sendable {
  /// When it is there.
  public enum Onset: Sendable {
    /// All the time, before the stretch and after the release.
    case always
    /// From so many seconds after the stretch to so many after the release.
    case afterStretch(Double, stopsAfterRelease: Double)
    /// From one time to another, in s.
    case between(Double, Double)
  }

  /// The rate in Hz at its beginning.
  public var rate: Double
  /// Half of the peak-to-peak acceleration of a cycle along the motion at its beginning, in g.
  public var amplitude: Double
  /// When it is there.
  public var onset = Onset.always
  /// The standard deviation of a cycle's length over its mean, and of its size over its mean.
  public var variation = 0.04, sizeVariation = 0.1
  /// Where the rate slows or quickens: to which rate, in how many seconds.
  public var drift: (rate: Double, seconds: Double)?
  /// The share of the second and third harmonic in the acceleration.
  public var second = 0.0, third = 0.0
  /// The share of the acceleration that is felt towards the joint and aside.
  public var inward = 0.0, aside = 0.0
  /// Whether the sensor turns with it, so that gravity swings too.
  public var turns = true

  /// Makes a steady rhythm.
  public init(rate: Double, amplitude: Double) {
    self.rate = rate
    self.amplitude = amplitude
  }
}

/// What movements beside the reflex know of the exam.
struct MotionClock: Sendable {
  /// Now, and when the latest stretch and release began, in s.
  var time = 0.0
  var stretched: Double?
  var released: Double?
}

/// A rhythm at work.
struct RunningRhythm: Sendable {
  let motion: RhythmicMotion
  /// The lever in m, for the angle that belongs to an acceleration.
  let lever: Double
  private var random: Randomness
  private var cycleStart: Double?
  private var began = 0.0
  private var period = 0.0
  private var size = 0.0

  init(_ motion: RhythmicMotion, lever: Double, random: Randomness) {
    self.motion = motion
    self.lever = lever
    self.random = random
  }

  mutating func step(_ clock: MotionClock) -> ExtraMotion {
    var start: Double
    if let cycleStart {
      start = cycleStart
    } else {
      guard isOn(clock) else { return ExtraMotion() }
      start = clock.time
      began = start
      beginCycle(at: start)
    }
    while clock.time >= start + period {
      start += period
      // A cycle once begun is finished, so that nothing jumps.
      guard isOn(clock) else {
        cycleStart = nil
        return ExtraMotion()
      }
      beginCycle(at: start)
    }
    cycleStart = start
    return motion(at: (clock.time - start) / period)
  }

  private func isOn(_ clock: MotionClock) -> Bool {
    switch motion.onset {
    case .always: return true
    case .afterStretch(let delay, let stop):
      guard let stretched = clock.stretched, clock.time >= stretched + delay else { return false }
      guard let released = clock.released else { return true }
      return clock.time < released + stop
    case .between(let from, let to): return clock.time >= from && clock.time < to
    }
  }

  private mutating func beginCycle(at time: Double) {
    var rate = motion.rate
    if let drift = motion.drift {
      rate += (drift.rate - rate) * min(1, (time - began) / drift.seconds)
    }
    period = max(0.6, min(1.6, 1 + motion.variation * random.normal())) / rate
    size = motion.amplitude * max(0.3, min(1.7, 1 + motion.sizeVariation * random.normal()))
  }

  private func motion(at cycle: Double) -> ExtraMotion {
    let phase = 2 * Mathematics.pi * cycle
    let first = Mathematics.sin(phase)
    let second = motion.second == 0 ? 0 : motion.second * Mathematics.sin(2 * phase)
    let third = motion.third == 0 ? 0 : motion.third * Mathematics.sin(3 * phase)
    let along = -size * (first + second + third)
    // th = a / w^2 r for each harmonic; an amplitude of many degrees at slow rates, as it should be.
    let w = 2 * Mathematics.pi / period
    let angle = size * Mathematics.standardGravity / (w * w * lever)
    return ExtraMotion(
      along: along, inward: motion.inward * along, aside: motion.aside * along,
      tilt: motion.turns ? angle * (first + second / 4 + third / 9) : 0)
  }
}
