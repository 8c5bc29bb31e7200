import Findings

/// An open file, folder, pipe or terminal. It is closed where its owner ends.
public struct FileDescriptor<K: Kernel>: ~Copyable {
  /// The kernel's number for it.
  public let number: Int32
  private let kernel: K
  private let isOwned: Bool

  private init(number: Int32, kernel: K, isOwned: Bool) {
    self.number = number
    self.kernel = kernel
    self.isOwned = isOwned
  }

  deinit { if isOwned { _ = kernel.close(number) } }

  /// Opens a file.
  public static func open(_ path: Path, _ options: OpenOptions = .reading, kernel: K)
    throws(Errno) -> FileDescriptor
  {
    let number = try uninterrupted { kernel.open(path, options) }
    return FileDescriptor(number: Int32(truncatingIfNeeded: number), kernel: kernel, isOwned: true)
  }

  /// Takes a descriptor that the kernel has made.
  init(owning number: Int32, kernel: K) {
    self.init(number: number, kernel: kernel, isOwned: true)
  }

  /// Standard input, which is left open.
  public static func standardInput(kernel: K) -> FileDescriptor {
    FileDescriptor(number: 0, kernel: kernel, isOwned: false)
  }

  /// Standard output, which is left open.
  public static func standardOutput(kernel: K) -> FileDescriptor {
    FileDescriptor(number: 1, kernel: kernel, isOwned: false)
  }

  /// Standard error, which is left open.
  public static func standardError(kernel: K) -> FileDescriptor {
    FileDescriptor(number: 2, kernel: kernel, isOwned: false)
  }

  /// Reads the next bytes, as many as there are; answers how many, 0 at the end.
  @inline(never)
  public func read(into bytes: inout MutableSpan<UInt8>) throws(Errno) -> Int {
    while true {
      do throws(Errno) {
        return try uninterrupted { kernel.read(number, into: &bytes) }
      } catch .wouldBlock {
        try wait(for: .reading)
      }
    }
  }

  /// Writes all bytes.
  @inline(never)
  public func write(_ bytes: Span<UInt8>) throws(Errno) {
    var written = 0
    while written < bytes.count {
      let rest = bytes.extracting(written..<bytes.count)
      do throws(Errno) {
        written += try progress(uninterrupted { kernel.write(number, rest) })
      } catch .wouldBlock {
        try wait(for: .writing)
      }
    }
  }

  /// Reads from `offset` on until `bytes` are full or the file ends; answers how many there were.
  @inline(never)
  public func read(at offset: Int, into bytes: inout MutableSpan<UInt8>) throws(Errno) -> Int {
    var done = 0
    while done < bytes.count {
      let count = try uninterrupted {
        kernel.read(number, at: offset + done, into: &bytes, from: done)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Writes all bytes from `offset` on.
  @inline(never)
  public func write(_ bytes: Span<UInt8>, at offset: Int) throws(Errno) {
    var written = 0
    while written < bytes.count {
      let rest = bytes.extracting(written..<bytes.count)
      written += try progress(uninterrupted { kernel.write(number, rest, at: offset + written) })
    }
  }

  /// Cuts or grows the file to `size` bytes; what is added is zero.
  public func resize(to size: Int) throws(Errno) {
    _ = try uninterrupted { kernel.resize(number, to: size) }
  }

  /// The file's size in bytes.
  public func size() throws(Errno) -> Int { try uninterrupted { kernel.size(number) } }

  /// Returns once the file's bytes, and its size, are durable.
  public func syncData() throws(Errno) { _ = try uninterrupted { kernel.syncData(number) } }

  /// Returns once the file or folder is durable.
  public func sync() throws(Errno) { _ = try uninterrupted { kernel.sync(number) } }

  /// Reads the next entries of a folder; answers how many bytes there were, 0 at the end.
  func entries(into bytes: inout MutableSpan<UInt8>) throws(Errno) -> Int {
    try uninterrupted { kernel.entries(number, into: &bytes) }
  }

  /// A descriptor that another program set not to wait is waited for all the same.
  private func wait(for direction: Direction) throws(Errno) {
    _ = try uninterrupted { kernel.wait(number, for: direction, atMost: nil) }
  }

  /// A device that takes no byte and names no error would be asked for ever.
  private func progress(_ count: Int) throws(Errno) -> Int {
    guard count > 0 else { throw .inputOutput }
    return count
  }
}

extension FileDescriptor where K == LinuxKernel {
  /// Opens a file of the running machine.
  public static func open(_ path: Path, _ options: OpenOptions = .reading) throws(Errno)
    -> FileDescriptor
  { try open(path, options, kernel: .running) }

  /// Standard input of the running program.
  public static func standardInput() -> FileDescriptor { standardInput(kernel: .running) }

  /// Standard output of the running program.
  public static func standardOutput() -> FileDescriptor { standardOutput(kernel: .running) }

  /// Standard error of the running program.
  public static func standardError() -> FileDescriptor { standardError(kernel: .running) }
}
