@testable import Simulation

/// One run of the reflex as clinical.md 3.4 counts it: the stretch begins at 0.5 s; a peak of
/// dorsiflexion counts if the joint rises to it and falls from it by at least 1 degree.
struct ReflexRun {
  struct Peak {
    /// Since the stretch began, in s.
    var time: Double
    /// The smaller of rise and fall, in degrees.
    var height: Double
    /// The time of the trough that follows, in s.
    var trough: Double
  }

  private(set) var peaks: [Peak] = []

  init(
    _ parameters: ReflexParameters, seconds: Double = 12, rise: Double = 0.08,
    release: Double? = nil, seed: UInt64 = 1
  ) {
    var plan = ExaminerPlan()
    plan.rise = rise
    plan.hold = release
    var examiner = Examiner(plan)
    examiner.stretch(at: 0.5)
    var loop = ReflexLoop(parameters, random: Randomness(seed: seed, stream: 1))
    var hand = examiner.hand(at: 0)
    var turns: [(time: Double, degrees: Double)] = [(0, 0)]
    var (before, now) = (0.0, 0.0)
    for step in 1...Int(seconds / ReflexLoop.stepSeconds) {
      let time = Double(step) * ReflexLoop.stepSeconds
      let next = examiner.hand(at: time)
      loop.step(from: hand, to: next)
      hand = next
      let degrees = loop.state.angle / Mathematics.degree
      if (now - before) * (now - degrees) > 0 {
        turns.append((time - ReflexLoop.stepSeconds - 0.5, now))
      }
      (before, now) = (now, degrees)
    }
    for index in turns.indices.dropFirst().dropLast() {
      let rise = turns[index].degrees - turns[index - 1].degrees
      let fall = turns[index].degrees - turns[index + 1].degrees
      guard rise >= 1, fall >= 1 else { continue }
      peaks.append(
        Peak(time: turns[index].time, height: min(rise, fall), trough: turns[index + 1].time))
    }
  }

  /// Intervals between peaks in s, in order.
  var intervals: [Double] { zip(peaks, peaks.dropFirst()).map { $1.time - $0.time } }

  /// 1 / median interval in Hz; the stretch's own peak starts the first.
  var frequency: Double {
    let sorted = intervals.sorted()
    return sorted.isEmpty ? 0 : 1 / sorted[sorted.count / 2]
  }

  /// The share of plantarflexion in the last cycles.
  var plantarflexionShare: Double {
    let last = peaks.suffix(6)
    let falls = last.dropLast().map { $0.trough - $0.time }.reduce(0, +)
    guard let from = last.first, let to = last.last else { return 0 }
    return falls / (to.time - from.time)
  }

  /// The standard deviation of the intervals after the first, over their mean.
  var variation: Double {
    let used = intervals.dropFirst()
    let mean = used.reduce(0, +) / Double(used.count)
    let squares = used.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (squares / Double(used.count)).squareRoot() / mean
  }
}

extension ReflexParameters {
  /// The default ankle with some parameters changed.
  static func ankle(_ change: (inout Self) -> Void) -> Self {
    var parameters = Self()
    change(&parameters)
    return parameters
  }
}
