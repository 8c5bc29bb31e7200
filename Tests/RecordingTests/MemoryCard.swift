import Findings
import Recording

/// A card in memory that notes every write and fails when told to.
struct MemoryCard: Storage {
  /// One write as it reached the card.
  struct Write: Hashable {
    var file: CardFile
    var range: Range<Int>
  }

  var files: [CardFile: [UInt8]] = [:]
  var writes: [Write] = []
  /// What each write brought.
  var contents: [[UInt8]] = []
  var syncs = 0
  /// The error of every call from now on.
  var fault: StorageError?

  private func check() throws(StorageError) { if let fault { throw fault } }

  mutating func size(of file: CardFile) throws(StorageError) -> Int? {
    try check()
    return files[file]?.count
  }

  mutating func create(_ file: CardFile, size: Int) throws(StorageError) {
    try check()
    files[file] = [UInt8](repeating: 0, count: size)
  }

  mutating func write(_ bytes: Span<UInt8>, to file: CardFile, at offset: Int)
    throws(StorageError)
  {
    try check()
    guard files[file] != nil else { throw .noSuchFile }
    writes.append(Write(file: file, range: offset..<offset + bytes.count))
    contents.append((0..<bytes.count).map { bytes[$0] })
    if let count = files[file]?.count, count < offset + bytes.count {
      files[file]?.append(contentsOf: repeatElement(0, count: offset + bytes.count - count))
    }
    for index in 0..<bytes.count { files[file]?[offset + index] = bytes[index] }
  }

  mutating func read(_ file: CardFile, at offset: Int, into bytes: inout MutableSpan<UInt8>)
    throws(StorageError) -> Int
  {
    try check()
    guard let content = files[file] else { throw .noSuchFile }
    let count = max(0, min(bytes.count, content.count - offset))
    for index in 0..<count { bytes[index] = content[offset + index] }
    return count
  }

  mutating func resize(_ file: CardFile, to size: Int) throws(StorageError) {
    try check()
    guard let content = files[file] else { throw .noSuchFile }
    files[file] =
      Array(content.prefix(size)) + Array(repeating: 0, count: max(0, size - content.count))
  }

  mutating func sync(_ file: CardFile) throws(StorageError) {
    try check()
    syncs += 1
  }

  mutating func remove(_ file: CardFile) throws(StorageError) {
    try check()
    files[file] = nil
  }

  mutating func lastRecording() throws(StorageError) -> UInt16 {
    try check()
    return files.keys.reduce(0) {
      if case .recording(let number) = $1 { max($0, number) } else { $0 }
    }
  }
}

/// Reads a file's bytes, as what is made of a recording asks for them.
func bytesAt(_ bytes: [UInt8]) -> BytesAt {
  { (offset, part) throws(StorageError) in
    part = Array(bytes[min(offset, bytes.count)..<min(offset + part.count, bytes.count)])
  }
}
