import Findings
import Recording

/// Why the words after a command are not understood.
public enum UsageError: Error, Hashable {
  /// There is no such option.
  case unknownOption([UInt8])
  /// The option stands last and needs a value.
  case missingValue([UInt8])
  /// The option takes no value.
  case unexpectedValue([UInt8])
  /// The option's value is not accepted; `accepted` says what is.
  case badValue(option: [UInt8], found: [UInt8], accepted: TextBuffer)
  /// A word that belongs to no option.
  case unexpectedWord([UInt8])
  /// The command needs a word, such as a file.
  case missingWord(TextBuffer)

  /// Appends one line: what, and where.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .unknownOption(let option):
      text.append("there is no option ")
      text.append(printable: option)
    case .missingValue(let option):
      text.append(printable: option)
      text.append(" needs a value")
    case .unexpectedValue(let option):
      text.append(printable: option)
      text.append(" takes no value")
    case .badValue(let option, let found, let accepted):
      text.append(printable: option)
      text.append(" takes ")
      text.append(bytes: accepted.bytes)
      text.append(", not '")
      text.append(printable: found)
      text.append("'")
    case .unexpectedWord(let word):
      text.append("'")
      text.append(printable: word)
      text.append("' is one word too many")
    case .missingWord(let word):
      text.append(bytes: word.bytes)
      text.append(" is missing")
    }
  }
}

/// Reads the words after a command: options that begin with `--`, and others.
///
/// A value follows its option as the next word or after `=`. After `--` nothing is an option, and `-`
/// alone is none.
public struct OptionReader {
  private let words: [[UInt8]]
  private let mostOthers: Int
  private var position = 0
  private var option: [UInt8] = []
  /// The value after `=` that nobody asked for yet.
  private var attached: [UInt8]?
  private var isAfterOptions = false
  /// The words so far that belong to no option.
  public private(set) var others: [[UInt8]] = []

  /// Makes a reader of words, of which at most so many may belong to no option.
  public init(_ words: [[UInt8]], mostOthers: Int = 0) {
    self.words = words
    self.mostOthers = mostOthers
  }

  /// The next option, its word being with both dashes; nil at the end.
  public mutating func next<Option: Worded>(_: Option.Type) throws(UsageError) -> Option? {
    guard let place = try next(of: Option.words) else { return nil }
    return Option(rawValue: UInt8(place))
  }

  /// Reads all words where there are no options.
  public mutating func takeOthers() throws(UsageError) { _ = try next(of: "") }

  /// The place of the next option among those there are, nil at the end.
  @inline(never)
  mutating func next(of options: WordList) throws(UsageError) -> Int? {
    let dash = UInt8(ascii: "-")
    while true {
      if attached != nil { throw .unexpectedValue(option) }
      guard position < words.count else { return nil }
      let word = words[position]
      position += 1
      if isAfterOptions || word.count < 2 || word[0] != dash {
        guard others.count < mostOthers else { throw .unexpectedWord(word) }
        others.append(word)
      } else if word.count == 2, word[1] == dash {
        isAfterOptions = true
      } else {
        var value = word.span
        let name = part(of: &value, before: UInt8(ascii: "="))
        option = [UInt8](copying: name)
        if name.count < word.count { attached = [UInt8](copying: value) }
        guard let place = options.index(of: option.span) else { throw .unknownOption(option) }
        return place
      }
    }
  }

  /// The first word that belongs to no option; `what` says what is missing without it.
  @inline(never)
  public func other(_ what: Literal) throws(UsageError) -> [UInt8] {
    guard !others.isEmpty else { throw .missingWord(TextBuffer(what)) }
    return others[0]
  }

  /// The value of the option that `next` gave last.
  @inline(never)
  public mutating func value() throws(UsageError) -> [UInt8] {
    if let value = attached {
      attached = nil
      return value
    }
    guard position < words.count else { throw .missingValue(option) }
    position += 1
    return words[position - 1]
  }

  /// The value as a case; nil for a word behind those of the cases.
  public mutating func choice<Choice: Worded>() throws(UsageError) -> Choice? {
    Choice(rawValue: UInt8(try indexOfValue(in: Choice.words)))
  }

  /// Which of several words the value is.
  @inline(never)
  private mutating func indexOfValue(in words: WordList) throws(UsageError) -> Int {
    let value = try value()
    if let place = words.index(of: value.span) { return place }
    var accepted = TextBuffer()
    for index in Counting(words.indices) {
      if index > 0 { accepted.append(index == words.indices.last ? " or " : ", ") }
      accepted.append(words[index])
    }
    throw .badValue(option: option, found: value, accepted: accepted)
  }

  /// The value as a whole number.
  @inline(never)
  public mutating func number(in range: ClosedRange<Int64>) throws(UsageError) -> Int64 {
    let value = try value()
    if let number = decimal(value), range.contains(number) { return number }
    var accepted = TextBuffer("a whole number from ")
    accepted.append(range.lowerBound)
    accepted.append(" to ")
    accepted.append(range.upperBound)
    throw .badValue(option: option, found: value, accepted: accepted)
  }
}

/// A number of digits alone; nil where it is none, or beyond the type.
private func decimal(_ bytes: [UInt8]) -> Int64? {
  guard !bytes.isEmpty else { return nil }
  var sum: Int64 = 0
  for byte in bytes {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    let (tens, overflow) = sum.multipliedReportingOverflow(by: 10)
    let (next, carry) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
    if overflow || carry { return nil }
    sum = next
  }
  return sum
}

extension TextBuffer {
  /// Appends what somebody typed, so that it stays one line and moves no terminal's cursor: at most
  /// 200 bytes, `?` for what controls.
  public mutating func append(printable typed: [UInt8]) {
    for index in Counting(0..<min(typed.count, 200)) {
      let byte = typed[index]
      append(byte: byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte)
    }
    if typed.count > 200 { append("...") }
  }
}
