import Findings
import Recording

/// The last seconds of a movement, drawn with the dots of Braille characters: two points a column,
/// four a row.
public struct BedsideTrace: Sendable {
  /// How many rows of characters a drawing has.
  public static let rows = 6
  private static let dots = rows * 4
  /// What the top of the drawing can be worth in g.
  private static let ranges: [Double] = [0.25, 0.5, 1, 2, 4, 8]
  /// Gravity is what is left of this share of each sample: a second at 200 Hz.
  private static let settling = 1.0 / 200

  private let columns: Int
  private let samplesPerPoint: Int
  private var points: [(low: Double, high: Double)] = []
  private var open: (low: Double, high: Double, count: Int)?
  private var mean: Double?

  /// Makes an empty trace of so many columns.
  public init(columns: Int, samplesPerPoint: Int = 5) {
    self.columns = max(1, columns)
    self.samplesPerPoint = samplesPerPoint
  }

  /// Takes the next sample in g; its slow part is taken off.
  public mutating func append(_ value: Double) {
    let slow = mean ?? value
    mean = slow + (value - slow) * Self.settling
    let quick = value - slow
    let before = open ?? (quick, quick, 0)
    let point = (
      low: min(before.low, quick), high: max(before.high, quick), count: before.count + 1
    )
    guard point.count == samplesPerPoint else {
      open = point
      return
    }
    open = nil
    points.append((point.low, point.high))
    if points.count > 2 * columns { points.removeFirst() }
  }

  /// What the top of the drawing is worth, in g.
  public var range: Double {
    var largest = 0.0
    for point in points { largest = max(largest, max(-point.low, point.high)) }
    return Self.ranges.first { $0 >= largest } ?? 8
  }

  /// Appends a row of the drawing, 0 at the top, as UTF-8; the latest point is at the right.
  public func draw(row: Int, to text: inout TextBuffer) {
    let range = range
    let missing = 2 * columns - points.count
    for column in Counting(0..<columns) {
      var cell: UInt8 = 0
      for side in Counting(0..<2) {
        let index = 2 * column + side - missing
        if index >= 0 { cell |= Self.cell(points[index], side: side, row: row, range: range) }
      }
      // U+2800 and the dots.
      text.append(bytes: [0xE2, 0xA0 | cell >> 6, 0x80 | cell & 0x3F])
    }
  }

  /// The dots of a point in one row: those from its lowest to its highest value.
  private static func cell(
    _ point: (low: Double, high: Double), side: Int, row: Int, range: Double
  ) -> UInt8 {
    let (top, bottom) = (dot(point.high, range), dot(point.low, range))
    var cell: UInt8 = 0
    for line in Counting(0..<4) where (top...bottom).contains(4 * row + line) {
      // Dots 1 2 3 7 on the left, 4 5 6 8 on the right.
      cell |= line == 3 ? 0x40 << UInt8(side) : 1 << UInt8(line + 3 * side)
    }
    return cell
  }

  /// Which line of dots a value is on, from the top.
  private static func dot(_ value: Double, _ range: Double) -> Int {
    let share = max(-1, min(1, value / range))
    return Int((1 - share) / 2 * Double(dots - 1) + 0.5)
  }
}
