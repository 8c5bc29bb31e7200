import Findings

/// The files of a card that are made of its recordings: the report and the table of beats of each exam,
/// the index and the trends of all.
///
/// All are written anew and made durable, never renamed; the index alone grows by a line at its end.
/// Whatever is torn or lost is found at the next start by `CardUpkeep`. Memory: one report, about 60 kB.
public enum DerivedFiles {
  /// Writes what is made of a finished exam: its table and report, then the index and the trends.
  ///
  /// Throws what the card says, or why the recording is none; what was written before stays.
  public static func write(afterExam number: UInt16, on card: inout some Storage & ~Copyable)
    throws(RecordingError)
  {
    let exam = try writeReport(of: number, on: &card)
    do throws(StorageError) {
      let size = try card.size(of: .index) ?? 0
      if try lastNumber(inIndexOf: size, on: &card) == nil {
        try writeIndex(on: &card)
      } else {
        try card.write(exam.indexLine.bytes.span, to: .index, at: size)
        try card.sync(.index)
      }
      try writeTrends(on: &card)
    } catch { throw .source(error) }
  }

  /// Writes the table of beats, and behind it the report, which says by its last line that both are whole.
  @discardableResult
  static func writeReport(of number: UInt16, on card: inout some Storage & ~Copyable)
    throws(RecordingError) -> RecordedExam
  {
    let page = try ReportPage { (offset, bytes) throws(StorageError) in
      try card.fill(&bytes, from: .recording(number), at: offset)
    }
    do throws(StorageError) {
      try card.write(page.exam.beatsTable, as: .beats(number))
      try card.write(page.html(), as: .report(number))
    } catch { throw .source(error) }
    return page.exam
  }

  /// Reads a recording's marks; nil where it is none, or nothing was recorded.
  static func exam(_ number: UInt16, on card: inout some Storage & ~Copyable)
    throws(StorageError) -> RecordedExam?
  {
    guard try card.size(of: .recording(number)) != nil else { return nil }
    do throws(RecordingError) {
      let exam = try RecordedExam { (offset, bytes) throws(StorageError) in
        try card.fill(&bytes, from: .recording(number), at: offset)
      }
      return exam.isExam ? exam : nil
    } catch .source(let error) {
      throw error
    } catch {
      return nil
    }
  }

  /// Writes the index anew, a line for each exam.
  static func writeIndex(on card: inout some Storage & ~Copyable) throws(StorageError) {
    let header = TextBuffer(ExamReport.indexHeader)
    try card.create(.index, size: 0)
    try card.write(header.bytes.span, to: .index, at: 0)
    var size = header.bytes.count
    let last = try card.lastRecording()
    var number: UInt16 = 0
    while number < last {
      number += 1
      guard let line = try exam(number, on: &card)?.indexLine else { continue }
      try card.write(line.bytes.span, to: .index, at: size)
      size += line.bytes.count
    }
    try card.sync(.index)
  }

  /// The number in the last line of the index, 0 where it has only its header; nil where the index lacks,
  /// or ends within a line.
  private static func lastNumber(
    inIndexOf size: Int, on card: inout some Storage & ~Copyable
  ) throws(StorageError) -> Int64? {
    let header = ExamReport.indexHeader.count
    guard size >= header else { return nil }
    if size == header { return 0 }
    let start = max(header, size - 512)
    var tail = [UInt8](repeating: 0, count: size - start)
    try card.fill(&tail, from: .index, at: start)
    guard tail.popLast() == UInt8(ascii: "\n") else { return nil }
    let line = tail.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    var rest = tail.span.extracting(line...)
    return wholeNumber(part(of: &rest, before: UInt8(ascii: ",")))
  }

  /// Writes the page of all exams from the index, piece by piece.
  static func writeTrends(on card: inout some Storage & ~Copyable) throws(StorageError) {
    var trends = TrendsPage()
    try card.create(.trends, size: 0)
    var size = 0
    var isDone = false
    while !isDone {
      var text = TextBuffer()
      isDone = try !trends.write(to: &text) { (offset, bytes) throws(StorageError) in
        try card.fill(&bytes, from: .index, at: offset)
      }
      try card.write(text.bytes.span, to: .trends, at: size)
      size += text.bytes.count
    }
    try card.sync(.trends)
  }
}

extension RecordedExam {
  /// The answer as the tables write it. Where the power was cut there is none: samples are missing.
  private var report: ExamReport {
    var found = findings ?? ExamFindings(kind: settings.kind, rule: settings.rule)
    if findings == nil {
      found.reason = .gaps
      found.quality = .gaps
      found.beats = Int32(clamping: beats.count)
    }
    return ExamReport(
      found, settings: settings, rate: header.rate, beats: beats, episodes: [])
  }

  /// The exam's line in `INDEX.CSV`.
  var indexLine: TextBuffer {
    let identity = ExamIdentity(
      exam: header.exam, clock: clock, trial: UInt8(clamping: device.trial), code: device.code)
    guard let identity else { return TextBuffer() }
    return report.indexLine(identity, programVersion: programVersion)
  }

  /// The whole of `E0001.CSV`.
  public var beatsTable: TextBuffer { report.beatsTable(marks) }
}
