import Findings

@testable import Detection

/// A train with the log that its beats are in.
struct Beats: ~Copyable {
  var log = BeatLog()
  var train = Train(lane: .second)

  /// A train whose beats lie these milliseconds apart, the first at 1 s.
  init(_ intervals: [Int64], depths: [Int32] = [], sizes: [Int32] = []) {
    var time = Microseconds.seconds(1)
    for i in 0...intervals.count {
      let depth = i < depths.count ? depths[i] : 1 << 18
      let size = i < sizes.count ? sizes[i] : 1 << 18
      train.append(Beat(time: time, amplitude: Gravities(q20: size)), depth: depth, to: &log)
      if i < intervals.count { time = time + .milliseconds(intervals[i]) }
    }
  }

  /// No beats.
  init() {}

  /// What a train has to say.
  func says<Answer>(_ question: (Train, borrowing BeatLog) -> Answer) -> Answer {
    question(train, log)
  }
}
