import Findings

/// Times of averaged samples: each stands for the middle of its group.
struct GroupClock: Sendable {
  /// The sensor's rate.
  let rate: SampleRate
  /// How many of its samples make one averaged sample.
  let group: Int32

  /// The time of averaged sample `number`, plus a Q16 fraction of an averaged sample.
  func time(of number: Int64, fraction: Int32 = 0) -> Microseconds {
    let middle = (group &- 1) &* 32_768
    return rate.time(
      ofSample: number &* Int64(group), plusQ16: fraction &* group &+ middle)
  }
}

/// One averaged sample as the watches see it.
struct Moment: Sendable {
  /// The number of the averaged sample.
  let number: Int64
  /// Its time, and that of its neighbours.
  let clock: GroupClock
  /// When it was.
  let time: Microseconds
  /// The acceleration as it came.
  let value: Vector
  /// What it consists of.
  let parts: Bands.Parts
  /// The band along the beating axis.
  let along: Int32
  /// Whether it was lost or clipped.
  let flags: SampleFlags

  init(
    number: Int64, clock: GroupClock, value: Vector, parts: Bands.Parts, along: Int32,
    flags: SampleFlags
  ) {
    self.number = number
    self.clock = clock
    time = clock.time(of: number)
    self.value = value
    self.parts = parts
    self.along = along
    self.flags = flags
  }
}
