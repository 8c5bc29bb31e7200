import Findings
import Foundation
import Testing

@testable import Recording

@Suite struct DerivedFilesTests {
  private static func card(exams: UInt16) throws -> MemoryCard {
    var card = MemoryCard()
    for number in 1...exams {
      var specimen = ReportSpecimen(
        number % 3 == 0 ? .indeterminate : .sustained, beats: 10 + Int(number),
        ended: number % 2 == 0 ? .release : .itself)
      specimen.number = number
      specimen.settings.side = number == 4 ? .left : .right
      try specimen.record(on: &card)
      try DerivedFiles.write(afterExam: number, on: &card)
    }
    return card
  }

  private static func upkeep(_ card: inout MemoryCard) throws -> CardUpkeep {
    var upkeep = try CardUpkeep(on: &card)
    while try upkeep.step(on: &card) {}
    return upkeep
  }

  private static func text(_ card: MemoryCard, _ file: CardFile) throws -> String {
    String(decoding: try #require(card.files[file]), as: UTF8.self)
  }

  @Test func eachExamAddsALineAndAllFilesAreThere() throws {
    let card = try Self.card(exams: 4)
    let lines = try Self.text(card, .index).components(separatedBy: "\r\n")
    #expect(lines.count == 6 && lines[5].isEmpty)
    #expect(
      lines[1].hasPrefix("1,0,7440,,unset,AB12CD34,2,right,ankle,foot dorsum,stretch,adult 10"))
    for number in 1...4 as ClosedRange<UInt16> {
      #expect(card.files[.report(number)] != nil && card.files[.beats(number)] != nil)
    }
    try JudgesSamples.keep(try #require(card.files[.index]), as: "INDEX.CSV")
    try JudgesSamples.keep(try #require(card.files[.beats(2)]), as: "E0002.CSV")
    try JudgesSamples.keep(try #require(card.files[.trends]), as: "CLONUS.HTM")
    let trends = try Self.text(card, .trends)
    #expect(trends.components(separatedBy: "<section>").count == 3, "left and right stand apart")
    #expect(trends.contains("code AB12CD34, left, ankle, stretch, rule adult 10"))
    #expect(trends.contains("EXAMS/E0004.HTM") && trends.contains("at least 12"))
    #expect(trends.components(separatedBy: "fill=\"#fff\"").count == 3, "two are open symbols")
    #expect(trends.contains("<td>at least 12<td>5.99<td>at least 1.83"))
    #expect(trends.contains("<td>indeterminate<td>no answer<td><td>"), "and no numbers")
    for word in ["better", "worse", "normal", "trend line", "<line", "http"] {
      #expect(!trends.lowercased().contains(word))
    }
  }

  @Test func whatIsThereIsLeftAlone() throws {
    var card = try Self.card(exams: 3)
    let before = card.files
    card.writes = []
    let upkeep = try Self.upkeep(&card)
    #expect(upkeep.examCount == 3 && upkeep.renewed == 0)
    #expect(card.writes.isEmpty && card.files == before)
  }

  @Test(arguments: [
    CardFile.index, .trends, .report(2), .beats(3),
  ]) func whatWasLostOrTornIsMadeAgainAsItWas(file: CardFile) throws {
    let whole = try Self.card(exams: 3)
    let bytes = try #require(whole.files[file])
    for left in [nil, 0, 1, bytes.count / 2, bytes.count - 1] as [Int?] {
      // Of a table only that it is there can be told: the report is written after it.
      if case .beats = file, let left, left > 0 { continue }
      var card = whole
      card.files[file] = left.map { Array(bytes.prefix($0)) }
      _ = try Self.upkeep(&card)
      #expect(card.files == whole.files, "\(file) of which \(left ?? -1) bytes were left")
    }
  }

  @Test func anExamThatChangedIsReportedAnew() throws {
    var card = try Self.card(exams: 2)
    var other = ReportSpecimen(.absent, beats: 0)
    other.number = 2
    try other.record(on: &card)
    let upkeep = try Self.upkeep(&card)
    #expect(upkeep.renewed == 1)
    #expect(try Self.text(card, .report(2)).contains("No clonus was seen"))
    #expect(try Self.text(card, .index).contains("\r\n2,0,7440,,unset,AB12CD34,2,unknown,"))
    #expect(try !Self.text(card, .trends).contains("at least 12"))
  }

  @Test func anExamThatWasCutOffIsClosedAndListedWithoutAnAnswer() throws {
    var card = try Self.card(exams: 1)
    var cut = ReportSpecimen(.sustained, beats: 14)
    cut.number = 2
    try cut.record(on: &card, isCutOff: true)
    // The next one was laid out and never used.
    let rate = try #require(SampleRate(samplesPerRecord: 200, recordMicroseconds: 1_000_000))
    let scale = try #require(CountScale(nanoGravitiesPerCount: 250_000, railCount: 32_000))
    var unused = ExamFile(
      number: 3, rate: rate, scale: scale, capacity: .seconds(9), programVersion: "0.1.0")
    try unused.prepare(on: &card)
    let upkeep = try Self.upkeep(&card)
    #expect(upkeep.examCount == 2 && upkeep.renewed == 1)
    let line = try Self.text(card, .index).components(separatedBy: "\r\n")[2]
    #expect(line.contains(",indeterminate,gaps,gaps,"))
    #expect(card.files[.report(3)] == nil)
    #expect(try Self.upkeep(&card).renewed == 0, "once is enough")
  }

  @Test func lookingFindsWhatIsMissingAndChangesNothing() throws {
    var card = try Self.card(exams: 2)
    card.files[.settings] = [1]
    var text = TextBuffer()
    try CardUpkeep.tell(of: &card, to: &text)
    #expect(text.bytes.isEmpty)
    card.files[.report(1)] = nil
    card.files[.index]?.removeLast(3)
    card.writes = []
    try CardUpkeep.tell(of: &card, to: &text)
    let told = String(decoding: text.bytes, as: UTF8.self)
    #expect(told.contains("exam 1: its report") && told.contains("INDEX.CSV is missing"))
    #expect(card.writes.isEmpty)
  }

  @Test func aFailingCardIsToldOfAndNothingTraps() throws {
    var card = try Self.card(exams: 1)
    card.fault = .readOnly
    #expect(throws: RecordingError.source(.readOnly)) {
      try DerivedFiles.write(afterExam: 1, on: &card)
    }
    #expect(throws: StorageError.readOnly) { try Self.upkeep(&card) }
  }

  @Test func aThousandExamsAreListedPieceByPiece() throws {
    var index = Array("\(ExamReport.indexHeader)".utf8)
    for number in 1...1_000 {
      index += Array(
        """
        \(number),0,9,,unset,,1,left,ankle,foot dorsum,stretch,adult 10,sustained,,ok,14,14,5.91,\
        2.21,0.04,0.21,itself,false,1,3,18,0.09,0.1.0\r\n
        """.utf8)
    }
    var trends = TrendsPage()
    var largest = 0
    var total = 0
    var isDone = false
    while !isDone {
      var text = TextBuffer()
      isDone = try !trends.write(to: &text) { (offset, part) in
        #expect(part.count <= 4_096)
        part = Array(index[min(offset, index.count)..<min(offset + part.count, index.count)])
      }
      largest = max(largest, text.bytes.count)
      total += text.bytes.count
    }
    #expect(largest < 10_000 && total > 200_000)
  }

  @Test(arguments: [1 as UInt64, 2, 3]) func anIndexThatWasEditedNeverTrapsAndMakesNoMarkup(
    seed: UInt64
  ) throws {
    let whole = try #require(try Self.card(exams: 3).files[.index])
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      var card = MemoryCard()
      var bytes = whole
      for _ in 0..<Int(numbers.next() % 60) {
        let place = Int(numbers.next() % UInt64(bytes.count))
        bytes[place] = UInt8(truncatingIfNeeded: numbers.next())
      }
      bytes.append(contentsOf: Array("\r\n9,<script>,,,,<b>&,\"".utf8))
      card.files[.index] = bytes
      try DerivedFiles.writeTrends(on: &card)
      let text = try Self.text(card, .trends)
      #expect(!text.contains("<script") && text.hasSuffix(" -->\n"), "seed \(seed)")
    }
  }
}
