import Findings

/// Finds where a recording of unknown range reached the end of it: a flat top with a steep side.
///
/// A side of an axis is taken for a rail where its outermost value, beyond 1.4 g (more than any still
/// sensor shows, less than any range), is held for three samples or more, and the sample half that
/// time before or after lies lower than a smooth top would: a parabola that stays within one quantum q
/// over r samples has fallen by 4 q at r / 2 beyond them; six are asked, and 0.05 g.
///
/// At 25 to 50 Hz a clipped beat may leave one or two samples at the rail. There three steep tops of one
/// sample and three of two are asked: a clean, even wave repeats one of them, never both.
enum ClippingRail {
  private static let leastRail: Int32 = 1_468_006
  private static let leastDrop: Int32 = 52_429
  /// A top that tells a rail by itself, in samples.
  private static let longTop = 3
  /// How many shorter tops of either length tell it together.
  private static let shortTops = 3

  /// Flags the samples at a rail as clipped.
  static func mark(_ samples: inout [Sample]) {
    for axis in CSVColumn.allCases where axis != .time {
      for sign in [1, -1] as [Int32] {
        guard let rail = rail(of: samples, axis, sign) else { continue }
        for index in Counting(samples.indices) where value(samples[index], axis) * sign >= rail {
          samples[index].flags.insert(.clipped)
        }
      }
    }
  }

  private static func value(_ sample: Sample, _ axis: CSVColumn) -> Int32 {
    switch axis {
    case .time, .x: sample.acceleration.x.q20
    case .y: sample.acceleration.y.q20
    case .z: sample.acceleration.z.q20
    }
  }

  /// The outermost value of one side where it is a rail, in Q20.
  private static func rail(of samples: [Sample], _ axis: CSVColumn, _ sign: Int32) -> Int32? {
    var outermost = Int32.min
    for sample in samples { outermost = max(outermost, value(sample, axis) * sign) }
    guard outermost > leastRail else { return nil }
    let drop = max(leastDrop, 6 * quantum(of: samples, axis))
    func isEnd(_ index: Int) -> Bool {
      index + 1 == samples.count || value(samples[index + 1], axis) * sign != outermost
    }
    func isSteep(_ run: Range<Int>) -> Bool {
      let distance = max(1, run.count / 2)
      let before = run.lowerBound - distance
      let after = run.upperBound - 1 + distance
      return [before, after].contains { index in
        samples.indices.contains(index) && outermost - value(samples[index], axis) * sign >= drop
      }
    }
    var start = 0
    var tops: [2 of Int] = [0, 0]
    for index in Counting(samples.indices) {
      if value(samples[index], axis) * sign == outermost {
        guard isEnd(index), isSteep(start..<index + 1) else { continue }
        let length = index + 1 - start
        if length >= longTop { return outermost }
        tops[length - 1] += 1
        if tops[0] >= shortTops, tops[1] >= shortTops { return outermost }
      } else {
        start = index + 1
      }
    }
    return nil
  }

  /// The least distance between the values of an axis, judged by some thousand of them; at most the
  /// 0.05 g of the coarsest sensors.
  private static func quantum(of samples: [Sample], _ axis: CSVColumn) -> Int32 {
    let stride = samples.count / 4_096 + 1
    var values: [Int64] = []
    for index in Swift.stride(from: 0, to: samples.count, by: stride) {
      values.append(Int64(value(samples[index], axis)))
    }
    putInOrder(&values)
    var quantum = Int64(leastDrop)
    for index in Counting(1..<max(1, values.count)) where values[index] > values[index - 1] {
      quantum = min(quantum, values[index] - values[index - 1])
    }
    return Int32(quantum)
  }
}
