import Findings

/// The beats of a hold: groups of them, and which are the limb's own.
extension Hold {
  /// Adds a beat; a second group of beats replaces the first once it has three.
  mutating func append(_ beat: Beat, depth: Int32, to log: inout BeatLog) {
    train.append(beat, depth: depth, to: &log)
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

  /// The beats that were the limb's own: none that the release made.
  @inline(never)
  func settledTrain(_ log: borrowing BeatLog) -> Train {
    var result = train
    if groupStart > 0 { result.cut(to: groupStart, in: log) }
    result.dropFirst(result.rebounds(in: log), in: log)
    if result.endsInRebound(in: log) { result.cut(to: result.count - 1, in: log) }
    if let release {
      while result.count > 0, result.last > release - .milliseconds(20) {
        result.cut(to: result.count - 1, in: log)
      }
    }
    return result
  }
}
