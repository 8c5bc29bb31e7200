import Findings

/// What became of a recording that may have been cut off.
public enum RecordingRecovery: Sendable, Hashable {
  /// It was finished: nothing was done.
  case whole
  /// It was prepared and never recorded into: nothing was done, the number is free.
  case unused
  /// It was cut off, and now ends with its last written record.
  case closed(records: Int)

  /// The largest file that is looked at: an hour at 1,000 Hz.
  private static let mostBytes = 1 << 25

  /// Closes the recording of an exam that the power cut off: sets the header's count of records and cuts
  /// the file to its length. A torn last record is cut away with the empty ones behind it.
  ///
  /// Only the count is written in place, so that a second cut leaves what this finds again.
  public init(closing number: UInt16, on card: inout some Storage & ~Copyable)
    throws(RecordingError)
  {
    let file = CardFile.recording(number)
    var bytes = try Self.content(of: file, on: &card)
    var reader = try RecordReader(MemorySource(bytes))
    var count = 0
    while let state = try reader.next() {
      if case .written = state { count = reader.number + 1 }
    }
    let length = reader.header.layout.offset(ofRecord: count)
    if count == Int(reader.header.recordCount), bytes.count == length {
      self = .whole
      return
    }
    guard count > 0 else {
      self = .unused
      return
    }
    setCount(count, in: &bytes)
    do {
      let sector = bytes.span.extracting(first: RecordLayout.sectorBytes)
      try card.write(sector, to: file, at: 0)
      try card.sync(file)
      try card.resize(file, to: length)
      try card.sync(file)
    } catch {
      throw .source(error)
    }
    self = .closed(records: count)
  }

  private static func content(of file: CardFile, on card: inout some Storage & ~Copyable)
    throws(RecordingError) -> [UInt8]
  {
    do throws(StorageError) {
      guard let size = try card.size(of: file) else { throw .noSuchFile }
      var bytes = [UInt8](repeating: 0, count: min(size, mostBytes))
      var span = bytes.mutableSpan
      let count = try card.read(file, at: 0, into: &span)
      bytes.removeLast(bytes.count - count)
      return bytes
    } catch {
      throw .source(error)
    }
  }
}

private func setCount(_ count: Int, in header: inout [UInt8]) {
  var text = TextBuffer()
  text.append(count)
  for index in 0..<8 {
    let place = RecordLayout.recordCountOffset + index
    header[place] = index < text.bytes.count ? text.bytes[index] : UInt8(ascii: " ")
  }
}
