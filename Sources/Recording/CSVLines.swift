/// The lines of a text, with LF or CRLF, a byte-order mark left out; at most 4,096 bytes each.
struct CSVLines<Source: ByteSource & ~Copyable>: ~Copyable {
  static var longestLine: Int { 4_096 }

  /// The line that was read last, without its end.
  private(set) var line: [UInt8] = []
  /// Its number, from 1.
  private(set) var number = 0

  private var source: BufferedSource<Source>

  init(_ source: consuming Source) { self.source = BufferedSource(source) }

  /// Reads the next line that is not blank; false at the end.
  @inline(never)
  mutating func next() throws(CSVError) -> Bool {
    while try readLine() {
      if line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) {
        return true
      }
    }
    return false
  }

  private mutating func readLine() throws(CSVError) -> Bool {
    line.removeAll(keepingCapacity: true)
    number += 1
    while let byte = try nextByte() {
      if byte == UInt8(ascii: "\n") {
        trim()
        return true
      }
      if byte == 0 { throw .notText(line: number) }
      guard line.count < Self.longestLine else { throw .longLine(line: number) }
      line.append(byte)
    }
    trim()
    return !line.isEmpty
  }

  private mutating func nextByte() throws(CSVError) -> UInt8? {
    do { return try source.next() } catch { throw .source(error) }
  }

  private mutating func trim() {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if number == 1, line.count >= 3, line[0] == 0xEF, line[1] == 0xBB, line[2] == 0xBF {
      line.removeFirst(3)
    }
  }
}

/// The fields of a line, parted by commas outside of quotes; spaces and quotes around them left out.
struct CSVFields {
  private var position = 0

  /// The next field of the line that is passed each time; nil at its end.
  mutating func next(_ line: [UInt8]) -> Range<Int>? {
    guard position <= line.count else { return nil }
    var start = position
    var isQuoted = false
    while position < line.count, isQuoted || line[position] != UInt8(ascii: ",") {
      if line[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
      position += 1
    }
    var end = position
    position += 1
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    func trimBlanks() {
      while start < end, isBlank(line[start]) { start += 1 }
      while start < end, isBlank(line[end - 1]) { end -= 1 }
    }
    trimBlanks()
    if end - start >= 2, line[start] == UInt8(ascii: "\""), line[end - 1] == UInt8(ascii: "\"") {
      start += 1
      end -= 1
      trimBlanks()
    }
    return start..<end
  }
}
