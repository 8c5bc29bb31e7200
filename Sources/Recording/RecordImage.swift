import Findings

/// The bytes of a whole recording in memory, as they are, or ought to be, on the card.
///
/// 200 Hz take 2,560 bytes a second: about 220 kB for the longest exam.
struct RecordImage: Sendable {
  let layout: RecordLayout
  private let rate: SampleRate
  private(set) var bytes: [UInt8]

  /// Makes the image of a file whose records are all prefilled and empty.
  init(header: RecordingHeader, programVersion: Literal) {
    layout = header.layout
    rate = header.rate
    bytes = header.bytes(programVersion: programVersion)
    bytes.reserveCapacity(layout.offset(ofRecord: Int(header.recordCount)))
    for _ in 0..<header.recordCount { addEmptyRecord() }
  }

  /// How many records there are, written or empty.
  var recordCount: Int { (bytes.count - RecordLayout.headerBytes) / layout.recordBytes }

  /// The bytes of the file that a record takes.
  func range(ofRecord number: Int) -> Range<Int> {
    layout.offset(ofRecord: number)..<layout.offset(ofRecord: number + 1)
  }

  /// Adds a prefilled record at the end.
  mutating func addEmptyRecord() {
    let number = recordCount
    bytes.append(contentsOf: repeatElement(0, count: layout.recordBytes))
    setAnnotations([], ofRecord: number)
    seal(number, BlockStatus(number: UInt32(number)))
  }

  /// Writes a sample into its place; the record is not valid again before `seal`.
  mutating func setSample(_ sample: RawSample, _ index: Int, ofRecord number: Int) {
    storeSample(sample, index, in: &bytes, at: layout.offset(ofRecord: number), layout: layout)
  }

  /// The annotations of a record, its time-keeping one left out.
  func annotations(ofRecord number: Int) -> [[UInt8]] {
    var list: [[UInt8]] = []
    var reader = AnnotationReader(
      bytes.span, at: layout.offset(ofRecord: number), layout: layout)
    _ = reader.next()
    while let annotation = reader.next() { list.append([UInt8](copying: annotation.bytes)) }
    return list
  }

  /// Writes annotations into a record, as many of the first ones as fit; returns how many did.
  @discardableResult
  mutating func setAnnotations(_ list: [[UInt8]], ofRecord number: Int) -> Int {
    var text = TextBuffer()
    appendAnnotation(
      [], at: Microseconds(Int64(number) * Int64(rate.recordMicroseconds)), to: &text)
    var taken = 0
    for annotation in list {
      guard text.bytes.count + annotation.count + 1 <= layout.annotationBytes else { break }
      text.append(bytes: annotation)
      text.append(byte: 0)
      taken += 1
    }
    let start = layout.offset(ofRecord: number) + layout.annotationsOffset
    for index in Counting(0..<layout.annotationBytes) {
      bytes[start + index] = index < text.bytes.count ? text.bytes[index] : 0
    }
    return taken
  }

  /// The status of a record.
  func status(ofRecord number: Int) -> BlockStatus {
    BlockStatus(in: bytes.span, at: layout.offset(ofRecord: number), layout: layout)
  }

  /// Writes a record's status and checksum: the last step of any change to it.
  mutating func seal(_ number: Int, _ status: BlockStatus) {
    let offset = layout.offset(ofRecord: number)
    status.write(into: &bytes, at: offset, layout: layout)
    BlockStatus.seal(&bytes, at: offset, layout: layout)
  }

  /// Replaces the header, and cuts all records from its count on.
  mutating func finish(header: RecordingHeader, programVersion: Literal) {
    bytes.removeSubrange(layout.offset(ofRecord: Int(header.recordCount))...)
    bytes.replaceSubrange(
      ..<RecordLayout.headerBytes, with: header.bytes(programVersion: programVersion))
  }
}
