import Findings

/// A table of samples in memory, on an even grid, ready for replay.
///
/// Memory: 24 bytes a row while it is read, 16 bytes a sample afterwards.
public struct CSVRecording: Sendable {
  /// The most rows that are read: 2.3 h at 1,000 Hz, 11 h at 200 Hz.
  public static let mostRows = 1 << 23

  /// Samples that the table lacks.
  public struct Gap: Sendable, Hashable {
    /// The number of the first lost sample.
    public var firstSample: Int
    /// How many were lost.
    public var count: Int
  }

  /// The samples on the grid; lost ones repeat the one before and are flagged.
  public private(set) var samples: [Sample] = []
  /// Their rate, found from the times.
  public let rate: SampleRate
  /// The first sample's time on the file's own clock.
  public let start: Microseconds
  /// Where samples were lost.
  public private(set) var gaps: [Gap] = []

  /// Reads a table to its end.
  public init(reading source: consuming some ByteSource & ~Copyable) throws(CSVError) {
    var table = try CSVTable(source)
    var rows: [Sample] = []
    let times = try Self.readRows(of: &table, into: &rows)
    guard times.count >= 2 else { throw .tooFewRows(times.count) }
    let grid = try TimeGrid(nanoseconds: times)
    rate = try grid.rate()
    guard times.count >= Int(rate.rounded.count + 500) / 1_000 else {
      throw .tooFewRows(times.count)
    }
    start = Microseconds((times[0] + (times[0] < 0 ? -500 : 500)) / 1_000)
    ClippingRail.mark(&rows)
    samples = rows
    if grid.sampleCount > rows.count { try spread(over: grid) }
  }

  /// Reads all rows; returns their times in nanoseconds.
  @inline(never)
  private static func readRows(
    of table: inout CSVTable<some ByteSource & ~Copyable>, into samples: inout [Sample]
  ) throws(CSVError) -> [Int64] {
    var times: [Int64] = []
    while let row = try table.next() {
      if let last = times.last, row.nanoseconds <= last {
        throw .timeNotIncreasing(line: table.lineNumber)
      }
      guard times.count < Self.mostRows else { throw .tooManyRows(line: table.lineNumber) }
      times.append(row.nanoseconds)
      samples.append(Sample(row.acceleration))
    }
    return times
  }

  private mutating func spread(over grid: TimeGrid) throws(CSVError) {
    let rows = samples
    samples = []
    samples.reserveCapacity(grid.sampleCount)
    samples.append(rows[0])
    var next = 1
    try grid.follow { steps, _ in
      if steps > 1 {
        gaps.append(Gap(firstSample: samples.count, count: steps - 1))
        var lost = rows[next - 1]
        lost.flags.insert(.filled)
        for _ in Counting(1..<steps) { samples.append(lost) }
      }
      samples.append(rows[next])
      next += 1
    }
  }
}
