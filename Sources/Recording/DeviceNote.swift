import Findings

/// What a recording says of the device and of its place in a series, beside the exam's settings.
///
/// It rides as the annotation `device trial=1 code=AB12CD34 key=value …`: trial and code are read, all
/// other words are kept as they are, for people and for the record.
public struct DeviceNote: Sendable, Hashable {
  /// Which exam of this kind on this side it is in a row, from 1.
  public var trial: Int32 = 1
  /// The card's code: up to eight letters or digits, or none.
  public private(set) var code: [UInt8] = []
  /// All other words, such as `sensor=LIS3DH selftest=passed board=simulated`, parted by spaces.
  public private(set) var words = TextBuffer()

  /// The most bytes of `words`, so that the note finds room in one record.
  static let mostWords = 240

  /// Makes a note; a code that is none is left out.
  public init(trial: Int32 = 1, code: [UInt8] = []) {
    self.trial = max(1, trial)
    if code.count <= 8, code.allSatisfy(isPlain) { self.code = code }
  }

  /// Adds `key=value`; blanks and what is not printable become `_`, and what is too long is left out.
  @inline(never)
  public mutating func add(_ key: Literal, _ value: [UInt8]) {
    guard words.bytes.count + key.count + value.count + 2 <= Self.mostWords else {
      return
    }
    if !words.bytes.isEmpty { words.append(" ") }
    words.append(key)
    words.append("=")
    for byte in value { words.append(byte: isPrintable(byte) ? byte : UInt8(ascii: "_")) }
  }

  /// The annotation's text.
  var text: TextBuffer {
    var text = TextBuffer("device trial=")
    text.append(trial)
    if !code.isEmpty { text.append(" code=") }
    text.append(bytes: code)
    if !words.bytes.isEmpty { text.append(" ") }
    text.append(bytes: words.bytes)
    return text
  }

  /// Reads an annotation's text; nil where it is none of these.
  init?(text: Span<UInt8>) {
    var reader = WordReader(text)
    guard reader.nextIs("device") else { return nil }
    while let word = reader.next() {
      if let value = remainder(of: word, after: "trial=") {
        guard let number = wholeNumber(value), (1...9_999).contains(number) else { return nil }
        trial = Int32(number)
      } else if let value = remainder(of: word, after: "code=") {
        code = [UInt8](copying: value)
        guard code.count <= 8, code.allSatisfy(isPlain) else { return nil }
      } else {
        let word = [UInt8](copying: word)
        guard word.allSatisfy(isPrintable), words.bytes.count + word.count < Self.mostWords else {
          return nil
        }
        if !words.bytes.isEmpty { words.append(" ") }
        words.append(bytes: word)
      }
    }
  }

  /// The value of a word, nil where there is none.
  func value(of prefix: Literal) -> [UInt8]? {
    var reader = WordReader(words.bytes.span)
    while let word = reader.next() {
      if let value = remainder(of: word, after: prefix) { return [UInt8](copying: value) }
    }
    return nil
  }
}

/// A letter or a digit.
private func isPlain(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

/// What may stand in HTML and EDF as it is.
private func isPrintable(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "="),
    UInt8(ascii: "_"), UInt8(ascii: "+"):
    true
  default: isPlain(byte)
  }
}
