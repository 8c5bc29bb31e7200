import Findings

/// How the beats of a train follow one another, where that tells clonus from what else it could be. A
/// `size` is their median amplitude, a `period` their cycle.
extension Train {
  /// When the rhythm is under way: past the rebound, at a beat that is followed in time.
  ///
  /// A rebound of the stretch shows as a larger beat before one of less than two fifths of the median, among the first four.
  func established(size: Gravities?, in log: borrowing BeatLog) -> Microseconds {
    guard let size, let median = medianInterval(in: log) else { return first }
    var start = 0
    for i in 1..<max(1, min(4, count - 3))
    where amplitude(i, in: log) / 2 < size.q20 / 5
      && amplitude(i - 1, in: log) > amplitude(i, in: log)
    {
      start = i + 1
    }
    for i in start..<max(start, count - 1) where interval(i, in: log) * 10 <= median.count * 15 {
      return time(i, in: log)
    }
    return first
  }

  /// Whether every third or fourth beat leaps in size: pushes of a person's own, each with its swings before and after.
  /// Where every second one does, large and small beats alternate.
  func isPushed(in log: borrowing BeatLog) -> Bool {
    let number = leaps(in: log)
    return number * 4 >= count && number * 5 <= count * 2
  }

  /// How many intervals are well over the cycle: pushes of a person's own leave two or three swings each.
  func longIntervals(period: Microseconds, in log: borrowing BeatLog) -> Int {
    intervals(over: period.count * 16 / 10, in: log)
  }

  /// Whether beats come in four bursts or more, with pauses of two and a half cycles: a limb that starts to shake over and
  /// over does so of itself. Clonus pauses once or twice, if it does.
  func comesInBursts(period: Microseconds, in log: borrowing BeatLog) -> Bool {
    intervals(over: period.count * 25 / 10, in: log) >= 3
  }

  /// Whether there are pauses, and no four beats without one: no rhythm, but a jerk's two or three swings once more.
  func isPieces(period: Microseconds, in log: borrowing BeatLog) -> Bool {
    var (run, longest, pauses) = (1, 1, false)
    for i in 0..<max(count - 1, 0) {
      if isPause(i, median: period, in: log) { (run, pauses) = (1, true) } else { run += 1 }
      longest = max(longest, run)
    }
    return pauses && longest < 4
  }

  /// How many intervals last more than so many microseconds.
  private func intervals(over length: Int64, in log: borrowing BeatLog) -> Int {
    var number = 0
    for i in 0..<max(count - 1, 0) where interval(i, in: log) > length { number += 1 }
    return number
  }

  /// Whether the last third of the intervals is an eighth longer than the first third, of six or more: a rate
  /// that falls by a fifth over the train (clinical.md 2.3).
  func slows(in log: borrowing BeatLog) -> Bool {
    guard count >= 7 else { return false }
    let third = (count - 1) / 3
    let last = count - 1 - third
    guard let early = medianInterval(from: 0, to: third, in: log)?.count,
      let middle = medianInterval(from: third, to: last, in: log)?.count,
      let late = medianInterval(from: last, in: log)?.count
    else { return false }
    return late * 8 >= early * 9 && middle * 26 >= early * 27 && late * 26 >= middle * 27
      && unevenIntervals(in: log) * 4 <= count
  }

  /// Whether twenty beats or more come ever more sparsely: half as many again in the first third of the time as in the
  /// last, and the middle between them. So do jerks that slow down, also where each swings twice.
  func thinsOut(in log: borrowing BeatLog) -> Bool {
    guard count >= 20 else { return false }
    let third = Microseconds(duration.count / 3)
    let early = count(until: first + third, in: log)
    let middle = count(until: last - third, in: log) - early
    let late = count - early - middle
    return early * 2 >= late * 3 && early >= middle && middle >= late
  }

  /// How many intervals are half as long again as the one before, or two thirds of it.
  private func unevenIntervals(in log: borrowing BeatLog) -> Int {
    var number = 0
    for i in 1..<max(1, count - 1) {
      let (earlier, later) = (interval(i - 1, in: log), interval(i, in: log))
      if max(earlier, later) * 2 > min(earlier, later) * 3 { number += 1 }
    }
    return number
  }

  /// How many beats are more than half as large again as the one before.
  func leaps(in log: borrowing BeatLog) -> Int {
    var number = 0
    for i in 1..<max(count, 1)
    where Int64(amplitude(i, in: log)) * 2 > Int64(amplitude(i - 1, in: log)) * 3 {
      number += 1
    }
    return number
  }

  /// Whether every beat is smaller than the one before: a ringing that dies away.
  func diesAway(in log: borrowing BeatLog) -> Bool {
    for i in 1..<max(count, 1)
    where Int64(amplitude(i, in: log)) * 20 > Int64(amplitude(i - 1, in: log)) * 19 {
      return false
    }
    return true
  }
}
