import Findings

/// Reads the rows of a table: a time and three accelerations each.
struct CSVTable<Source: ByteSource & ~Copyable>: ~Copyable {
  /// A row's values.
  struct Row {
    /// The time in nanoseconds of the file's own clock.
    var nanoseconds: Int64
    var acceleration: Acceleration
  }

  private var lines: CSVLines<Source>
  /// By column, in which field it stands; -1 until the header line names it.
  private var places = InlineArray<4, Int>(repeating: -1)

  /// Reads the header line.
  init(_ source: consuming Source) throws(CSVError) {
    lines = CSVLines(source)
    try readHeader()
  }

  // Never inlined, as `next`: what is thrown here would give the table back in each place.
  @inline(never)
  private mutating func readHeader() throws(CSVError) {
    guard try lines.next() else { throw .noHeader }
    var fields = CSVFields()
    var place = 0
    while let range = fields.next(lines.line) {
      if let column = CSVColumn(word: lines.line.span.extracting(range)) {
        guard places[Int(column.rawValue)] < 0 else {
          throw .columnTwice(column, line: lines.number)
        }
        places[Int(column.rawValue)] = place
      }
      place += 1
    }
    for column in CSVColumn.allCases where places[Int(column.rawValue)] < 0 {
      throw .columnMissing(column, line: lines.number)
    }
  }

  /// The number of the line that was read last, from 1.
  var lineNumber: Int { lines.number }

  /// Reads the next row; nil at the end.
  @inline(never)
  mutating func next() throws(CSVError) -> Row? {
    guard try lines.next() else { return nil }
    var row = Row(nanoseconds: 0, acceleration: Acceleration(x: .zero, y: .zero, z: .zero))
    var fields = CSVFields()
    var found = 0
    var place = 0
    while found < places.count {
      let range = fields.next(lines.line)
      let column = column(at: place)
      place += 1
      guard let column else { continue }
      found += 1
      guard let range, !range.isEmpty else { throw .noValue(column, line: lines.number) }
      guard let value = DecimalNumber(lines.line.span.extracting(range)) else {
        throw .notANumber(column, line: lines.number)
      }
      try put(value, column, &row)
    }
    return row
  }

  private func column(at place: Int) -> CSVColumn? {
    for index in Counting(places.indices) where places[index] == place {
      return CSVColumn(rawValue: UInt8(index))
    }
    return nil
  }

  @inline(never)
  private func put(_ value: DecimalNumber, _ column: CSVColumn, _ row: inout Row)
    throws(CSVError)
  {
    let range = CSVError.outOfRange(column, line: lines.number)
    if column == .time {
      guard let nanoseconds = value.scaled(decimals: 9),
        nanoseconds.magnitude < 4_000_000_000_000_000_000
      else { throw range }
      row.nanoseconds = nanoseconds
      return
    }
    guard let q20 = value.q20(limit: 1_000) else { throw range }
    switch column {
    case .time, .x: row.acceleration.x = Gravities(q20: q20)
    case .y: row.acceleration.y = Gravities(q20: q20)
    case .z: row.acceleration.z = Gravities(q20: q20)
    }
  }
}

extension Gravities {
  static let zero = Self(q20: 0)
}
