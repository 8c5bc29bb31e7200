import Findings

extension RecordingHeader {
  /// Reads the 1,536 bytes of a header; the error names the field and its offset.
  init(parsing bytes: Span<UInt8>) throws(RecordingError) {
    guard bytes.count == RecordLayout.headerBytes else {
      throw .shortHeader(bytes: bytes.count)
    }
    let fields = HeaderFields(bytes: bytes)
    guard fields.says("0", 0, 8) else { throw .header(.version, offset: 0) }
    exam = try fields.exam()
    start = fields.start()
    guard fields.number(184, 8) == Int64(RecordLayout.headerBytes) else {
      throw .header(.headerBytes, offset: 184)
    }
    guard fields.says("EDF+C", 192, 44) else { throw .header(.reserved, offset: 192) }
    guard let count = fields.number(RecordLayout.recordCountOffset, 8),
      (1...RecordLayout.mostRecords).contains(count)
    else {
      throw .header(.recordCount, offset: RecordLayout.recordCountOffset)
    }
    recordCount = Int32(count)
    guard fields.number(252, 4) == Int64(RecordLayout.signalCount) else {
      throw .header(.signalCount, offset: 252)
    }
    rate = try fields.rate()
    scale = try fields.scale()
    try fields.checkSignals(RecordLayout(rate))
  }
}

/// The fields of a header by their places; a signal's fields lie field by field, not signal by signal.
private struct HeaderFields: ~Escapable {
  let bytes: Span<UInt8>

  private static let labels = 256
  private static let transducers = labels + 16 * RecordLayout.signalCount
  private static let sampleCounts = 256 + (16 + 80 + 8 + 8 + 8 + 8 + 8 + 80) * 5

  /// A field without the spaces behind it.
  @inline(never)
  @_lifetime(copy self)
  func text(_ offset: Int, _ width: Int) -> Span<UInt8> {
    var end = offset + width
    while end > offset, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return bytes.extracting(offset..<end)
  }

  func says(_ text: Literal, _ offset: Int, _ width: Int) -> Bool {
    text.isSame(as: self.text(offset, width))
  }

  func number(_ offset: Int, _ width: Int) -> Int64? { wholeNumber(text(offset, width)) }

  /// The exam's number, behind `… format <version> exam <number>`.
  func exam() throws(RecordingError) -> UInt16 {
    let place = RecordingError.header(.recording, offset: 88)
    var words = WordReader(text(88, 80))
    guard let format = UInt32(exactly: number(behind: "format", &words)), format > 0 else {
      throw place
    }
    guard format <= RecordLayout.formatVersion else { throw .laterFormat(format) }
    guard let exam = UInt16(exactly: number(behind: "exam", &words)), exam > 0 else { throw place }
    return exam
  }

  /// The number behind a word; 0 where there is none.
  @inline(never)
  private func number(behind name: Literal, _ words: inout WordReader) -> Int64 {
    while let word = words.next() {
      if name.isSame(as: word) { return words.nextNumber() ?? 0 }
    }
    return 0
  }

  /// The start, where the recording field names a date; it decides nothing, so anything else is nil.
  func start() -> CivilTime? {
    if says("Startdate X", 88, 12) { return nil }
    // `dd.mm.yy` and `hh.mm.ss` follow each other without a gap.
    @inline(never)
    func pair(_ offset: Int) -> Int64 {
      wholeNumber(bytes.extracting(offset..<offset + 2)) ?? -1
    }
    let year = pair(174)
    guard year >= 0 else { return nil }
    return CivilTime(
      year: year + (year >= 85 ? 1_900 : 2_000), month: pair(171), day: pair(168),
      hour: pair(176), minute: pair(179), second: pair(182))
  }

  func rate() throws(RecordingError) -> SampleRate {
    guard let samples = number(Self.sampleCounts, 8), let count = Int32(exactly: samples) else {
      throw .header(.samplesPerRecord, offset: Self.sampleCounts)
    }
    guard let duration = DecimalNumber(text(244, 8))?.scaled(decimals: 6),
      let microseconds = Int32(exactly: duration),
      let rate = SampleRate(samplesPerRecord: count, recordMicroseconds: microseconds)
    else { throw .header(.recordDuration, offset: 244) }
    return rate
  }

  func scale() throws(RecordingError) -> CountScale {
    let place = RecordingError.header(.transducer, offset: Self.transducers)
    var words = WordReader(text(Self.transducers, 80))
    guard words.nextIs("accelerometer"),
      let nano = words.nextNumber(), let count = Int32(exactly: nano),
      words.nextIs("ng/count"), words.nextIs("rail"),
      let value = words.nextNumber(), let rail = Int16(exactly: value),
      let scale = CountScale(nanoGravitiesPerCount: count, railCount: rail)
    else { throw place }
    return scale
  }

  /// Labels and samples per record must be those of the layout.
  func checkSignals(_ layout: RecordLayout) throws(RecordingError) {
    let counts = [
      layout.samples, layout.samples, layout.samples, layout.statusWords,
      layout.annotationBytes / 2,
    ]
    for (signal, label) in RecordLayout.labels.enumerated() {
      let place = Self.labels + 16 * signal
      guard says(label, place, 16) else { throw .header(.label, offset: place) }
      let countPlace = Self.sampleCounts + 8 * signal
      guard number(countPlace, 8) == Int64(counts[signal]) else {
        throw .header(.samplesPerRecord, offset: countPlace)
      }
    }
  }
}
