import Findings
import Recording

/// Golden vectors: what the rooms answer to fixed questions, as lines of text.
///
/// Every machine must print the same lines, in Embedded Swift as in full Swift. A line names its room
/// and its question first, so that a difference says where to look.
public enum Vectors {
  /// All lines.
  public static func text() -> [UInt8] {
    var lines = VectorLines()
    lines.writeSensing()
    lines.writeDetection()
    lines.writeRecording()
    lines.writeFeedback()
    return lines.text.bytes
  }
}

/// Lines in the making: words parted by spaces.
struct VectorLines {
  private(set) var text = TextBuffer()
  private var isAtStart = true

  /// Writes a word.
  mutating func word(_ word: Literal) {
    space()
    text.append(word)
  }

  /// Writes a whole number.
  mutating func number(_ value: some BinaryInteger) {
    space()
    text.append(value)
  }

  /// Writes a number that there may not be.
  mutating func number(orNone value: (some BinaryInteger)?) {
    if let value { number(value) } else { word("none") }
  }

  /// Writes text as it is.
  mutating func append(_ more: TextBuffer) {
    space()
    text.append(bytes: more.bytes)
  }

  /// Writes how many bytes there are, and their checksum.
  mutating func checksum(_ bytes: [UInt8]) {
    var crc = CRC32()
    for byte in bytes { crc.update(byte) }
    number(bytes.count)
    number(crc.value)
  }

  /// Ends the line.
  mutating func end() {
    text.append("\n")
    isAtStart = true
  }

  private mutating func space() {
    if !isAtStart { text.append(" ") }
    isAtStart = false
  }
}

/// Fixed numbers without a pattern (SplitMix64: Steele, Lea, Flood 2014).
struct FixedNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number within +-`limit`.
  mutating func next(within limit: Int32) -> Int32 {
    Int32(next() % UInt64(2 * limit + 1)) - limit
  }
}
