import Findings

/// What became of a recording that may have been cut off.
public enum RecordingRecovery: Sendable, Hashable {
  /// It was finished: nothing was done.
  case whole
  /// It was prepared and never recorded into: nothing was done, the number is free.
  case unused
  /// It was cut off, and now ends with its last written record.
  case closed(records: Int)

  /// Closes the recording of an exam that the power cut off: sets the header's count of records and cuts
  /// the file to its length. A torn last record is cut away with the empty ones behind it; one that was torn
  /// while it was written again gets its copy.
  ///
  /// Only copies and the count are written in place, so that a second cut leaves what this finds again. Memory: one
  /// record.
  public init(closing number: UInt16, on card: inout some Storage & ~Copyable)
    throws(RecordingError)
  {
    let file = CardFile.recording(number)
    var scan = try RecordScan { (offset, bytes) throws(StorageError) in
      try card.fill(&bytes, from: file, at: offset)
    }
    try mend(file, &scan, on: &card)
    let count = try scan.writtenRecords { (offset, bytes) throws(StorageError) in
      try card.fill(&bytes, from: file, at: offset)
    }
    let length = scan.header.layout.offset(ofRecord: count)
    do throws(StorageError) {
      if count == Int(scan.header.recordCount), try card.size(of: file) == length {
        self = .whole
        return
      }
      guard count > 0 else {
        self = .unused
        return
      }
      var sector = [UInt8](repeating: 0, count: RecordLayout.sectorBytes)
      try card.fill(&sector, from: file, at: 0)
      setCount(count, in: &sector)
      try card.write(sector.span, to: file, at: 0)
      try card.sync(file)
      try card.resize(file, to: length)
      try card.sync(file)
    } catch {
      throw .source(error)
    }
    self = .closed(records: count)
  }
}

/// Puts copies into the places of records that were torn while they were written again.
private func mend(
  _ file: CardFile, _ scan: inout RecordScan, on card: inout some Storage & ~Copyable
) throws(RecordingError) {
  let layout = scan.header.layout
  let copies = try scan.copiesOfTorn { (offset, bytes) throws(StorageError) in
    try card.fill(&bytes, from: file, at: offset)
  }
  guard !copies.isEmpty else { return }
  do throws(StorageError) {
    for copy in copies {
      var record = [UInt8](repeating: 0, count: layout.recordBytes)
      try card.fill(&record, from: file, at: layout.offset(ofRecord: copy.place))
      try card.write(record.span, to: file, at: layout.offset(ofRecord: copy.record))
    }
    try card.sync(file)
  } catch {
    throw .source(error)
  }
}

private func setCount(_ count: Int, in header: inout [UInt8]) {
  var text = TextBuffer()
  text.append(count)
  for index in Counting(0..<8) {
    let place = RecordLayout.recordCountOffset + index
    header[place] = index < text.bytes.count ? text.bytes[index] : UInt8(ascii: " ")
  }
}
