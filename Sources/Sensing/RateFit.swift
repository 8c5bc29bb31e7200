import Findings

/// A straight line through the watermark edges of about the first minute: its slope is the time
/// between samples.
///
/// Least squares over at most 64 edges (when they are full, every second one goes), of which those
/// that came late, by an interrupt served late, are left out. Integers only, and nothing is stored
/// but the edges: the line is computed when it is asked for.
struct RateFit: Sendable {
  /// The slope, and how far it can be trusted.
  struct Line: Sendable, Hashable {
    /// The time between samples.
    var samplePicoseconds: Int64
    /// Whether the slope's error is under 0.02 %, at three times its standard error.
    var hasSettled: Bool
  }

  private struct Edge: Sendable {
    var index: Int64
    var time: Int64
  }

  // Bounds of the sums below: index < 2^17, time < 2^26 us, 2^6 edges.
  private static let capacity = 64
  private static let longest = Microseconds.seconds(64)
  private static let highestIndex: Int64 = 1 << 17

  /// Fewer than this many edges say nothing.
  private static let fewest = 8
  private static let shortest = Microseconds.seconds(1)

  private var edges = InlineArray<64, Edge>(repeating: Edge(index: 0, time: 0))
  private var count = 0
  private var originIndex: Int64 = 0
  private var originTime = Microseconds.zero

  /// Takes the time at which sample `index` came; passes over what does not rise in both, and what
  /// lies beyond the first minute.
  mutating func add(index: Int64, time: Microseconds) {
    if count == 0 {
      originIndex = index
      originTime = time
    }
    let edge = Edge(index: index - originIndex, time: (time - originTime).count)
    guard edge.index < Self.highestIndex, edge.time < Self.longest.count else { return }
    if count > 0 {
      guard edge.index > edges[count - 1].index, edge.time > edges[count - 1].time else { return }
    }
    if count == Self.capacity {
      for kept in Counting(0..<Self.capacity / 2) { edges[kept] = edges[2 * kept] }
      count = Self.capacity / 2
    }
    edges[count] = edge
    count += 1
  }

  /// Forgets all edges.
  mutating func reset() { self = RateFit() }

  /// The line; nil under eight edges or less than `shortest`.
  func line(over shortest: Microseconds = Self.shortest) -> Line? {
    guard count >= Self.fewest, edges[count - 1].time >= shortest.count else { return nil }
    var kept = UInt64.max >> UInt64(64 - count)
    guard var sums = Sums(edges, kept) else { return nil }
    // A late edge bends the line toward itself, so it takes a few rounds to single out several.
    for _ in Counting(0..<4) {
      let limit = max(3 * sums.meanError(edges, kept), 100_000)
      var next: UInt64 = 0
      for index in Counting(0..<count) where abs(sums.error(edges[index])) <= limit {
        next |= 1 << index
      }
      guard next != kept, next.nonzeroBitCount >= Self.fewest, let better = Sums(edges, next)
      else { break }
      kept = next
      sums = better
    }
    // Standard error of the slope = (1.25 x mean |error|) / sqrt(spread); three of it under 0.02 %.
    let error = 18_750 * sums.meanError(edges, kept)
    let bound = sums.picoseconds / 1_000 * Int64(squareRoot(UInt64(sums.spread / sums.count)))
    return Line(samplePicoseconds: sums.picoseconds, hasSettled: error < bound)
  }

  /// The sums of least squares over the edges whose bit is set.
  private struct Sums {
    var count: Int64 = 0
    private var indices: Int64 = 0
    private var times: Int64 = 0
    /// `count` times the sum of squares about the mean; under 2^46.
    var spread: Int64 = 0
    /// The slope.
    var picoseconds: Int64 = 0

    init?(_ edges: InlineArray<64, Edge>, _ kept: UInt64) {
      var squares: Int64 = 0
      var products: Int64 = 0
      for index in Counting(edges.indices) where kept & 1 << index != 0 {
        let edge = edges[index]
        count += 1
        indices += edge.index
        times += edge.time
        squares += edge.index * edge.index
        products += edge.index * edge.time
      }
      spread = count * squares - indices * indices
      guard spread > 0 else { return nil }
      // Under 2^55; divided by hand to twelve decimals, for a million times it would not fit.
      let (whole, rest) = (count * products - indices * times)
        .quotientAndRemainder(dividingBy: spread)
      let (thousandths, rest2) = (rest * 1_000).quotientAndRemainder(dividingBy: spread)
      picoseconds = whole * 1_000_000 + thousandths * 1_000 + rest2 * 1_000 / spread
    }

    /// How much later than the line an edge is, in nanoseconds.
    func error(_ edge: Edge) -> Int64 {
      // Picoseconds times `count`: under 2^6 * 2^46 and 2^36 * 2^23.
      let actual = (count * edge.time - times) * 1_000_000
      let expected = picoseconds * (count * edge.index - indices)
      return (actual - expected) / (count * 1_000)
    }

    /// The mean size of the errors of the edges whose bit is set, in nanoseconds.
    func meanError(_ edges: InlineArray<64, Edge>, _ kept: UInt64) -> Int64 {
      var sum: Int64 = 0
      for index in Counting(edges.indices) where kept & 1 << index != 0 {
        sum += abs(error(edges[index]))
      }
      return sum / count
    }
  }
}

/// The whole part of a square root.
func squareRoot(_ value: UInt64) -> UInt64 {
  guard value > 1 else { return value }
  var root = UInt64(1) << UInt64((65 - value.leadingZeroBitCount) / 2)
  while true {
    let next = (root + value / root) / 2
    guard next < root else { return root }
    root = next
  }
}
