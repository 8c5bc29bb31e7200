import Recording

/// The bytes of an open file, pipe or terminal, from where it stands to its end.
public struct FileSource<K: Kernel>: ~Copyable, ByteSource {
  private let descriptor: FileDescriptor<K>

  /// Takes a file to read; it is closed with this source.
  public init(_ descriptor: consuming FileDescriptor<K>) { self.descriptor = descriptor }

  public mutating func read(into bytes: inout MutableSpan<UInt8>) throws(StorageError) -> Int {
    do throws(Errno) {
      return try descriptor.read(into: &bytes)
    } catch {
      throw StorageError(error)
    }
  }
}
