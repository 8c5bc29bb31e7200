import Findings
import Testing

@testable import Recording

/// Recordings of earlier programs, whose records hold a second: the header says so, and all is read as
/// it was written. Tests/Replay has one that such a program wrote.
@Suite struct SecondRecordsTests {
  private static let recording = CardFile.recording(42)

  /// 1,000 Hz fill the longest record there is.
  private static func specimens() throws -> [Specimen] {
    let records: [(Int32, Int32)] = [(193, 964_786), (26, 1_000_000), (1_000, 1_000_123)]
    return try records.map { samples, duration in
      let rate = try #require(
        SampleRate(samplesPerRecord: samples, recordMicroseconds: duration))
      return Specimen(seed: 41, samples: Int(samples) * 10 + 7, rate: rate)
    }
  }

  @Test func theyAreReadBackWhole() throws {
    for specimen in try Self.specimens() {
      var (_, card) = try specimen.recorded()
      let bytes = try #require(card.files[Self.recording])
      let contents = try RecordingContents(reading: MemorySource(bytes))
      #expect(contents.header.rate == specimen.rate)
      #expect(contents.samples == specimen.samples)
      #expect(contents.settings == specimen.settings)
      #expect(Set(contents.marks).isSuperset(of: specimen.marks))
      #expect(contents.check.isWhole && contents.check.written == 11)
      for index in specimen.samples.indices {
        #expect(contents.sampleIndex(at: specimen.rate.time(ofSample: Int64(index))) == index)
      }
      let exam = try #require(try DerivedFiles.exam(42, on: &card))
      #expect(exam.sampleCount == Int64(specimen.samples.count))
      #expect(exam.findings?.verdict == .sustained)
    }
  }

  @Test func oneThatWasCutOffIsClosed() throws {
    for specimen in try Self.specimens() {
      var card = MemoryCard()
      var file = specimen.file()
      try file.prepare(on: &card)
      try specimen.record(&file, on: &card)
      #expect(try RecordingRecovery(closing: 42, on: &card) == .closed(records: 10))
      let bytes = try #require(card.files[Self.recording])
      let contents = try RecordingContents(reading: MemorySource(bytes))
      #expect(contents.check.isWhole)
      #expect(contents.samples.elementsEqual(specimen.samples.dropLast(7)))
    }
  }
}
