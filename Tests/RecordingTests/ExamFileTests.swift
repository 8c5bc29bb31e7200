import Findings
import Testing

@testable import Recording

@Suite struct ExamFileTests {
  static let recording = CardFile.recording(42)

  @Test(arguments: [1, 2, 3] as [UInt64], [1, 79, 80, 81, 2_000])
  func everythingThatWasPutInComesOutAgain(seed: UInt64, count: Int) throws {
    let specimen = Specimen(seed: seed, samples: count)
    let (file, card) = try specimen.recorded()
    let bytes = try #require(card.files[Self.recording])
    #expect(bytes == file.bytes)
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(contents.samples == specimen.samples)
    #expect(contents.settings == specimen.settings)
    #expect(contents.clock == specimen.clock)
    #expect(contents.header.rate == specimen.rate)
    #expect(contents.header.scale == specimen.scale)
    #expect(contents.header.exam == 42)
    #expect(contents.header.start == specimen.clock.time)
    #expect(contents.check.isWhole)
    #expect(contents.check.empty == 0)
    #expect(contents.cue == count / 5)
    #expect(contents.verdict == count * 7 / 8)
    let events = contents.marks.filter { timed in
      switch timed.mark {
      case .settings, .clock, .filled: false
      default: true
      }
    }
    #expect(Set(events) == Set(specimen.marks))
    #expect(events.count == specimen.marks.count)
    for index in specimen.samples.indices {
      #expect(contents.sampleIndex(at: specimen.rate.time(ofSample: Int64(index))) == index)
    }
  }

  @Test func lostSamplesAreCountedByAnnotations() throws {
    let specimen = Specimen(seed: 4, samples: 2_000)
    let (file, _) = try specimen.recorded()
    let contents = try RecordingContents(reading: MemorySource(file.bytes))
    var lost = Set<Int>()
    for timed in contents.marks {
      guard case .filled(let count) = timed.mark else { continue }
      let first = contents.sampleIndex(at: timed.onset)
      lost.formUnion(first..<first + Int(count))
    }
    #expect(!lost.isEmpty)
    #expect(lost == Set(specimen.samples.indices.filter { specimen.samples[$0].flags == .filled }))
  }

  @Test func duringTheExamOnlyWholeRecordsAreOverwrittenInTheirPlaces() throws {
    let specimen = Specimen(seed: 5, samples: 2_000)
    var card = MemoryCard()
    var file = specimen.file()
    try file.prepare(on: &card)
    let prepared = try #require(card.files[Self.recording])
    card.writes = []
    card.syncs = 0
    try specimen.record(&file, on: &card)
    let layout = RecordLayout(specimen.rate)
    #expect(layout.recordBytes % 512 == 0)
    #expect(card.writes.map(\.range) == (0..<25).map { file.image.range(ofRecord: $0) })
    #expect(card.syncs == 25)
    let now = try #require(card.files[Self.recording])
    #expect(now.count == prepared.count)
    #expect(now.prefix(1_536) == prepared.prefix(1_536))
  }

  @Test func aFileThatWasOnlyPreparedIsWholeAndEmpty() throws {
    let specimen = Specimen(seed: 6, samples: 0)
    var card = MemoryCard()
    var file = specimen.file()
    try file.prepare(on: &card)
    let bytes = try #require(card.files[Self.recording])
    let check = try RecordingCheck(reading: MemorySource(bytes))
    #expect(check.isWhole)
    #expect(check.written == 0)
    #expect(check.empty == 76)
    #expect(throws: RecordingError.noSamples) {
      try RecordingContents(reading: MemorySource(bytes))
    }
  }

  @Test func annotationsThatFindNoRoomGoIntoLaterRecordsAndNoneIsLost() throws {
    let specimen = Specimen(seed: 7, samples: 400)
    var card = MemoryCard()
    var file = specimen.file(seconds: 2)
    try file.prepare(on: &card)
    try specimen.record(&file, on: &card)
    for number in 0..<200 { file.annotate(.button, at: .milliseconds(Int64(number))) }
    try file.finish(specimen.findings, beats: specimen.beats, verdictAt: .seconds(2), on: &card)
    let bytes = try #require(card.files[Self.recording])
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(contents.samples == specimen.samples)
    #expect(contents.marks.filter { $0.mark == .button }.count == 200)
    #expect(contents.marks.contains { $0.mark == .beat(14) })
    #expect(contents.check.isWhole)
  }

  @Test func aCardThatFailsIsToldOnceAndTheExamIsSavedLater() throws {
    let specimen = Specimen(seed: 8, samples: 1_000)
    var card = MemoryCard()
    var file = specimen.file()
    try file.prepare(on: &card)
    file.begin(specimen.settings, clock: specimen.clock)
    var errors: [StorageError] = []
    for (index, sample) in specimen.samples.enumerated() {
      if index == 500 { card.fault = .missing }
      do { try file.append(sample, clock: .zero, to: &card) } catch { errors.append(error) }
    }
    #expect(errors == [.missing])
    #expect(!file.isRecorded)
    try file.finish(
      specimen.findings, beats: specimen.beats, verdictAt: specimen.verdictAt, on: &card)
    #expect(throws: StorageError.missing) { try file.saveAgain(on: &card) }
    card.fault = nil
    try file.saveAgain(on: &card)
    let bytes = try #require(card.files[Self.recording])
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(contents.samples == specimen.samples)
    #expect(contents.marks.contains { $0.mark == .verdict(.sustained) })
  }

  @Test func beatsOfATrainThatDoesNotCountAreTakenOutAtTheEnd() throws {
    let specimen = Specimen(seed: 9, samples: 2_000)
    var card = MemoryCard()
    var file = specimen.file()
    try file.prepare(on: &card)
    file.begin(specimen.settings, clock: specimen.clock)
    for (index, sample) in specimen.samples.enumerated() {
      if index == 100 { file.annotate(.stretch, at: .milliseconds(500)) }
      if index == 300 { file.annotate(.beat(1), at: .milliseconds(1_400)) }
      if index == 310 { file.annotate(.beat(2), at: .milliseconds(1_500)) }
      try file.append(sample, clock: .zero, to: &card)
    }
    try file.finish(
      specimen.findings, beats: specimen.beats, verdictAt: specimen.verdictAt, on: &card)
    let bytes = try #require(card.files[Self.recording])
    #expect(bytes == file.bytes)
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(contents.check.isWhole)
    #expect(contents.marks.filter { $0.mark == .stretch }.count == 1)
    for (index, beat) in specimen.beats.enumerated() {
      let marked = contents.marks.filter { $0.mark == .beat(Int32(index + 1)) }
      #expect(marked.map(\.onset) == [beat.time])
    }
  }

  @Test func whoPullsThePlugAfterTheAnswerFindsItInTheRecording() throws {
    let specimen = Specimen(seed: 14, samples: 2_000)
    var card = MemoryCard()
    var file = specimen.file()
    try file.prepare(on: &card)
    try specimen.record(&file, on: &card, count: 1_750)
    try file.conclude(
      specimen.findings, beats: specimen.beats, verdictAt: specimen.verdictAt, on: &card)
    // What was seen before the verdict, and comes to the file after it, is settled already.
    file.annotate(.beat(15), at: .seconds(6))
    for sample in specimen.samples[1_750..<1_920] {
      try file.append(sample, clock: .zero, to: &card)
    }
    _ = try RecordingRecovery(closing: 42, on: &card)
    let bytes = try #require(card.files[Self.recording])
    let exam = try RecordedExam(bytesAt(bytes))
    #expect(exam.findings == specimen.findings)
    #expect(exam.beats.map(\.time) == specimen.beats.map(\.time))
    #expect(exam.marks.contains { $0.mark == .verdict(.sustained) })
    #expect(exam.sampleCount == 1_920)
  }

  @Test func noWriteLeavesAVerdictWithoutItsFindings() throws {
    let specimen = Specimen(seed: 15, samples: 2_000)
    var card = MemoryCard()
    var file = specimen.file()
    try file.prepare(on: &card)
    try specimen.record(&file, on: &card)
    // Crowded records: what the findings say takes several.
    for number in 0..<60 { file.annotate(.button, at: .milliseconds(Int64(number))) }
    let before = card.files
    let first = card.writes.count
    try file.finish(
      specimen.findings, beats: specimen.beats, verdictAt: specimen.verdictAt, on: &card)
    var torn = try #require(before[Self.recording])
    var verdicts = 0
    for (write, bytes) in zip(card.writes, card.contents).dropFirst(first) {
      if torn.count < write.range.upperBound {
        torn += [UInt8](repeating: 0, count: write.range.upperBound - torn.count)
      }
      torn.replaceSubrange(write.range, with: bytes)
      let exam = try RecordedExam(bytesAt(torn))
      let hasVerdict = exam.marks.contains { $0.mark == .verdict(.sustained) }
      verdicts += hasVerdict ? 1 : 0
      #expect(!hasVerdict || exam.findings == specimen.findings)
    }
    #expect(verdicts > 0)
  }

  @Test func anExamLongerThanWasPreparedGrowsTheFile() throws {
    let specimen = Specimen(seed: 10, samples: 2_000)
    let (_, card) = try specimen.recorded(seconds: 3)
    let bytes = try #require(card.files[Self.recording])
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(contents.samples == specimen.samples)
    #expect(contents.check.isWhole)
  }

  @Test func theAccelerationIsTheFastestSignalAtEveryRate() throws {
    for hertz in 24...1_050 as ClosedRange<Int64> {
      let rate = try #require(SampleRate(samplePicoseconds: 1_000_000_000_000 / hertz))
      let layout = RecordLayout(rate)
      #expect(layout.statusWords <= layout.samples, "\(hertz) Hz")
    }
  }

  @Test func theLongestMarkFitsIntoAnEmptyRecord() throws {
    var settings = ExamSettings(
      kind: .spontaneous, site: .finger, side: .unknown, rule: Rule(.obstetric, sustainedFrom: 100),
      age: .infant8To12Months)
    let long = Microseconds(3_599_999_999)
    settings.restStillness = long
    settings.restLimit = long
    settings.stretchWait = long
    settings.minimumHold = long
    settings.maximumHold = long
    settings.endGap = long
    settings.spontaneousDuration = long
    let late = Microseconds(20_000_000_000 - 1)
    let mark = TimedMark(.settings(settings), at: late, duration: late)
    #expect(mark.annotation.count + "+20000.000001xxx".utf8.count <= 416)
  }

  @Test func anExamThatBeganBeforeTheCardWasReadyIsRecordedFromThenOn() throws {
    let specimen = Specimen(seed: 12, samples: 1_000)
    var card = MemoryCard()
    var file = specimen.file()
    file.begin(specimen.settings, clock: specimen.clock)
    for (index, sample) in specimen.samples.enumerated() {
      if index == 500 { try file.saveAgain(on: &card) }
      try file.append(sample, clock: .zero, to: &card)
      if index < 500 { #expect(card.files.isEmpty) }
    }
    let cutOff = try #require(card.files[Self.recording])
    let check = try RecordingCheck(reading: MemorySource(cutOff))
    #expect(check.isWhole)
    #expect(check.written == 12)
    try file.finish(
      specimen.findings, beats: specimen.beats, verdictAt: specimen.verdictAt, on: &card)
    #expect(card.files[Self.recording] == file.bytes)
  }

  @Test func anExamThatEndsBeforeItsFirstSampleIsAWholeFileToo() throws {
    let specimen = Specimen(seed: 13, samples: 0)
    var card = MemoryCard()
    var file = specimen.file()
    try file.prepare(on: &card)
    file.begin(specimen.settings, clock: specimen.clock)
    let nothing = ExamFindings(kind: .stretch, rule: Rule(.adult))
    try file.finish(nothing, beats: [], verdictAt: .zero, on: &card)
    let bytes = try #require(card.files[Self.recording])
    let check = try RecordingCheck(reading: MemorySource(bytes))
    #expect(check.isWhole)
    #expect(check.written == 1)
  }
}
