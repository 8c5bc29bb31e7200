import Findings

@testable import Detection

/// A train with the log that its beats are in.
struct Beats: ~Copyable {
  var log = BeatLog()
  var train = Train(lane: .second)

  /// A train whose beats lie these milliseconds apart, the first at 1 s.
  ///
  /// Each is pulled `leads` milliseconds before; what its swing has beyond its depth is the pull's.
  init(
    _ intervals: [Int64], depths: [Int32] = [], sizes: [Int32] = [], leads: [Int64] = []
  ) {
    var time = Microseconds.seconds(1)
    for i in 0...intervals.count {
      let depth = i < depths.count ? depths[i] : 1 << 18
      let size = i < sizes.count ? sizes[i] : 1 << 18
      let lead = i < leads.count ? leads[i] : 80
      let cycle = BandCycle(
        depth: depth, pull: 2 * size - depth, pulledAt: time - .milliseconds(lead))
      train.append(Beat(time: time, amplitude: Gravities(q20: size)), cycle, to: &log)
      if i < intervals.count { time = time + .milliseconds(intervals[i]) }
    }
  }

  /// A cycle of which nothing is asked.
  static let cycle = BandCycle(depth: 1 << 18, pull: 1 << 18, pulledAt: .zero)

  /// No beats.
  init() {}

  /// What a train has to say.
  func says<Answer>(_ question: (Train, borrowing BeatLog) -> Answer) -> Answer {
    question(train, log)
  }
}
