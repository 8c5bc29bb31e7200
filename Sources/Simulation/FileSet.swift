import Recording

/// The files of a card in memory.
struct FileSet: Sendable {
  private var files: [MemoryStorage.File] = []

  var total: Int { files.reduce(0) { $0 + $1.bytes.count } }

  var lastRecording: UInt16 {
    var last: UInt16 = 0
    for file in files { if case .recording(let number) = file.name { last = max(last, number) } }
    return last
  }

  func bytes(of name: CardFile) -> [UInt8]? { index(of: name).map { files[$0].bytes } }

  mutating func set(_ name: CardFile, to bytes: [UInt8]) {
    if let index = index(of: name) {
      files[index].bytes = bytes
    } else {
      files.append(MemoryStorage.File(name: name, bytes: bytes))
    }
  }

  /// Writes over and past the end; a file that is not there takes nothing.
  mutating func write(_ bytes: [UInt8], to name: CardFile, at offset: Int) {
    guard let index = index(of: name) else { return }
    let missing = offset + bytes.count - files[index].bytes.count
    if missing > 0 { files[index].bytes += [UInt8](repeating: 0, count: missing) }
    files[index].bytes.replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }

  mutating func resize(_ name: CardFile, to size: Int) {
    guard let index = index(of: name) else { return }
    let missing = size - files[index].bytes.count
    if missing > 0 {
      files[index].bytes += [UInt8](repeating: 0, count: missing)
    } else {
      files[index].bytes.removeLast(-missing)
    }
  }

  mutating func remove(_ name: CardFile) {
    if let index = index(of: name) { files.remove(at: index) }
  }

  private func index(of name: CardFile) -> Int? { files.firstIndex { $0.name == name } }
}
