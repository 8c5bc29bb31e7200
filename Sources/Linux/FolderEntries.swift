import Findings

/// Calls `body` with the name of each entry of a folder.
///
/// The kernel hands entries over in records (Linux: struct linux_dirent64): 8 bytes inode, 8 bytes
/// offset, 2 bytes length of the record, 1 byte type, then the name and the zero that ends it. A
/// record that does not fit its buffer ends the list with EIO: the file system is damaged.
func forEachEntry<K: Kernel>(
  of folder: borrowing FileDescriptor<K>, _ body: (Span<UInt8>) -> Void
) throws(Errno) {
  let lengthOffset = 16
  let nameOffset = 19
  var buffer = [UInt8](repeating: 0, count: 2_048)
  while true {
    var room = buffer.mutableSpan
    let count = try folder.entries(into: &room)
    if count == 0 { return }
    var start = 0
    while start < count {
      guard count - start > nameOffset else { throw .inputOutput }
      // Every architecture of the appliance is little-endian.
      let length =
        Int(buffer[start + lengthOffset]) | Int(buffer[start + lengthOffset + 1]) << 8
      guard length > nameOffset, length <= count - start else { throw .inputOutput }
      let name = start + nameOffset
      var end = name
      while end < start + length, buffer[end] != 0 { end += 1 }
      body(buffer.span.extracting(name..<end))
      start += length
    }
  }
}

/// Folders of the running machine, as commands need them.
public enum Folder {
  /// The names in a folder, in the order of the file system.
  public static func names(in path: Path) throws(Errno) -> [[UInt8]] {
    var names: [[UInt8]] = []
    try forEachEntry(of: File.open(path, .folder)) { name in
      var bytes: [UInt8] = []
      for index in Counting(name.indices) { bytes.append(name[index]) }
      names.append(bytes)
    }
    return names
  }

  /// Makes a folder and those above it, where they are missing.
  public static func make(_ path: Path) throws(Errno) {
    let kernel = LinuxKernel.running
    for folder in path.withAncestors {
      do throws(Errno) {
        _ = try uninterrupted { kernel.makeFolder(folder) }
      } catch .fileExists {
        continue
      }
    }
  }
}
