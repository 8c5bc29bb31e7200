import Linux
import Recording

/// The card of this program: a folder, or one that takes everything and keeps nothing.
///
/// One type for the simulation and for the board, so that the log is compiled for one card only.
struct ProgramCard: ~Copyable, Storage {
  /// Where the folder is; nil: nothing is kept.
  private let path: Path?
  /// Nil as long as the folder cannot be had.
  private var folder: SystemFolder?

  /// A card that keeps nothing.
  init() {
    path = nil
    folder = nil
  }

  /// A folder that must be there from the start.
  init(_ path: Path) throws(StorageError) {
    self.path = path
    folder = try SystemFolder(path)
  }

  /// A folder that may be missing now and come later.
  init(whenThere path: Path) {
    self.path = path
    folder = nil
  }

  /// Whether there is a folder to use; one that is missing is looked for.
  private mutating func isFolder() throws(StorageError) -> Bool {
    guard let path else { return false }
    if folder == nil { folder = try SystemFolder(path) }
    return true
  }

  mutating func size(of file: CardFile) throws(StorageError) -> Int? {
    try isFolder() ? folder?.size(of: file) ?? nil : nil
  }

  mutating func create(_ file: CardFile, size: Int) throws(StorageError) {
    if try isFolder() { try folder?.create(file, size: size) }
  }

  mutating func write(_ bytes: Span<UInt8>, to file: CardFile, at offset: Int)
    throws(StorageError)
  { if try isFolder() { try folder?.write(bytes, to: file, at: offset) } }

  mutating func read(_ file: CardFile, at offset: Int, into bytes: inout MutableSpan<UInt8>)
    throws(StorageError) -> Int
  { try isFolder() ? folder?.read(file, at: offset, into: &bytes) ?? 0 : 0 }

  mutating func resize(_ file: CardFile, to size: Int) throws(StorageError) {
    if try isFolder() { try folder?.resize(file, to: size) }
  }

  mutating func sync(_ file: CardFile) throws(StorageError) {
    if try isFolder() { try folder?.sync(file) }
  }

  mutating func remove(_ file: CardFile) throws(StorageError) {
    if try isFolder() { try folder?.remove(file) }
  }

  mutating func lastRecording() throws(StorageError) -> UInt16 {
    try isFolder() ? folder?.lastRecording() ?? 0 : 0
  }
}
