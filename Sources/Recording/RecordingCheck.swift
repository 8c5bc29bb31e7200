import Findings

/// What `verify` says of a recording.
public struct RecordingCheck: Sendable, Hashable {
  /// How many records were recorded.
  public private(set) var written = 0
  /// How many were prefilled and never recorded, behind the last recorded one.
  public private(set) var empty = 0
  /// What is damaged or missing: the first record of each run of like faults, and how many follow on.
  public private(set) var faults: [FaultRun] = []

  /// Empty records that no written one followed so far.
  private var emptyRuns: [Range<Int>] = []

  /// Like faults of one or more records in a row.
  public struct FaultRun: Sendable, Hashable {
    /// The records' numbers.
    public var records: Range<Int>
    /// What is wrong with the first of them.
    public var fault: RecordFault
  }

  /// Makes a check of nothing.
  public init() {}

  /// Reads a recording to its end and checks each record.
  public init(reading source: consuming some ByteSource & ~Copyable) throws(RecordingError) {
    var reader = try RecordReader(source)
    while let state = try reader.next() { take(state, ofRecord: reader.number) }
    close(recordCount: Int(reader.header.recordCount), lastRead: reader.number)
  }

  /// How many records are damaged or missing.
  public var faultyRecords: Int { faults.reduce(0) { $0 + $1.records.count } }

  /// Whether every record that was recorded is whole, and none lacks.
  public var isWhole: Bool { faults.isEmpty }

  mutating func take(_ state: RecordState, ofRecord number: Int) {
    switch state {
    case .empty:
      empty += 1
      if let last = emptyRuns.last, last.upperBound == number {
        emptyRuns[emptyRuns.count - 1] = last.lowerBound..<number + 1
      } else {
        emptyRuns.append(number..<number + 1)
      }
    case .written:
      for run in emptyRuns { add(.skipped, run) }
      emptyRuns = []
      empty = 0
      written += 1
    case .faulty(let fault): add(fault, number..<number + 1)
    }
  }

  /// Notes the records that the header counts and the file lacks.
  mutating func close(recordCount: Int, lastRead: Int) {
    if lastRead + 1 < recordCount { add(.missing, lastRead + 1..<recordCount) }
  }

  private mutating func add(_ fault: RecordFault, _ records: Range<Int>) {
    if let last = faults.last, last.fault == fault, last.records.upperBound == records.lowerBound {
      faults[faults.count - 1].records = last.records.lowerBound..<records.upperBound
    } else {
      faults.append(FaultRun(records: records, fault: fault))
    }
  }

  /// Appends one line per run of faults, then one that counts: what `verify` prints.
  public func write(to text: inout TextBuffer) {
    for run in faults {
      text.append("record ")
      text.append(run.records.lowerBound)
      if run.records.count > 1 {
        text.append(" to ")
        text.append(run.records.upperBound - 1)
      }
      text.append(" ")
      run.fault.write(to: &text)
      text.append("\n")
    }
    text.append(written)
    text.append(" records written, ")
    text.append(empty)
    text.append(" empty behind them, ")
    text.append(faultyRecords)
    text.append(" damaged or missing\n")
  }
}
