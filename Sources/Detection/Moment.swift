import Findings

/// How the sensor's samples become the chain's: averaged in groups, or joined by straight lines.
struct Pace: Sendable {
  /// The sensor's rate.
  let rate: SampleRate
  /// How many of its samples are averaged into one; 1 for slow sensors.
  let group: Int32
  /// How many parts a straight line between two of its samples has; 1 for fast sensors.
  let parts: Int32
  /// Every so many-th of the chain's samples is measured, 95 to 190 a second: below 12 Hz more tell nothing new. Only for
  /// the beats' turning points are all of them looked at, since each would be told later.
  let stride: Int32

  /// Makes a pace for a sensor's rate: the chain runs at 95 to 340 Hz.
  init(rate: SampleRate) {
    self.rate = rate
    let count = rate.rounded.count
    group = max(1, (count + 60_000) / 200_000)
    parts = max(1, (94_999 + count) / count)
    stride = max(1, count / group &* parts / 95_000)
  }

  /// The chain's rate.
  var inner: Millihertz { Millihertz(rate.rounded.count / group * parts) }

  /// How many of the chain's samples a time has, rounded.
  func samples(in time: Microseconds) -> Int64 {
    (time.count &* Int64(inner.count) &+ 500_000_000) / 1_000_000_000
  }

  /// How many samples a trough waits at most, where it can: 45 ms, so that a beat is told within 60 ms of its peak.
  var patience: Int64 { samples(in: .milliseconds(45)) }

  /// The time of the chain's sample `number` (the first is 0), plus a Q16 fraction of such a sample.
  ///
  /// An average stands for the middle of its group.
  @inline(__always)
  func time(of number: Int64, fraction: Int32 = 0) -> Microseconds {
    if parts > 1 {
      let (sample, part) = number.quotientAndRemainder(dividingBy: Int64(parts))
      let q16 = (Int32(truncatingIfNeeded: part) &* 65_536 &+ fraction) / parts
      return rate.time(ofSample: sample, plusQ16: q16)
    }
    let middle = (group &- 1) &* 32_768
    return rate.time(ofSample: number &* Int64(group), plusQ16: fraction &* group &+ middle)
  }
}

/// One of the chain's samples that are measured, as the watches see it.
struct Moment: Sendable {
  /// Its number among all the chain's samples.
  let number: Int64
  /// When it was.
  let time: Microseconds
  /// What it consists of.
  let parts: Bands.Parts
  /// What of it lies above the band.
  let above: Vector
  /// The band along the beating axis.
  let along: Int32
  /// The squares of motion and band, Q40 of squared g.
  let motionSquared: Int64
  let bandSquared: Int64

  @inline(__always)
  init(number: Int64, time: Microseconds, value: Vector, parts: Bands.Parts, along: Int32) {
    self.number = number
    self.time = time
    self.parts = parts
    above = value - parts.smooth
    self.along = along
    motionSquared = parts.motion.squared
    bandSquared = parts.band.squared
  }
}

extension Moment {
  /// What little of a moment a stretch begins with: only this leaves the registers, and only then.
  struct Start: Sendable {
    let number: Int64
    let time: Microseconds
    let gravity: Vector
    let band: Vector
  }

  /// What a stretch that is found now begins with.
  @inline(__always)
  var start: Start {
    Start(number: number, time: time, gravity: parts.gravity, band: parts.band)
  }
}
