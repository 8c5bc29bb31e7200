import Findings

/// Where bytes come from: a file, a pipe, the card, memory.
public protocol ByteSource: ~Copyable {
  /// Reads the next bytes, at least one where there are more; returns how many, 0 at the end.
  mutating func read(into bytes: inout MutableSpan<UInt8>) throws(StorageError) -> Int
}

/// Bytes in memory as a source.
public struct MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  /// Makes a source of bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public mutating func read(into out: inout MutableSpan<UInt8>) -> Int {
    let count = min(out.count, bytes.count - position)
    for index in Counting(0..<count) { out[index] = bytes[position + index] }
    position += count
    return count
  }
}

/// Bytes of a source one by one, fetched in blocks of 4,096.
struct BufferedSource<Source: ByteSource & ~Copyable>: ~Copyable {
  private var source: Source
  private var block = [UInt8](repeating: 0, count: 4_096)
  private var position = 0
  private var end = 0

  init(_ source: consuming Source) { self.source = source }

  /// The next byte, nil at the end.
  mutating func next() throws(StorageError) -> UInt8? {
    if position == end {
      end = try Self.fill(&block, from: &source)
      position = 0
      if end == 0 { return nil }
    }
    position += 1
    return block[position - 1]
  }

  private static func fill(_ block: inout [UInt8], from source: inout Source)
    throws(StorageError) -> Int
  {
    var span = block.mutableSpan
    return try source.read(into: &span)
  }

  /// Reads up to `count` bytes in place of `bytes`; fewer only at the end.
  mutating func read(_ count: Int, into bytes: inout [UInt8]) throws(StorageError) {
    bytes.removeAll(keepingCapacity: true)
    while bytes.count < count, let byte = try next() { bytes.append(byte) }
  }
}
