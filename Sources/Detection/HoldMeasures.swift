import Findings

/// What is measured while a stretch is held.
extension Hold {
  /// Takes a measured sample.
  @inline(__always)
  mutating func watch(_ now: Moment) {
    let time = now.time
    let since = time - stretch.time
    lastSeen = time
    tilt.take(gravity: now.parts.gravity, since: since, at: time)
    let along = now.parts.motion.along(direction)
    mirror.take(along, since: since, at: time)
    if since <= .milliseconds(600) {
      if along > crest, dip == 0 {
        crest = along
        crestTime = time
        stretch.peak = max(stretch.peak, Gravities(q20: along))
      }
      if along < dip, !hasDipped {
        dip = along
        dipTime = time
      } else if dip < 0, along > dip / 2 {
        hasDipped = true
        if isFall { land() }
      }
    }
    if since > .milliseconds(200) {
      highSquares &+= now.above.squared &>> 12
      bandSquares &+= now.bandSquared &>> 12
      samples &+= 1
      // From the first beat to a cycle after the last: what comes between trains is not of them.
      if train.count > 0, time - train.last < .milliseconds(200) {
        linearity.take(now)
      }
      if now.motionSquared < RecentMotion.stillPeak { quietSamples &+= 1 }
    }
  }

  /// Takes what is wrong with a sample, measured or not.
  mutating func note(_ flags: SampleFlags) {
    if flags.contains(.filled) { lostSamples &+= 1 }
    if flags.contains(.clipped), lastSeen - stretch.time > .milliseconds(300) {
      clipping.take(at: lastSeen)
    }
  }

  /// The impact at the end of a fall is the stretch, and goes the other way.
  private mutating func land() {
    direction = Vector() - direction
    (crest, crestTime) = (-dip, dipTime)
    stretch.peak = Gravities(q20: crest)
    (dip, hasDipped, isFall, hasLanded) = (0, false, false, true)
    mirror = Mirror(pass: mirror.pass)
    troughs = 0
  }

  /// Whether the limb lay quiet for most of the hold, as between twitches.
  var isMostlyQuiet: Bool { quietSamples > samples / 2 }

  /// An edge stops a falling foot within this.
  private static let impact = Microseconds.milliseconds(100)

  /// How long the push lasted.
  ///
  /// A minimum-jerk stretch has its strongest push and its strongest braking 0.577 of its length apart.
  var pushDuration: Microseconds {
    if hasLanded { return Self.impact }
    guard dip < 0, !isSlow else { return max(stretch.duration, .milliseconds(600)) }
    return Microseconds((dipTime - crestTime).count * 1_733 / 1_000)
  }
}
