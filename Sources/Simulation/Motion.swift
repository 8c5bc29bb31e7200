/// A movement beside clonus that the sensor feels as well.
public enum Motion: Sendable {
  case rhythm(RhythmicMotion)
  case jerks(JerkyMotion)
  case slip(StrapSlip)
}

/// A movement at work.
enum RunningMotion: Sendable {
  case rhythm(RunningRhythm)
  case jerks(RunningJerks)
  case slip(StrapSlip)

  init(_ motion: Motion, lever: Double, random: Randomness) {
    switch motion {
    case .rhythm(let rhythm):
      self = .rhythm(RunningRhythm(rhythm, lever: lever, random: random))
    case .jerks(let jerks): self = .jerks(RunningJerks(jerks, random: random))
    case .slip(let slip): self = .slip(slip)
    }
  }

  @inline(never)
  mutating func step(_ clock: MotionClock) -> ExtraMotion {
    switch self {
    case .rhythm(var rhythm):
      let motion = rhythm.step(clock)
      self = .rhythm(rhythm)
      return motion
    case .jerks(var jerks):
      let motion = jerks.step(clock)
      self = .jerks(jerks)
      return motion
    case .slip(let slip): return slip.motion(clock)
    }
  }
}
