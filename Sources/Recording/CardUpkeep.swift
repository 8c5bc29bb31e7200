import Findings

/// Looks at every exam of a card, closes those that the power cut off, and makes anew what was made of an
/// exam and is missing, torn or older.
///
/// One exam at a step, so that whoever is waiting for the device is not kept: about 20 ms each on a slow
/// board. Memory: one report.
public struct CardUpkeep {
  private let last: UInt16
  private var number: UInt16 = 0
  private var lines = LineReader()
  private var isIndexStale = false
  /// How many exams were found.
  public private(set) var examCount = 0
  /// How many reports were made anew.
  public private(set) var renewed = 0

  /// Begins with the first exam.
  public init(on card: inout some Storage & ~Copyable) throws(StorageError) {
    last = try card.lastRecording()
    let header = try nextLine(on: &card)
    isIndexStale = !equals(header, ExamReport.indexHeader)
  }

  /// Takes the next step; false once nothing is left to do.
  public mutating func step(on card: inout some Storage & ~Copyable) throws(StorageError) -> Bool {
    guard number < last else {
      try finish(on: &card)
      return false
    }
    number += 1
    guard var exam = try DerivedFiles.exam(number, on: &card) else { return true }
    if exam.check.empty > 0 || !exam.check.isWhole {
      // Cut off, perhaps: it is closed behind its last record. What is damaged within stays so.
      do throws(RecordingError) {
        _ = try RecordingRecovery(closing: number, on: &card)
      } catch .source(let error) {
        throw error
      } catch {}
      guard let closed = try DerivedFiles.exam(number, on: &card) else { return true }
      exam = closed
    }
    examCount += 1
    if !isIndexStale { isIndexStale = try nextLine(on: &card) != exam.indexLine.bytes }
    if try !isCurrent(exam, on: &card) {
      do throws(RecordingError) {
        try DerivedFiles.writeReport(of: number, on: &card)
        renewed += 1
      } catch .source(let error) {
        throw error
      } catch {}
    }
    return true
  }

  private mutating func finish(on card: inout some Storage & ~Copyable) throws(StorageError) {
    if !isIndexStale { isIndexStale = try !nextLine(on: &card).isEmpty }
    if isIndexStale { try DerivedFiles.writeIndex(on: &card) }
    let size = try card.size(of: .index) ?? 0
    let stamp = try stamp(of: .trends, on: &card)
    if isIndexStale || stamp != ReportStamp.text(UInt32(clamping: size)).bytes {
      try DerivedFiles.writeTrends(on: &card)
    }
  }

  private mutating func nextLine(on card: inout some Storage & ~Copyable)
    throws(StorageError) -> [UInt8]
  {
    guard try card.size(of: .index) != nil else { return [] }
    return try lines.next { (offset, bytes) throws(StorageError) in
      try card.fill(&bytes, from: .index, at: offset)
    }
  }

  /// Whether report and table were made of the recording as it is.
  private func isCurrent(_ exam: RecordedExam, on card: inout some Storage & ~Copyable)
    throws(StorageError) -> Bool
  {
    guard let size = try card.size(of: .beats(number)), size > 0 else { return false }
    return try stamp(of: .report(number), on: &card) == ReportStamp.text(exam.stamp).bytes
  }

  /// The last line of a page; empty where the page lacks.
  private func stamp(of file: CardFile, on card: inout some Storage & ~Copyable)
    throws(StorageError) -> [UInt8]
  {
    guard let size = try card.size(of: file), size >= ReportStamp.length else { return [] }
    var bytes = [UInt8](repeating: 0, count: ReportStamp.length)
    try card.fill(&bytes, from: file, at: size - ReportStamp.length)
    return bytes
  }

  // MARK: Looking only

  /// Appends a line for each thing that a card lacks or that is not of its recordings as they are;
  /// changes nothing. Damage to the recordings themselves is told by their own check.
  public static func tell(of card: inout some Storage & ~Copyable, to text: inout TextBuffer)
    throws(StorageError)
  {
    var upkeep = try CardUpkeep(on: &card)
    while upkeep.number < upkeep.last {
      upkeep.number += 1
      guard let exam = try DerivedFiles.exam(upkeep.number, on: &card) else { continue }
      if !upkeep.isIndexStale {
        upkeep.isIndexStale = try upkeep.nextLine(on: &card) != exam.indexLine.bytes
      }
      if try upkeep.isCurrent(exam, on: &card) { continue }
      text.append("exam ")
      text.append(upkeep.number)
      text.append(": its report or its table is missing, torn or older\n")
    }
    if !upkeep.isIndexStale { upkeep.isIndexStale = try !upkeep.nextLine(on: &card).isEmpty }
    if upkeep.isIndexStale { text.append("INDEX.CSV is missing, or not of these exams\n") }
    if try card.size(of: .trends) == nil { text.append("CLONUS.HTM is missing\n") }
    if try card.size(of: .settings) == nil { text.append("CLONUS.INI is missing\n") }
    if !text.bytes.isEmpty { text.append("the device makes them anew when it is switched on\n") }
  }
}
