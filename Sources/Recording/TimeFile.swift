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
        guard let time = CivilTime(anyISO: [UInt8](bytes[start..<last])) else {
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
  init?(anyISO bytes: [UInt8]) {
    guard bytes.count >= 16 else { return nil }
    var text = [UInt8](bytes[..<16])
    if text[10] == 0x20 || text[10] == UInt8(ascii: "t") { text[10] = UInt8(ascii: "T") }
    var rest = bytes[16...]
    if rest.first == UInt8(ascii: ":"), rest.count >= 3 {
      text += rest.prefix(3)
      rest = rest.dropFirst(3)
    } else {
      text += [0x3A, 0x30, 0x30]
    }
    text.append(UInt8(ascii: "Z"))
    guard let time = CivilTime(text: text.span) else { return nil }
    var offset: Int64 = 0
    if let sign = rest.first, sign | 0x20 != UInt8(ascii: "z") || rest.count > 1 {
      let digits = rest.dropFirst().filter { $0 != 0x3A }
      guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digits.count == 4,
        digits[0] != UInt8(ascii: "-"), let number = wholeNumber(digits.span), number >= 0,
        number / 100 <= 14, number % 100 < 60
      else { return nil }
      offset = (number / 100 * 60 + number % 100) * 60
      if sign == UInt8(ascii: "-") { offset = -offset }
    }
    self.init(secondsSince1970: time.secondsSince1970 - offset)
  }
}
