import Findings

extension RecordingHeader {
  /// Reads the 1,536 bytes of a header; the error names the field and its offset.
  init(parsing bytes: [UInt8]) throws(RecordingError) {
    guard bytes.count == RecordLayout.headerBytes else {
      throw .shortHeader(bytes: bytes.count)
    }
    let fields = HeaderFields(bytes: bytes)
    guard equals(fields.text(0, 8), "0") else { throw .header(.version, offset: 0) }
    exam = try fields.exam()
    start = fields.start()
    guard fields.number(184, 8) == Int64(RecordLayout.headerBytes) else {
      throw .header(.headerBytes, offset: 184)
    }
    guard equals(fields.text(192, 44), "EDF+C") else { throw .header(.reserved, offset: 192) }
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
private struct HeaderFields {
  let bytes: [UInt8]

  private static let labels = 256
  private static let transducers = labels + 16 * RecordLayout.signalCount
  private static let sampleCounts = 256 + (16 + 80 + 8 + 8 + 8 + 8 + 8 + 80) * 5

  /// A field without the spaces behind it.
  func text(_ offset: Int, _ width: Int) -> [UInt8] {
    var field = [UInt8](bytes[offset..<offset + width])
    while field.last == UInt8(ascii: " ") { field.removeLast() }
    return field
  }

  func number(_ offset: Int, _ width: Int) -> Int64? { wholeNumber(text(offset, width)) }

  /// The exam's number, behind `… format <version> exam <number>`.
  func exam() throws(RecordingError) -> UInt16 {
    let place = RecordingError.header(.recording, offset: 88)
    var words = WordReader(text(88, 80))
    var values: [Int64] = []
    for expected in ["format", "exam"] as [Literal] {
      while true {
        guard let word = words.next() else { throw place }
        if equals(word, expected) { break }
      }
      guard let word = words.next(), let value = wholeNumber(word), value > 0 else { throw place }
      values.append(value)
    }
    guard let format = UInt32(exactly: values[0]) else { throw place }
    guard format <= RecordLayout.formatVersion else { throw .laterFormat(format) }
    guard let exam = UInt16(exactly: values[1]) else { throw place }
    return exam
  }

  /// The start, where the recording field names a date; it decides nothing, so anything else is nil.
  func start() -> CivilTime? {
    guard !equals([UInt8](bytes[88..<100]), "Startdate X ") else { return nil }
    // `dd.mm.yy` and `hh.mm.ss` follow each other without a gap.
    func pair(_ index: Int) -> [UInt8] {
      let offset = 168 + index / 3 * 8 + index % 3 * 3
      return [UInt8](bytes[offset..<offset + 2])
    }
    guard let year = wholeNumber(pair(2)) else { return nil }
    var text = TextBuffer(year >= 85 ? "19" : "20")
    text.append(bytes: pair(2))
    for (part, before) in [(1, 0x2D), (0, 0x2D), (3, 0x54), (4, 0x3A), (5, 0x3A)] as [(Int, UInt8)]
    {
      text.append(bytes: [before])
      text.append(bytes: pair(part))
    }
    text.append("Z")
    return CivilTime(text: text.bytes)
  }

  func rate() throws(RecordingError) -> SampleRate {
    guard let samples = number(Self.sampleCounts, 8), let count = Int32(exactly: samples) else {
      throw .header(.samplesPerRecord, offset: Self.sampleCounts)
    }
    guard let duration = DecimalNumber(text(244, 8).span)?.scaled(decimals: 6),
      let microseconds = Int32(exactly: duration),
      let rate = SampleRate(samplesPerRecord: count, recordMicroseconds: microseconds)
    else { throw .header(.recordDuration, offset: 244) }
    return rate
  }

  func scale() throws(RecordingError) -> CountScale {
    let place = RecordingError.header(.transducer, offset: Self.transducers)
    var words = WordReader(text(Self.transducers, 80))
    guard let first = words.next(), equals(first, "accelerometer"),
      let nano = words.next().flatMap({ wholeNumber($0) }), let count = Int32(exactly: nano),
      let unit = words.next(), equals(unit, "ng/count"),
      let word = words.next(), equals(word, "rail"),
      let value = words.next().flatMap({ wholeNumber($0) }), let rail = Int16(exactly: value),
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
      guard equals(text(place, 16), label) else { throw .header(.label, offset: place) }
      let countPlace = Self.sampleCounts + 8 * signal
      guard number(countPlace, 8) == Int64(counts[signal]) else {
        throw .header(.samplesPerRecord, offset: countPlace)
      }
    }
  }
}
