import Findings

/// The state of one record, as its status signal says it; the words are laid out in `RecordLayout`.
struct BlockStatus: Sendable, Hashable {
  /// The record's number from 0.
  var number: UInt32
  /// Whether it was recorded, or only prefilled.
  var isWritten = false
  /// What any of its samples is.
  var flags = SampleFlags.none
  /// How many of its samples are real.
  var sampleCount: UInt16 = 0
  /// The monotonic clock at its first sample.
  var start = Microseconds.zero
  /// The number of the last real sample, -1 where there is none.
  var lastSample: Int32 = -1

  private static let checksumWord = 11

  init(number: UInt32) { self.number = number }

  /// Reads the status out of `file` at a record's offset, whatever its checksum.
  init(in file: Span<UInt8>, at record: Int, layout: RecordLayout) {
    let base = record + layout.statusOffset
    number = UInt32(truncatingIfNeeded: loadWords(2, of: file, at: base))
    isWritten = loadWords(1, of: file, at: base + 4) == 1
    flags = SampleFlags(rawValue: UInt8(truncatingIfNeeded: loadWords(1, of: file, at: base + 6)))
    sampleCount = UInt16(truncatingIfNeeded: loadWords(1, of: file, at: base + 8))
    start = Microseconds(Int64(bitPattern: loadWords(4, of: file, at: base + 10)))
    lastSample = Int32(truncatingIfNeeded: Int64(bitPattern: loadWords(2, of: file, at: base + 18)))
  }

  /// Writes the status into `file` at a record's offset; the samples' own bits are left alone.
  func write(into file: inout [UInt8], at record: Int, layout: RecordLayout) {
    let base = record + layout.statusOffset
    storeWords(UInt64(number), 2, in: &file, at: base)
    storeWords(isWritten ? 1 : 0, 1, in: &file, at: base + 4)
    storeWords(UInt64(flags.rawValue), 1, in: &file, at: base + 6)
    storeWords(UInt64(sampleCount), 1, in: &file, at: base + 8)
    storeWords(UInt64(bitPattern: start.count), 4, in: &file, at: base + 10)
    storeWords(UInt64(UInt32(bitPattern: lastSample)), 2, in: &file, at: base + 18)
  }

  /// The checksum that the record ought to carry.
  static func checksum(of file: Span<UInt8>, at record: Int, layout: RecordLayout) -> UInt32 {
    let field = record + layout.statusOffset + 2 * checksumWord
    var sum = CRC32()
    for index in Counting(record..<record + layout.recordBytes) {
      sum.update((field..<field + 4).contains(index) ? 0 : file[index])
    }
    return sum.value
  }

  /// The checksum that the record carries.
  static func storedChecksum(in file: Span<UInt8>, at record: Int, layout: RecordLayout) -> UInt32 {
    let field = record + layout.statusOffset + 2 * checksumWord
    return UInt32(truncatingIfNeeded: loadWords(2, of: file, at: field))
  }

  /// Computes the checksum and writes it; the last step of any change to a record.
  static func seal(_ file: inout [UInt8], at record: Int, layout: RecordLayout) {
    let field = record + layout.statusOffset + 2 * checksumWord
    let sum = checksum(of: file.span, at: record, layout: layout)
    storeWords(UInt64(sum), 2, in: &file, at: field)
  }
}

/// A number of up to four little-endian words.
func loadWords(_ words: Int, of file: Span<UInt8>, at offset: Int) -> UInt64 {
  var value: UInt64 = 0
  for index in (0..<2 * words).reversed() { value = value << 8 | UInt64(file[offset + index]) }
  return value
}

/// Writes a number as up to four little-endian words.
func storeWords(_ value: UInt64, _ words: Int, in file: inout [UInt8], at offset: Int) {
  for index in Counting(0..<2 * words) {
    file[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
  }
}
