import Findings

/// What the time of a hold brings: the release, ten seconds of beating, its end.
struct HoldClock: Sendable {
  /// Whether the train has ended: nothing counts after it.
  private(set) var isOver = false
  private var saidHeld = false
  private var saidRelease = false
  private var saidTen = false

  /// Begins with no stretch seen.
  mutating func restart() { (isOver, saidHeld) = (false, false) }

  /// Begins with a stretch.
  mutating func begin() { (saidHeld, saidRelease, saidTen) = (false, false, false) }

  /// What is to be said at this sample.
  @inline(__always)
  mutating func event(
    at now: Microseconds, of hold: inout Hold, settings: borrowing ExamSettings,
    log: borrowing BeatLog
  ) -> DetectionEvent? {
    guard !isOver else { return nil }
    if !saidRelease, hold.mayBeReleased, let release = hold.release {
      saidRelease = true
      return .release(at: release)
    }
    let since = now - hold.stretch.time
    if hold.train.count >= 3 {
      if now - hold.train.last >= settings.endGap {
        guard hold.keepsTrain(log) else { return nil }
        return end(hold.release != nil ? .release : .itself, &hold)
      }
      if since >= settings.maximumHold { return end(.limit, &hold) }
      if !saidTen, hold.train.duration >= .seconds(10) {
        saidTen = true
        return .tenSeconds
      }
      return nil
    }
    let quiet = hold.train.count > 0 ? now - hold.train.last : since
    if !saidHeld, since >= settings.minimumHold, quiet >= settings.endGap {
      saidHeld = true
      return .heldWithoutBeats
    }
    return nil
  }

  private mutating func end(_ how: Ended, _ hold: inout Hold) -> DetectionEvent {
    isOver = true
    hold.ended = how
    return .trainEnded(how)
  }
}
