import Linux
import Recording

/// The card of a simulated appliance: a folder, or one that takes everything and keeps nothing.
struct SimulatedCard: ~Copyable, Storage {
  /// Nil: nothing is kept.
  var folder: SystemFolder?

  mutating func size(of file: CardFile) throws(StorageError) -> Int? {
    try folder?.size(of: file) ?? nil
  }

  mutating func create(_ file: CardFile, size: Int) throws(StorageError) {
    try folder?.create(file, size: size)
  }

  mutating func write(_ bytes: Span<UInt8>, to file: CardFile, at offset: Int)
    throws(StorageError)
  { try folder?.write(bytes, to: file, at: offset) }

  mutating func read(_ file: CardFile, at offset: Int, into bytes: inout MutableSpan<UInt8>)
    throws(StorageError) -> Int
  { try folder?.read(file, at: offset, into: &bytes) ?? 0 }

  mutating func resize(_ file: CardFile, to size: Int) throws(StorageError) {
    try folder?.resize(file, to: size)
  }

  mutating func sync(_ file: CardFile) throws(StorageError) { try folder?.sync(file) }

  mutating func remove(_ file: CardFile) throws(StorageError) { try folder?.remove(file) }

  mutating func lastRecording() throws(StorageError) -> UInt16 {
    try folder?.lastRecording() ?? 0
  }
}
