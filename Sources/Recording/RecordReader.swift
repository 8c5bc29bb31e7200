import Findings

/// What a record turned out to be.
public enum RecordState: Sendable, Hashable {
  /// Recorded, with so many real samples.
  case written(samples: Int)
  /// Prefilled, never recorded.
  case empty
  /// Not to be trusted.
  case faulty(RecordFault)
}

/// Reads a recording record by record, in the memory of one record.
public struct RecordReader<Source: ByteSource & ~Copyable>: ~Copyable {
  /// What the header says.
  public let header: RecordingHeader
  /// The number of the record that `next` read last.
  public private(set) var number = -1

  private var source: BufferedSource<Source>
  private let layout: RecordLayout
  private var record: [UInt8] = []
  private var isAtEnd = false

  /// Reads the header.
  public init(_ source: consuming Source) throws(RecordingError) {
    var buffered = BufferedSource(source)
    var bytes: [UInt8] = []
    do { try buffered.read(RecordLayout.headerBytes, into: &bytes) } catch { throw .source(error) }
    header = try RecordingHeader(parsing: bytes.span)
    layout = header.layout
    self.source = buffered
  }

  /// Reads the next record and checks it; nil behind the last one of the header's count.
  ///
  /// Where the file ends early, the record that is cut off is told once, and as `missing` the first
  /// of those that lack; then nil follows.
  public mutating func next() throws(RecordingError) -> RecordState? {
    guard number + 1 < Int(header.recordCount), !isAtEnd else { return nil }
    number += 1
    do { try source.read(layout.recordBytes, into: &record) } catch { throw .source(error) }
    isAtEnd = record.count < layout.recordBytes
    return recordState(of: record, number: number, layout: layout)
  }

  /// A sample of the record that was read last, from 0; one that `next` called written.
  public func sample(_ index: Int) -> RawSample {
    loadSample(index, of: record.span, at: 0, layout: layout)
  }

  /// The marks of the record that was read last; annotations of others are left out.
  public func marks() -> [TimedMark] {
    var marks: [TimedMark] = []
    var annotations = AnnotationReader(record.span, at: 0, layout: layout)
    while let annotation = annotations.next() {
      if let mark = TimedMark(annotation) { marks.append(mark) }
    }
    return marks
  }

  /// The monotonic clock at the first sample of the record that was read last.
  public var start: Microseconds { BlockStatus(in: record.span, at: 0, layout: layout).start }
}

/// Checks the bytes of record `number`, as many as there are of them.
func recordState(of record: [UInt8], number: Int, layout: RecordLayout) -> RecordState {
  if record.isEmpty { return .faulty(.missing) }
  if record.count < layout.recordBytes { return .faulty(.cutOff(bytes: record.count)) }
  let sum = BlockStatus.checksum(of: record.span, at: 0, layout: layout)
  guard sum == BlockStatus.storedChecksum(in: record.span, at: 0, layout: layout) else {
    return .faulty(.checksum)
  }
  let status = BlockStatus(in: record.span, at: 0, layout: layout)
  guard status.number == UInt32(number) else { return .faulty(.number(found: status.number)) }
  guard Int(status.sampleCount) <= layout.samples else {
    return .faulty(.sampleCount(found: status.sampleCount))
  }
  return status.isWritten ? .written(samples: Int(status.sampleCount)) : .empty
}
