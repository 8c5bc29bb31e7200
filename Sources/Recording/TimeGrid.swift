import Findings

/// The even grid of samples that lies behind a column of rounded times with gaps.
///
/// Times are followed by a phase that gives way to each row by a part of its error: a quarter while the
/// period is known roughly, a sixteenth then. So rounding and jitter of a third of a sample make no gaps,
/// and a clock that drifts is followed.
struct TimeGrid {
  /// The period of a sample in picoseconds.
  private(set) var period: Int64
  /// How many samples there are, the lost ones among them.
  private(set) var sampleCount: Int

  private let times: [Int64]
  /// How far the phase gives way to a row's error, in sixteenths.
  private var givenWay: Int64 = 4
  /// 104 days in nanoseconds.
  private static let longestSpan: Int64 = 9_000_000_000_000_000

  /// Finds the period of increasing times in nanoseconds, of which there are at least two.
  init(nanoseconds: [Int64]) throws(CSVError) {
    times = nanoseconds
    sampleCount = times.count
    let step = Self.typicalStep(times)
    period = min(step, Self.longestSpan) * 1_000
    // Beyond a second a step is no rate; below it, 16 million samples stay far within the span, in
    // which picoseconds stay within 64 bits.
    if step > 1_000_000_000 { _ = try rate() }
    guard times[times.count - 1] - times[0] <= Self.longestSpan else { throw .mostlyGaps }
    // The typical step carries rounding and gaps of its run. All rows that follow each other without
    // a gap tell the period better; then a gap's length is known, and the whole file tells it best.
    period = try measure { $0 == 1 }
    givenWay = 1
    period = try measure { $0 == 1 }
    period = try measure { _ in true }
    sampleCount = 1
    try follow { steps, _ in sampleCount += steps }
  }

  /// The rate for the file and for detection.
  func rate() throws(CSVError) -> SampleRate {
    guard let rate = SampleRate(samplePicoseconds: period) else {
      let millihertz = 1_000_000_000_000_000 / period
      throw .rate(millihertz < Int64(Int32.max) ? Millihertz(Int32(millihertz)) : nil)
    }
    return rate
  }

  /// Tells for each row but the first how many samples it lies behind the one before, from 1.
  func follow(_ body: (_ steps: Int, _ nanoseconds: Int64) -> Void) throws(CSVError) {
    var phase: Int64 = 0
    var total = 1
    for index in Counting(1..<times.count) {
      let step = times[index] - times[index - 1]
      let elapsed = step * 1_000 + phase
      let steps = max(1, (elapsed + period / 2) / period)
      total += Int(steps)
      guard total <= 2 * times.count else { throw .mostlyGaps }
      // How far the row lies behind its place; what the phase does not give way to is carried on.
      phase = (elapsed - steps * period) / 16 * (16 - givenWay)
      body(Int(steps), step)
    }
  }

  /// The mean period over those rows whose steps are counted.
  private func measure(_ isCounted: (Int) -> Bool) throws(CSVError) -> Int64 {
    var nanoseconds: Int64 = 0
    var samples: Int64 = 0
    try follow { steps, step in
      guard isCounted(steps) else { return }
      nanoseconds += step
      samples += Int64(steps)
    }
    guard samples > 0 else { return period }
    return (nanoseconds * 1_000 + samples / 2) / samples
  }

  /// The mean step of 32 rows in a row: the lower quartile of a thousand such runs, spread evenly over
  /// the file, so that neither rounding to milliseconds nor gaps move it far.
  private static func typicalStep(_ times: [Int64]) -> Int64 {
    let length = min(32, times.count - 1)
    let count = min(times.count - length, 1_001)
    var steps: [Int64] = []
    for index in Counting(0..<count) {
      let row = index * (times.count - length) / count
      steps.append((times[row + length] - times[row]) / Int64(length))
    }
    putInOrder(&steps)
    return max(1, steps[count / 4])
  }
}
