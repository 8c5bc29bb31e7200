import Findings
import Testing

@testable import Recording

@Suite struct DamageTests {
  private static let specimen = Specimen(seed: 20, samples: 1_000)
  private static let bytes = Result { try specimen.recorded().file.bytes }

  private static func recording() throws -> (bytes: [UInt8], specimen: Specimen) {
    (try bytes.get(), specimen)
  }

  @Test func aFileCutOffAtAnySectorGivesAllThatIsWhole() throws {
    let (bytes, specimen) = try Self.recording()
    let layout = RecordLayout(specimen.rate)
    for length in stride(from: 0, to: bytes.count, by: RecordLayout.sectorBytes) {
      let source = MemorySource([UInt8](bytes.prefix(length)))
      if length < RecordLayout.headerBytes {
        #expect(throws: RecordingError.shortHeader(bytes: length)) {
          try RecordingContents(reading: source)
        }
        continue
      }
      let whole = (length - RecordLayout.headerBytes) / layout.recordBytes
      let rest = (length - RecordLayout.headerBytes) % layout.recordBytes
      let check = try RecordingCheck(reading: source)
      #expect(check.written == whole)
      #expect(!check.isWhole)
      #expect(check.faults.first?.fault == (rest > 0 ? .cutOff(bytes: rest) : .missing))
      #expect(check.faults.last?.records.upperBound == 13)
      if whole == 0 {
        #expect(throws: RecordingError.noSamples) { try RecordingContents(reading: source) }
      } else {
        let contents = try RecordingContents(reading: source)
        #expect(contents.samples.elementsEqual(specimen.samples.prefix(whole * layout.samples)))
        #expect(contents.settings == specimen.settings)
      }
    }
  }

  @Test func aTornRecordIsFoundAndTheOthersKeepTheirTimes() throws {
    let (whole, specimen) = try Self.recording()
    let layout = RecordLayout(specimen.rate)
    for torn in 0..<12 {
      var bytes = whole
      let offset = layout.offset(ofRecord: torn)
      for index in offset + 512..<offset + 1_024 { bytes[index] = 0 }
      let contents = try RecordingContents(reading: MemorySource(bytes))
      #expect(contents.check.faults == [.init(records: torn..<torn + 1, fault: .checksum)])
      let lost = torn * layout.samples..<(torn + 1) * layout.samples
      for index in specimen.samples.indices {
        if lost.contains(index) {
          #expect(contents.samples[index].flags == .filled)
        } else {
          #expect(contents.samples[index] == specimen.samples[index])
        }
      }
    }
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func anyChangedBitOfARecordIsFound(seed: UInt64) throws {
    let (whole, specimen) = try Self.recording()
    let layout = RecordLayout(specimen.rate)
    var numbers = SeededNumbers(seed: seed)
    var bytes = whole
    let place = Int.random(in: RecordLayout.headerBytes..<bytes.count, using: &numbers)
    bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &numbers)
    let record = (place - RecordLayout.headerBytes) / layout.recordBytes
    let check = try RecordingCheck(reading: MemorySource(bytes))
    #expect(check.faults == [.init(records: record..<record + 1, fault: .checksum)])
  }

  @Test func recordsInTheWrongPlaceOrNeverWrittenAreFound() throws {
    let (whole, specimen) = try Self.recording()
    let layout = RecordLayout(specimen.rate)
    func range(_ record: Int) -> Range<Int> {
      layout.offset(ofRecord: record)..<layout.offset(ofRecord: record + 1)
    }
    var doubled = whole
    doubled.replaceSubrange(range(2), with: whole[range(1)])
    #expect(
      try RecordingCheck(reading: MemorySource(doubled)).faults
        == [.init(records: 2..<3, fault: .number(found: 1))])

    var skipped = whole
    let prepared = specimen.file().bytes
    skipped.replaceSubrange(
      range(1).lowerBound..<range(2).upperBound,
      with: prepared[range(1).lowerBound..<range(2).upperBound])
    let check = try RecordingCheck(reading: MemorySource(skipped))
    #expect(check.faults == [.init(records: 1..<3, fault: .skipped)])
    #expect(check.empty == 0)
    var text = TextBuffer()
    check.write(to: &text)
    #expect(
      String(decoding: text.bytes, as: UTF8.self) == """
        record 1 to 2 empty, though a later one was written
        11 records written, 0 empty behind them, 2 damaged or missing

        """)
  }

  @Test func aCountOfSamplesBeyondTheRecordIsFound() throws {
    let (whole, specimen) = try Self.recording()
    let layout = RecordLayout(specimen.rate)
    var bytes = whole
    let offset = layout.offset(ofRecord: 3)
    var status = BlockStatus(in: whole.span, at: offset, layout: layout)
    status.sampleCount = UInt16(layout.samples + 1)
    status.write(into: &bytes, at: offset, layout: layout)
    BlockStatus.seal(&bytes, at: offset, layout: layout)
    #expect(
      try RecordingCheck(reading: MemorySource(bytes)).faults
        == [.init(records: 3..<4, fault: .sampleCount(found: 81))])
  }

  private static let badFields: [(offset: Int, text: String, field: HeaderField)] = [
    (0, "1", .version), (88, "Startdate X X X Other".padded(to: 80), .recording),
    (184, "1280", .headerBytes), (192, "EDF+D", .reserved), (236, "-1 ", .recordCount),
    (236, "0 ", .recordCount), (236, "1000001", .recordCount), (244, "0       ", .recordDuration),
    (244, "9.9     ", .recordDuration), (252, "4", .signalCount), (256 + 16, "EEG  ", .label),
    (336, "none         ", .transducer), (336, "accelerometer 0 ng/count rail 5  ", .transducer),
    (1_336, "11  ", .recordDuration), (1_344, "79 ", .samplesPerRecord),
    (1_360, "22 ", .samplesPerRecord), (1_368, "1  ", .samplesPerRecord),
  ]

  @Test(arguments: badFields.indices)
  func aHeaderFieldThatIsNotOursIsNamed(index: Int) throws {
    var (bytes, _) = try Self.recording()
    let (offset, text, field) = Self.badFields[index]
    bytes.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8))
    let error = #expect(throws: RecordingError.self) {
      try RecordingContents(reading: MemorySource(bytes))
    }
    guard case .header(let named, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(named == field)
  }

  @Test func aLaterFormatIsRefusedByItsNumber() throws {
    var (bytes, _) = try Self.recording()
    let header = String(decoding: bytes[88..<168], as: UTF8.self)
      .replacing("format 1", with: "format 2")
    bytes.replaceSubrange(88..<168, with: Array(header.utf8))
    #expect(throws: RecordingError.laterFormat(2)) {
      try RecordingContents(reading: MemorySource(bytes))
    }
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func changedHeadersAndMarksNeverTrap(seed: UInt64) throws {
    var (bytes, specimen) = try Self.recording()
    let layout = RecordLayout(specimen.rate)
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<3 {
      let place = Int.random(in: 0..<RecordLayout.headerBytes, using: &numbers)
      if seed % 2 == 0 { bytes[place] = UInt8.random(in: .min ... .max, using: &numbers) }
      // Marks behind a checksum that fits: what a faulty writer could leave.
      let record = layout.offset(ofRecord: Int.random(in: 0..<5, using: &numbers))
      let mark = Int.random(in: 0..<layout.annotationBytes, using: &numbers)
      bytes[record + layout.annotationsOffset + mark] = UInt8.random(
        in: .min ... .max, using: &numbers)
      BlockStatus.seal(&bytes, at: record, layout: layout)
    }
    guard let contents = try? RecordingContents(reading: MemorySource(bytes)) else { return }
    for timed in contents.marks { _ = contents.sampleIndex(at: timed.onset) }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: width - utf8.count)
  }
}
