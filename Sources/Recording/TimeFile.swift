import Findings

/// `TIME.TXT`: one line of ISO 8601 sets the clock once.
///
/// Lines from `#` on are comments. A line that was used becomes one: its first letter is overwritten in
/// place, so that no power cut can leave anything else than the line unused or used.
public enum TimeFile: Sendable, Hashable {
  /// There is no line, or all are used.
  case nothing
  /// The clock is to be set to this; then `mark` is to be written at this byte of the file.
  case time(CivilTime, markAt: Int)
  /// The line of this number, from 1, is no time.
  case bad(line: Int32)

  /// Marks a line as used.
  public static let mark: [UInt8] = [UInt8(ascii: "#")]
  /// How much of the file is read.
  public static let mostBytes = 4_096

  /// Reads the file, with any line ends, a byte order mark, blanks around.
  public init(_ bytes: [UInt8]) {
    self = .nothing
    var start = ("\u{FEFF}" as Literal).begins(bytes.span) ? 3 : 0
    var number: Int32 = 1
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
      while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
      var last = end
      while last > start, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
      if start < last, bytes[start] != Self.mark[0] {
        guard let time = CivilTime(anyISO: bytes.span.extracting(start..<last)) else {
          self = .bad(line: number)
          return
        }
        self = .time(time, markAt: start)
        return
      }
      if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { end += 1 }
      start = end + 1
      number += 1
    }
  }

  /// Reads the card's file; `nothing` where there is none.
  public init(on card: inout some Storage & ~Copyable) throws(StorageError) {
    guard let size = try card.size(of: .time) else {
      self = .nothing
      return
    }
    var bytes = [UInt8](repeating: 0, count: min(size, Self.mostBytes))
    try card.fill(&bytes, from: .time, at: 0)
    self.init(bytes)
  }

  /// Marks the line as used, durable when this returns.
  public func markUsed(on card: inout some Storage & ~Copyable) throws(StorageError) {
    guard case .time(_, let place) = self else { return }
    try card.write(Self.mark.span, to: .time, at: place)
    try card.sync(.time)
  }
}

extension CivilTime {
  /// Reads `2026-03-02T10:11:12Z`, also with a blank for the `T`, without seconds, and with an offset
  /// such as `+01:00` for the `Z`; without either it is UTC.
  init?(anyISO bytes: Span<UInt8>) {
    guard bytes.count >= 16 else { return nil }
    let isT = bytes[10] == 0x20 || bytes[10] == UInt8(ascii: "t")
    var text = TextBuffer()
    text.append(span: bytes.extracting(..<10))
    text.append(byte: isT ? UInt8(ascii: "T") : bytes[10])
    text.append(span: bytes.extracting(11..<16))
    var rest = bytes.extracting(16...)
    if rest.count >= 3, rest[0] == UInt8(ascii: ":") {
      text.append(span: rest.extracting(..<3))
      rest = rest.extracting(3...)
    } else {
      text.append(":00")
    }
    text.append("Z")
    guard let time = CivilTime(text: text.bytes.span) else { return nil }
    var offset: Int64 = 0
    if !rest.isEmpty, rest[0] | 0x20 != UInt8(ascii: "z") || rest.count > 1 {
      var digits = TextBuffer()
      for index in Counting(1..<rest.count) where rest[index] != 0x3A {
        digits.append(byte: rest[index])
      }
      guard rest[0] == UInt8(ascii: "+") || rest[0] == UInt8(ascii: "-"), digits.bytes.count == 4,
        digits.bytes[0] != UInt8(ascii: "-"), let number = wholeNumber(digits.bytes.span),
        number / 100 <= 14, number % 100 < 60
      else { return nil }
      offset = (number / 100 * 60 + number % 100) * 60
      if rest[0] == UInt8(ascii: "-") { offset = -offset }
    }
    self.init(secondsSince1970: time.secondsSince1970 - offset)
  }
}
