import Findings

/// The beats of a hold: groups of them, and which are the limb's own.
extension Hold {
  /// Adds a beat; a second group of beats replaces the first once it has three.
  mutating func append(_ beat: Beat, _ cycle: BandCycle, to log: inout BeatLog) {
    if train.beginsAnew(with: beat.amplitude, in: log) { train.cut(to: train.count - 1, in: log) }
    train.append(beat, cycle, to: &log)
    linearity.endCycle()
    if mirror.returned != nil, mirroredRelease == nil { mirror.goOn() }
    if groupStart > 0, train.count - groupStart >= 3 {
      train.dropFirst(groupStart, in: log)
      groupStart = 0
    }
  }

  /// Begins a group of beats after a pause of the end gap, behind one or two earlier beats.
  mutating func beginGroup(in log: borrowing BeatLog) {
    if groupStart > 0 { train.cut(to: groupStart, in: log) }
    groupStart = train.count
  }

  /// Keeps only the limb's own beats, now that a train is over; false where there are too few for one.
  @inline(never)
  mutating func keepsTrain(_ log: borrowing BeatLog) -> Bool {
    let settled = settledTrain(log)
    if settled.count >= 3 { return true }
    (train, groupStart) = (settled, 0)
    return false
  }

  /// The beats that were the limb's own: none that the release made.
  @inline(never)
  func settledTrain(_ log: borrowing BeatLog) -> Train {
    var result = train
    if groupStart > 0 { result.cut(to: groupStart, in: log) }
    result.dropFirst(result.rebounds(in: log), in: log)
    if result.endsInRebound(in: log) { result.cut(to: result.count - 1, in: log) }
    result.cut(to: result.count - fallenBeats(of: result, log), in: log)
    if let release { result.cut(to: ownBeats(of: result, until: release, log), in: log) }
    result.cut(to: result.count - tremblingBeats(of: result, log), in: log)
    return result
  }

  /// How many beats at the end are the rhythm that was there before: not twice its size. Where fewer than three are larger,
  /// the whole train may be that rhythm, and nothing is cut.
  private func tremblingBeats(of train: Train, _ log: borrowing BeatLog) -> Int {
    guard let size = rest.rhythmAmplitude else { return 0 }
    var count = train.count
    while count > 0, train.amplitude(count - 1, in: log) / 2 < size.q20 { count -= 1 }
    return count < 3 ? 0 : train.count - count
  }

  /// How many beats at the end are the release's: from the one in which the limb fell, where no train follows.
  private func fallenBeats(of train: Train, _ log: borrowing BeatLog) -> Int {
    guard let fellAt, let release, train.count >= 4,
      abs((release - fellAt).count) < Self.tiltDoubt.count
    else { return 0 }
    if train.last == fellAt { return 1 }
    return train.time(train.count - 2, in: log) == fellAt ? 2 : 0
  }

  /// A release seen by tilt is known to within this; one seen by a push alone may be none.
  private static let tiltError = Microseconds.milliseconds(20)
  private static let tiltDoubt = Microseconds.milliseconds(250)

  /// How many beats of a train came before the release: those that keep the train's time and size lie before it.
  ///
  /// Where no tilt tells, the end of large beats to one side looks like a release: two beats in time after it deny it,
  /// while one is the release's own push.
  private func ownBeats(of train: Train, until release: Microseconds, _ log: borrowing BeatLog)
    -> Int
  {
    let before = train.count(until: release, in: log)
    let last = tilt.returned == nil ? train.last : release + Self.tiltError
    let count = train.inTime(from: before, until: last, in: log)
    return tilt.returned == nil && count == before + 1 ? before : count
  }
}
