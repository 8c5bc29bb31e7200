import Findings

/// The columns that a replay needs, by the names that the header line gives them.
public enum CSVColumn: UInt8, Sendable, CaseIterable, Worded {
  case time, x, y, z

  public static var words: WordList { "time_s\0x_g\0y_g\0z_g" }
}

/// Why a table of samples cannot be replayed; lines count from 1.
public enum CSVError: Error, Hashable {
  /// The source failed.
  case source(StorageError)
  /// A line has more than 4,096 bytes: this is no table.
  case longLine(line: Int)
  /// A line holds a zero byte: this is no text.
  case notText(line: Int)
  /// There is no header line.
  case noHeader
  /// The header line does not name a column.
  case columnMissing(CSVColumn, line: Int)
  /// The header line names a column twice.
  case columnTwice(CSVColumn, line: Int)
  /// A row ends before a column, or has nothing there.
  case noValue(CSVColumn, line: Int)
  /// A value is no decimal number (`nan` and `inf` are none).
  case notANumber(CSVColumn, line: Int)
  /// A value is beyond +-1,000 g, or a time beyond what 64 bits hold in nanoseconds.
  case outOfRange(CSVColumn, line: Int)
  /// A time is not later than the one of the row before.
  case timeNotIncreasing(line: Int)
  /// There are more rows than `CSVRecording.mostRows`.
  case tooManyRows(line: Int)
  /// There are fewer rows than one second takes.
  case tooFewRows(Int)
  /// The rows come at a rate outside 25 to 1,000 Hz; nil where it exceeds all numbers.
  case rate(Millihertz?)
  /// More samples are missing between the rows than there are rows.
  case mostlyGaps

  /// Appends one line: what, where, what to do.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .source(let error):
      text.append("the table cannot be read: ")
      error.write(to: &text)
    case .longLine(let line):
      at(line, "has more than 4096 bytes: give a CSV table with a line per sample", &text)
    case .notText(let line):
      at(line, "holds a zero byte: give a CSV table as plain text", &text)
    case .noHeader:
      text.append("there is no header line: name the columns time_s,x_g,y_g,z_g in the first line")
    case .columnMissing(let column, let line):
      named(column, line, "is missing: name time_s,x_g,y_g,z_g in the header line", &text)
    case .columnTwice(let column, let line):
      named(column, line, "is named twice: rename one of them", &text)
    case .noValue(let column, let line):
      named(column, line, "has no value: complete the row or remove it", &text)
    case .notANumber(let column, let line):
      named(column, line, "is not a number: write decimals with a dot, or remove the row", &text)
    case .outOfRange(let column, let line):
      named(column, line, "is out of range: give seconds, and g up to 1000", &text)
    case .timeNotIncreasing(let line):
      named(.time, line, "is not later than in the row before: sort the rows", &text)
    case .tooManyRows(let line):
      at(line, "is one too many: cut the table into parts of 8 million rows", &text)
    case .tooFewRows(let rows):
      text.append(rows)
      text.append(" rows are less than a second: give a longer recording")
    case .rate(let rate):
      text.append("the rows come at ")
      if let rate { text.append(Int64(rate.count), over: 3) } else { text.append("over 1000") }
      text.append(" Hz by column time_s: 25 to 1000 Hz are needed")
    case .mostlyGaps:
      text.append("more samples are missing than there are, by column time_s: give one recording")
    }
  }

  private func at(_ line: Int, _ problem: Literal, _ text: inout TextBuffer) {
    text.append("line ")
    text.append(line)
    text.append(" ")
    text.append(problem)
  }

  private func named(
    _ column: CSVColumn, _ line: Int, _ problem: Literal, _ text: inout TextBuffer
  ) {
    text.append("line ")
    text.append(line)
    text.append(", column ")
    text.append(column.word)
    text.append(" ")
    text.append(problem)
  }
}
