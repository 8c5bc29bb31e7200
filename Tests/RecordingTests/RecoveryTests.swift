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

  /// The power fails within each write of an exam's conclusion and end, between any two of its sectors.
  @Test func noCutWhileRecordsAreWrittenAgainLosesASample() throws {
    var card = try Self.cutCard(samples: 0, torn: false)
    var file = Self.specimen.file(seconds: 12)
    file.begin(Self.specimen.settings, clock: Self.specimen.clock)
    for (index, sample) in Self.specimen.samples.enumerated() {
      // Beats that the findings do not bear out, in many records.
      if index % 90 == 30 { file.annotate(.beat(Int32(index)), at: .milliseconds(Int64(index))) }
      try file.append(sample, clock: .zero, to: &card)
    }
    try file.saveAgain(on: &card)
    let durable = Self.specimen.samples.count / 80 * 80
    card.writes = []
    card.contents = []
    var disk = try #require(card.files[Self.recording])
    try file.conclude(
      Self.specimen.findings, beats: Self.specimen.beats, verdictAt: Self.specimen.verdictAt,
      on: &card)
    let replaced = card.writes.count
    #expect(replaced > 20)
    try file.finish(
      Self.specimen.findings, beats: Self.specimen.beats, verdictAt: Self.specimen.verdictAt,
      on: &card)
    for (write, bytes) in zip(card.writes, card.contents) {
      for sector in Set(write.range.map { $0 / 512 }).sorted() {
        var cut = MemoryCard()
        cut.files[Self.recording] = disk
        _ = try RecordingRecovery(closing: 42, on: &cut)
        let left = try #require(cut.files[Self.recording])
        let contents = try RecordingContents(reading: MemorySource(left))
        #expect(contents.check.isWhole)
        #expect(contents.samples.count >= durable)
        #expect(
          contents.samples.elementsEqual(Self.specimen.samples.prefix(contents.samples.count)))
        for index in write.range where index / 512 == sector {
          disk[index] = bytes[index - write.range.lowerBound]
        }
      }
    }
    #expect(disk.prefix(file.bytes.count).elementsEqual(file.bytes))
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
