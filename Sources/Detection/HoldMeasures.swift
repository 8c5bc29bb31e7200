import Findings

/// What is measured while a stretch is held.
extension Hold {
  /// Takes a sample `since` the stretch.
  @inline(__always)
  mutating func watch(_ now: Moment, since: Microseconds) {
    lastSeen = now.time
    let smooth = now.parts.motion + now.parts.gravity
    tilt.take(gravity: now.parts.gravity, since: since, at: now.time)
    let along = now.parts.motion.along(direction)
    mirror.take(along, since: since, at: now.time)
    if since <= .milliseconds(600) {
      if along > crest, dip == 0 {
        crest = along
        crestTime = now.time
        stretch.peak = max(stretch.peak, Gravities(q20: along))
      }
      if along < dip, !hasDipped {
        dip = along
        dipTime = now.time
      } else if dip < 0, along > dip / 2 {
        hasDipped = true
      }
    }
    if now.flags.rawValue != 0 {
      if now.flags.contains(.filled) { lostSamples &+= 1 }
      if now.flags.contains(.clipped), since > .milliseconds(300) { clippedBeats &+= 1 }
    }
    if since > .milliseconds(200) {
      highSquares &+= (now.value - smooth).squared &>> 12
      bandSquares &+= now.parts.band.squared &>> 12
      samples &+= 1
      let limit = Int64(RecentMotion.stillness.q20)
      if now.parts.motion.squared < limit &* limit { quietSamples &+= 1 }
    }
  }

  /// Takes the band's linearity at a turn.
  mutating func noteLinearity(_ value: Int32) {
    linearitySum &+= Int64(value)
    linearityCount &+= 1
  }

  /// The mean of the band's linearity over the turns, thousandths.
  var meanLinearity: Int32 {
    linearityCount > 0 ? Int32(clamping: linearitySum / linearityCount) : 1_000
  }

  /// Whether the limb lay quiet for most of the hold, as between twitches.
  var isMostlyQuiet: Bool { quietSamples > samples / 2 }

  /// How long the push lasted.
  ///
  /// A minimum-jerk stretch has its strongest push and its strongest braking 0.577 of its length apart.
  var pushDuration: Microseconds {
    guard dip < 0, !isSlow else { return max(stretch.duration, .milliseconds(600)) }
    return Microseconds((dipTime - crestTime).count * 1_733 / 1_000)
  }

  /// Adds a beat; a second group of beats replaces the first once it has three.
  mutating func append(_ beat: Beat, depth: Int32) {
    train.append(beat, depth: depth)
    if groupStart > 0, train.count - groupStart >= 3 {
      train.dropFirst(groupStart)
      groupStart = 0
    }
  }

  /// Begins a group of beats after a pause of the end gap, behind one or two earlier beats.
  mutating func beginGroup() {
    if groupStart > 0 { train.cut(to: groupStart) }
    groupStart = train.count
  }

  /// The beats that were the limb's own: none that the release made.
  var settledTrain: Train {
    var result = train
    if groupStart > 0 { result.cut(to: groupStart) }
    result.dropFirst(result.rebounds)
    if result.endsInRebound { result.cut(to: result.count - 1) }
    if let release {
      while result.count > 0, result.last > release - .milliseconds(20) {
        result.cut(to: result.count - 1)
      }
    }
    return result
  }
}
