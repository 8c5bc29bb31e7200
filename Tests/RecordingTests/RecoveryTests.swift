import Findings
import Testing

@testable import Recording

@Suite struct RecoveryTests {
  private static let recording = CardFile.recording(42)
  private static let specimen = Specimen(seed: 30, samples: 1_500)

  /// A card as a power cut leaves it after so many samples, the record after them torn or not.
  private static func cutCard(samples: Int, torn: Bool) throws -> MemoryCard {
    var card = MemoryCard()
    var file = specimen.file(seconds: 12)
    try file.prepare(on: &card)
    try specimen.record(&file, on: &card, count: samples)
    if torn {
      let layout = RecordLayout(specimen.rate)
      let offset = layout.offset(ofRecord: samples / layout.samples)
      for index in offset..<offset + 512 { card.files[recording]?[index] = 0xA5 }
    }
    return card
  }

  @Test(arguments: [80, 500, 1_120, 1_400], [false, true])
  func anExamThatWasCutOffEndsWithItsLastWrittenRecord(samples: Int, torn: Bool) throws {
    var card = try Self.cutCard(samples: samples, torn: torn)
    let written = samples / 80
    #expect(try RecordingRecovery(closing: 42, on: &card) == .closed(records: written))
    let bytes = try #require(card.files[Self.recording])
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(contents.check.isWhole)
    #expect(contents.header.recordCount == Int32(written))
    #expect(contents.samples.elementsEqual(Self.specimen.samples.prefix(written * 80)))
    #expect(try RecordingRecovery(closing: 42, on: &card) == .whole)
  }

  @Test func aFinishedExamIsLeftAlone() throws {
    let (file, recorded) = try Self.specimen.recorded()
    var card = recorded
    card.writes = []
    #expect(try RecordingRecovery(closing: 42, on: &card) == .whole)
    #expect(card.writes.isEmpty)
    #expect(card.files[Self.recording] == file.bytes)
  }

  @Test func aFileThatWasNeverRecordedIntoIsFree() throws {
    var card = try Self.cutCard(samples: 0, torn: true)
    card.writes = []
    #expect(try RecordingRecovery(closing: 42, on: &card) == .unused)
    #expect(card.writes.isEmpty)
  }

  @Test(arguments: [true, false])
  func aCutWithinTheFinishIsHealed(isHeaderWritten: Bool) throws {
    let (file, recorded) = try Self.specimen.recorded(seconds: 12)
    var card = recorded
    let whole = file.bytes
    // The header already counts the records and the file is not yet cut, or the reverse.
    if isHeaderWritten {
      let empty = Self.specimen.file(seconds: 12).bytes
      card.files[Self.recording]?.append(contentsOf: empty[whole.count...])
    } else {
      let text = Array("31      ".utf8)
      card.files[Self.recording]?.replaceSubrange(236..<244, with: text)
    }
    #expect(try RecordingRecovery(closing: 42, on: &card) == .closed(records: 19))
    #expect(card.files[Self.recording] == whole)
  }

  @Test func whatCannotBeReadIsTold() throws {
    var card = MemoryCard()
    #expect(throws: RecordingError.source(.noSuchFile)) {
      try RecordingRecovery(closing: 42, on: &card)
    }
    card.files[Self.recording] = [UInt8](repeating: 0, count: 4_096)
    #expect(throws: RecordingError.header(.version, offset: 0)) {
      try RecordingRecovery(closing: 42, on: &card)
    }
    card = try Self.cutCard(samples: 500, torn: false)
    card.fault = .failed(5)
    #expect(throws: RecordingError.source(.failed(5))) {
      try RecordingRecovery(closing: 42, on: &card)
    }
  }
}
