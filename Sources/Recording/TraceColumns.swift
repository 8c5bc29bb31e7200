import Findings

/// A trace as it is drawn: for each column of the picture its least and its greatest value.
///
/// The memory is the picture's, whatever the length of the recording.
struct TraceColumns {
  /// Two values a column, in the order of time; `none` where there are none.
  private(set) var values: [Int32]
  /// The least and the greatest value of all.
  private(set) var range: ClosedRange<Int32> = 0...0
  static let none = Int32.min

  private var column = -1
  private var low: Int32 = 0
  private var high: Int32 = 0
  private var isLowFirst = true

  init(columns: Int) { values = [Int32](repeating: Self.none, count: 2 * columns) }

  /// Takes the next value; columns never go back. What lies outside of the picture is left out.
  mutating func take(_ value: Int32, column next: Int) {
    guard next >= 0, 2 * next < values.count else { return }
    if next != column {
      if column < 0 { range = value...value }
      column = next
      low = value
      high = value
    }
    if value < low {
      low = value
      isLowFirst = false
    }
    if value > high {
      high = value
      isLowFirst = true
    }
    if value < range.lowerBound { range = value...range.upperBound }
    if value > range.upperBound { range = range.lowerBound...value }
    values[2 * column] = isLowFirst ? low : high
    values[2 * column + 1] = isLowFirst ? high : low
  }

  /// Turns the trace upside down.
  mutating func negate() {
    for index in Counting(values.indices) where values[index] != Self.none {
      values[index] = -values[index]
    }
    range = -range.upperBound ... -range.lowerBound
  }
}

/// A band of frequencies for the eye: the mean over 0.04 s less the mean over 0.5 s around it, which
/// passes about 1.5 to 11 Hz and shifts nothing.
struct BandForTheEye {
  /// How many samples the output lies behind the input.
  let delay: Int
  private let short: Int
  private let long: Int
  private var ring: [Int32]
  private var count = 0
  private var shortSum: Int64 = 0
  private var longSum: Int64 = 0

  init(_ rate: SampleRate) {
    long = max(5, Int(rate.samples(in: .milliseconds(500)))) | 1
    short = min(long - 2, max(1, Int(rate.samples(in: .milliseconds(40))))) | 1
    delay = long / 2
    ring = [Int32](repeating: 0, count: long)
  }

  /// Forgets what came before, where samples are missing.
  mutating func restart() {
    count = 0
    shortSum = 0
    longSum = 0
  }

  /// Takes the next sample; answers the band's value `delay` samples before it, nil at the beginning.
  mutating func step(_ value: Int32) -> Int32? {
    // The places hold the last `long` samples: the short mean is around the middle one of them.
    if count >= long { longSum -= Int64(ring[count % long]) }
    longSum += Int64(value)
    let leaving = count - delay - short / 2 - 1
    if leaving >= 0 { shortSum -= Int64(ring[leaving % long]) }
    ring[count % long] = value
    let entering = count - delay + short / 2
    if entering >= 0 { shortSum += Int64(ring[entering % long]) }
    count += 1
    guard count >= long else { return nil }
    return Int32(clamping: shortSum / Int64(short) - longSum / Int64(long))
  }
}
