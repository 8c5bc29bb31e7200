import Findings

/// What the header of a recording says.
public struct RecordingHeader: Sendable, Hashable {
  /// The exam's number, 1 to 9,999.
  public var exam: UInt16
  /// The rate of the samples and the duration of a record.
  public var rate: SampleRate
  /// What a count is worth.
  public var scale: CountScale
  /// How many records the file has.
  public var recordCount: Int32
  /// The start, where the clock is to be trusted.
  public var start: CivilTime?

  /// Makes a header.
  public init(
    exam: UInt16, rate: SampleRate, scale: CountScale, recordCount: Int32, start: CivilTime? = nil
  ) {
    self.exam = exam
    self.rate = rate
    self.scale = scale
    self.recordCount = recordCount
    self.start = start
  }

  /// Where the records lie.
  public var layout: RecordLayout { RecordLayout(rate) }

  /// The 1,536 bytes of the header, written by the program of this version.
  public func bytes(programVersion: Literal) -> [UInt8] {
    var header = HeaderText()
    header.field("0", 8)
    header.field("X X X X", 80)
    header.field(recording(programVersion), 80)
    header.field(startDate, 8)
    header.field(startTime, 8)
    header.field(number: RecordLayout.headerBytes, 8)
    header.field("EDF+C", 44)
    header.field(number: recordCount, 8)
    header.field(decimal: Int64(rate.recordMicroseconds), over: 6, 8)
    header.field(number: RecordLayout.signalCount, 4)
    signals(&header)
    return header.text.bytes
  }

  private func signals(_ header: inout HeaderText) {
    var transducer = TextBuffer("accelerometer ")
    transducer.append(scale.nanoGravitiesPerCount)
    transducer.append(" ng/count rail ")
    transducer.append(scale.railCount)
    for label in RecordLayout.labels { header.field(label, 16) }
    header.eachSignal(80, acceleration: transducer, other: "")
    header.eachSignal(8, acceleration: TextBuffer("g"), other: "")
    header.eachSignal(8, acceleration: physical(-32_768), other: "-32768")
    header.eachSignal(8, acceleration: physical(32_767), other: "32767")
    header.eachSignal(8, "-32768")
    header.eachSignal(8, "32767")
    header.eachSignal(80, "")
    for _ in Counting(0..<3) { header.field(number: layout.samples, 8) }
    header.field(number: layout.statusWords, 8)
    header.field(number: layout.annotationBytes / 2, 8)
    header.eachSignal(32, "")
  }

  /// The acceleration of a count in g, in at most eight characters: |value| < 33, so that five
  /// decimals fit behind a sign where it is below 10, four above.
  private func physical(_ count: Int64) -> TextBuffer {
    let nano = count * Int64(scale.nanoGravitiesPerCount)
    let decimals = 8 - 2 - (nano.magnitude >= 10_000_000_000 ? 1 : 0) - (nano < 0 ? 1 : 0)
    var divisor: Int64 = 1
    for _ in Counting(decimals..<9) { divisor *= 10 }
    var text = TextBuffer()
    text.append((nano + (nano < 0 ? -divisor / 2 : divisor / 2)) / divisor, over: decimals)
    return text
  }

  private func recording(_ programVersion: Literal) -> TextBuffer {
    var text = TextBuffer("Startdate ")
    if let start {
      let (year, month, day) = start.date
      let months: [Literal] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
      ]
      text.append(day, digits: 2)
      text.append("-")
      text.append(months[Int(month) - 1])
      text.append("-")
      text.append(year, digits: 4)
    } else {
      text.append("X")
    }
    text.append(" X X Clonus_")
    text.append(programVersion)
    text.append(" format ")
    text.append(RecordLayout.formatVersion)
    text.append(" exam ")
    text.append(exam)
    return text
  }

  private var startDate: TextBuffer {
    guard let (year, month, day) = start?.date else { return TextBuffer("01.01.85") }
    return dotted(day, month, year % 100)
  }

  private var startTime: TextBuffer {
    guard let (hour, minute, second) = start?.timeOfDay else { return TextBuffer("00.00.00") }
    return dotted(hour, minute, second)
  }

  @inline(never)
  private func dotted(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> TextBuffer {
    var text = TextBuffer()
    text.append(first, digits: 2)
    text.append(".")
    text.append(second, digits: 2)
    text.append(".")
    text.append(third, digits: 2)
    return text
  }
}

/// Fields of fixed width, filled up with spaces.
private struct HeaderText {
  var text = TextBuffer()

  @inline(never)
  mutating func field(_ value: TextBuffer, _ width: Int) {
    let start = text.bytes.count
    text.append(span: value.bytes.span.extracting(first: width))
    text.pad(from: start, to: width, atLeast: 0)
  }

  @inline(never)
  mutating func field(_ value: Literal, _ width: Int) { field(TextBuffer(value), width) }

  @inline(never)
  mutating func field(number: some BinaryInteger, _ width: Int) {
    field(decimal: Int64(number), over: 0, width)
  }

  @inline(never)
  mutating func field(decimal: Int64, over decimals: Int, _ width: Int) {
    var value = TextBuffer()
    value.append(decimal, over: decimals)
    field(value, width)
  }

  /// The same for the three axes, something else for the two signals behind them.
  @inline(never)
  mutating func eachSignal(_ width: Int, acceleration: TextBuffer, other: Literal) {
    for _ in Counting(0..<3) { field(acceleration, width) }
    for _ in Counting(3..<RecordLayout.signalCount) { field(other, width) }
  }

  /// The same for all signals.
  @inline(never)
  mutating func eachSignal(_ width: Int, _ value: Literal) {
    for _ in Counting(0..<RecordLayout.signalCount) { field(value, width) }
  }
}
