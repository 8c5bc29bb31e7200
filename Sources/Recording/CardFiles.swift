import Findings

extension Storage where Self: ~Copyable {
  /// Reads a part of a file into `bytes`, and cuts them to what there was.
  @inline(never)
  mutating func fill(_ bytes: inout [UInt8], from file: CardFile, at offset: Int)
    throws(StorageError)
  {
    var span = bytes.mutableSpan
    let count = try read(file, at: offset, into: &span)
    bytes.removeLast(bytes.count - count)
  }

  /// Writes a whole file anew, durable when this returns.
  @inline(never)
  public mutating func write(_ text: TextBuffer, as file: CardFile) throws(StorageError) {
    try create(file, size: 0)
    try write(text.bytes.span, to: file, at: 0)
    try sync(file)
  }
}

/// The lines of a file, one after the other, in the memory of a few.
struct LineReader {
  /// Longer lines are cut there: none that this program writes comes near it.
  private static let longestLine = 1_024
  private static let blockBytes = 4_096

  private var block: [UInt8] = []
  private var position = 0
  /// Where the block begins in the file.
  private var offset = 0

  /// Where the next line begins.
  var place: Int { offset + position }

  /// The next line with its end; empty at the end of the file.
  mutating func next(_ read: BytesAt) throws(StorageError) -> [UInt8] {
    var line: [UInt8] = []
    while line.count < Self.longestLine {
      if position == block.count {
        offset += block.count
        position = 0
        block = [UInt8](repeating: 0, count: Self.blockBytes)
        try read(offset, &block)
        if block.isEmpty { return line }
      }
      let byte = block[position]
      position += 1
      line.append(byte)
      if byte == UInt8(ascii: "\n") { break }
    }
    return line
  }
}
