import Findings

/// Reads a file from an offset on into `bytes`, and cuts them to what there was.
public typealias BytesAt = (_ offset: Int, _ bytes: inout [UInt8]) throws(StorageError) -> Void

/// Reads the records of a recording in turn, as often as they are needed, in the memory of one.
struct RecordScan {
  let header: RecordingHeader
  /// The version of the program that wrote it, as its header says.
  let programVersion: [UInt8]
  private(set) var number = -1
  private(set) var record: [UInt8] = []
  private let layout: RecordLayout

  /// Reads the header.
  init(_ read: BytesAt) throws(RecordingError) {
    var bytes = [UInt8](repeating: 0, count: RecordLayout.headerBytes)
    do throws(StorageError) { try read(0, &bytes) } catch { throw .source(error) }
    header = try RecordingHeader(parsing: bytes.span)
    layout = header.layout
    var words = WordReader(bytes.span.extracting(88..<168))
    var version: [UInt8] = []
    while let word = words.next() {
      guard let found = remainder(of: word, after: "Clonus_") else { continue }
      version = []
      for index in Counting(found.indices) {
        let byte = found[index]
        if byte > 0x2A && byte != 0x2C && byte != 0x3C && byte < 0x7F { version.append(byte) }
      }
    }
    programVersion = version
  }

  /// Goes back before the first record.
  mutating func restart() { number = -1 }

  /// Reads and checks the next record; nil behind the last one, and behind one that is cut off.
  mutating func next(_ read: BytesAt) throws(RecordingError) -> RecordState? {
    let isAtEnd = number >= 0 && record.count < layout.recordBytes
    guard number + 1 < Int(header.recordCount), !isAtEnd else { return nil }
    number += 1
    record = [UInt8](repeating: 0, count: layout.recordBytes)
    do throws(StorageError) { try read(layout.offset(ofRecord: number), &record) } catch {
      throw .source(error)
    }
    return recordState(of: record, number: number, layout: layout)
  }

  /// A sample of the record that was read last.
  func sample(_ index: Int) -> RawSample {
    loadSample(index, of: record.span, at: 0, layout: layout)
  }

  /// Reads all records once more; answers how many there are up to the last written one.
  @inline(never)
  mutating func writtenRecords(_ read: BytesAt) throws(RecordingError) -> Int {
    restart()
    var count = 0
    while let state = try next(read) {
      if case .written = state { count = number + 1 }
    }
    return count
  }

  /// Reads all samples once more, each with its number; those of damaged records are left out.
  @inline(never)
  mutating func eachSample(_ read: BytesAt, _ body: (Int64, RawSample) -> Void)
    throws(RecordingError)
  {
    restart()
    while let state = try next(read) {
      guard case .written(let count) = state else { continue }
      let first = Int64(number) * Int64(header.rate.samplesPerRecord)
      for index in Counting(0..<count) { body(first + Int64(index), sample(index)) }
    }
  }

  /// The annotations of the record that was read last.
  var annotations: AnnotationReader { AnnotationReader(record.span, at: 0, layout: layout) }

  /// The checksum that the record carries.
  var checksum: UInt32 {
    record.count < layout.recordBytes
      ? 0 : BlockStatus.storedChecksum(in: record.span, at: 0, layout: layout)
  }
}

/// All that a recording says but its samples: what report, index and table of beats are made of.
///
/// Memory: the marks, about 100 bytes for each beat. A class, because it is read by many and never copied.
public final class RecordedExam {
  /// What the header says.
  public let header: RecordingHeader
  /// The version of the program that wrote it.
  public let programVersion: [UInt8]
  /// The exam's settings; the defaults where the record that held them is damaged.
  public private(set) var settings = ExamSettings()
  /// What was known of the wall clock.
  public private(set) var clock = ClockNote()
  /// What is said of the device, and the exam's place in a series.
  public private(set) var device = DeviceNote()
  /// What was found; nil where the exam was cut off before its verdict.
  public private(set) var findings: ExamFindings?
  /// The beats that are marked; of the train that counts, where there are findings.
  public private(set) var beats: [Beat] = []
  /// The marks in the order of the file.
  public private(set) var marks: [TimedMark] = []
  /// The records that are damaged or missing.
  public private(set) var check = RecordingCheck()
  /// How many samples lie in it, up to the last written one.
  public private(set) var sampleCount: Int64 = 0
  /// Tells this state of the recording from any other: of its header and all its records' checksums.
  public private(set) var stamp: UInt32 = 0

  /// Reads a recording to its end.
  public convenience init(_ read: BytesAt) throws(RecordingError) {
    var scan = try RecordScan(read)
    try self.init(&scan, read)
  }

  @inline(never)
  init(_ scan: inout RecordScan, _ read: BytesAt) throws(RecordingError) {
    header = scan.header
    programVersion = scan.programVersion
    var sum = CRC32()
    add(UInt32(header.recordCount), to: &sum)
    var swings: [[UInt8]] = []
    scan.restart()
    while let state = try scan.next(read) {
      check.take(state, ofRecord: scan.number)
      add(scan.checksum, to: &sum)
      guard case .written(let count) = state else { continue }
      if count > 0 {
        sampleCount = Int64(scan.number) * Int64(header.rate.samplesPerRecord) + Int64(count)
      }
      var annotations = scan.annotations
      while let annotation = annotations.next() { take(annotation, &swings) }
    }
    check.close(recordCount: Int(header.recordCount), lastRead: scan.number)
    for swing in swings { SwingText.read(swing.span, into: &beats) }
    stamp = sum.value
  }

  /// Whether anything was recorded.
  public var isExam: Bool { sampleCount > 0 }

  /// When the last sample was, since the first.
  var end: Microseconds { header.rate.time(ofSample: max(0, sampleCount - 1)) }

  /// The first time at which a mark of this kind stands.
  func time(of mark: Mark) -> Microseconds? {
    for timed in marks where timed.mark.kind == mark.kind { return timed.onset }
    return nil
  }

  @inline(never)
  private func take(_ annotation: Annotation, _ swings: inout [[UInt8]]) {
    if let timed = TimedMark(annotation) {
      switch timed.mark {
      case .settings(let found): settings = found
      case .clock(let note): clock = note
      case .beat:
        // Those that were settled at the end come last in the file: time is their order.
        var place = beats.count
        while place > 0, beats[place - 1].time > timed.onset { place -= 1 }
        beats.insert(Beat(time: timed.onset, amplitude: Gravities(q20: 0)), at: place)
        marks.append(timed)
      default: marks.append(timed)
      }
      return
    }
    if let note = DeviceNote(text: annotation.text) {
      device = note
    } else if let found = ExamFindings(text: annotation.text) {
      findings = found
    } else if remainder(of: annotation.text, after: "swing ") != nil {
      swings.append([UInt8](copying: annotation.text))
    }
  }
}

private func add(_ value: UInt32, to sum: inout CRC32) {
  for shift in [0, 8, 16, 24] as [UInt32] { sum.update(UInt8(truncatingIfNeeded: value >> shift)) }
}
