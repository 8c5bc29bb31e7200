import Findings
import Recording

/// A card as a folder: the mounted partition, or any folder in its place.
///
/// The last file used stays open, so that writing a record costs no search of the folder.
public struct FolderStorage<K: Kernel>: ~Copyable, Storage {
  private let kernel: K
  private let folder: Path
  private let exams: Path
  private var current: OpenFile<K>?
  /// Whether entries of the folders may not be durable yet.
  private var folderChanged = false
  private var examsChanged = false

  /// Takes a folder, and makes it and `EXAMS` in it where they are missing.
  ///
  /// Throws `readOnly`, `full`, `missing` or `failed` where it cannot.
  public init(_ folder: Path, kernel: K) throws(StorageError) {
    self.kernel = kernel
    self.folder = folder
    self.exams = folder.appending(examsFolderName)
    self.current = nil
    for path in exams.withAncestors {
      if try Self.makeFolder(path, kernel) { folderChanged = true }
    }
  }

  public mutating func size(of file: CardFile) throws(StorageError) -> Int? {
    do throws(StorageError) {
      try open(file)
    } catch .noSuchFile {
      return nil
    }
    return try onOpenFile { (descriptor) throws(Errno) in try descriptor.size() }
  }

  public mutating func create(_ file: CardFile, size: Int) throws(StorageError) {
    do throws(StorageError) {
      try open(file, .anew)
    } catch .noSuchFile {
      // The file was to be made: what is missing is its folder, and with it the card.
      throw .missing
    }
    setChanged(file, true)
    do throws(StorageError) {
      try resize(file, to: size)
    } catch {
      // A file that is not whole must not be taken for one that is.
      try? remove(file)
      throw error
    }
  }

  public mutating func write(_ bytes: Span<UInt8>, to file: CardFile, at offset: Int)
    throws(StorageError)
  {
    try open(file, .write)
    try onOpenFile { (descriptor) throws(Errno) in try descriptor.write(bytes, at: offset) }
  }

  public mutating func read(
    _ file: CardFile, at offset: Int, into bytes: inout MutableSpan<UInt8>
  ) throws(StorageError) -> Int {
    try open(file)
    return try onOpenFile { (descriptor) throws(Errno) in
      try descriptor.read(at: offset, into: &bytes)
    }
  }

  public mutating func resize(_ file: CardFile, to size: Int) throws(StorageError) {
    try open(file, .write)
    try onOpenFile { (descriptor) throws(Errno) in try descriptor.resize(to: size) }
  }

  public mutating func sync(_ file: CardFile) throws(StorageError) {
    try open(file)
    try onOpenFile { (descriptor) throws(Errno) in try descriptor.syncData() }
    // A new file's bytes are worth nothing while the folder's entry for it is not durable; a folder
    // without a change must not be written, least of all during an exam.
    if file.isOfExam ? examsChanged : folderChanged { try syncFolder(of: file) }
  }

  public mutating func remove(_ file: CardFile) throws(StorageError) {
    current = nil
    do throws(Errno) {
      _ = try uninterrupted { kernel.remove(path(of: file)) }
    } catch .noSuchFile {
      return
    } catch {
      throw StorageError(error)
    }
    try syncFolder(of: file)
  }

  public mutating func lastRecording() throws(StorageError) -> UInt16 {
    var last: UInt16 = 0
    do throws(Errno) {
      try forEachEntry(of: FileDescriptor.open(exams, .folder, kernel: kernel)) {
        last = max(last, CardFile.recordingNumber(name: $0) ?? 0)
      }
    } catch {
      throw error == .noSuchFile ? .missing : StorageError(error)
    }
    return last
  }

  private func path(of file: CardFile) -> Path {
    (file.isOfExam ? exams : folder).appending(file.name.bytes)
  }

  /// Makes `file` the open one, with these options at least; without any, a card that can only be
  /// read will do.
  private mutating func open(_ file: CardFile, _ options: OpenOptions = .reading)
    throws(StorageError)
  {
    if isOpen(file, options) { return }
    current = nil
    do throws(Errno) {
      let descriptor = try FileDescriptor.open(path(of: file), options, kernel: kernel)
      current = OpenFile(
        file: file, options: options.intersection(.write), descriptor: descriptor)
    } catch {
      throw StorageError(error)
    }
  }

  private func isOpen(_ file: CardFile, _ options: OpenOptions) -> Bool {
    switch current {
    case .some(let open): open.file == file && open.options.isSuperset(of: options)
    case .none: false
    }
  }

  /// Works on the file that is open.
  private func onOpenFile<Value>(
    _ body: (borrowing FileDescriptor<K>) throws(Errno) -> Value
  ) throws(StorageError) -> Value {
    switch current {
    case .some(let open):
      do throws(Errno) { return try body(open.descriptor) } catch { throw StorageError(error) }
    case .none: throw .noSuchFile
    }
  }

  private mutating func setChanged(_ file: CardFile, _ changed: Bool) {
    if file.isOfExam { examsChanged = changed } else { folderChanged = changed }
  }

  private mutating func syncFolder(of file: CardFile) throws(StorageError) {
    setChanged(file, true)
    do throws(Errno) {
      try FileDescriptor.open(file.isOfExam ? exams : folder, .folder, kernel: kernel).sync()
    } catch {
      throw StorageError(error)
    }
    setChanged(file, false)
  }

  /// Makes a folder; answers whether it was missing.
  private static func makeFolder(_ path: Path, _ kernel: K) throws(StorageError) -> Bool {
    do throws(Errno) {
      _ = try uninterrupted { kernel.makeFolder(path) }
      return true
    } catch .fileExists {
      return false
    } catch {
      throw error == .noSuchFile ? .missing : StorageError(error)
    }
  }
}

/// The file of a folder that is open.
private struct OpenFile<K: Kernel>: ~Copyable {
  let file: CardFile
  /// For writing, or for reading only.
  let options: OpenOptions
  let descriptor: FileDescriptor<K>
}

extension FolderStorage where K == LinuxKernel {
  /// Takes a folder of the running machine.
  public init(_ folder: Path) throws(StorageError) { try self.init(folder, kernel: .running) }
}

extension StorageError {
  /// What the kernel's error means for a card.
  init(_ errno: Errno) {
    switch errno {
    case .noSuchFile: self = .noSuchFile
    case .noSuchDevice, .noSuchAddress, .noMedium: self = .missing
    case .noSpace, .quotaExceeded: self = .full
    case .readOnlyFileSystem, .accessDenied, .notPermitted: self = .readOnly
    default: self = .failed(errno.rawValue)
    }
  }
}
