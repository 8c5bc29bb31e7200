import Findings
import Recording

/// What is wrong with a line of CLONUS.INI.
public enum SettingsFault: Sendable, Hashable {
  /// There is no such key.
  case unknownKey
  /// The key's value is not accepted; the default stands.
  case badValue(SettingsKey)
  /// The key was set before; this line counts.
  case repeated(SettingsKey)
  /// The line is neither a comment nor `KEY=value`.
  case noKey
  /// The file is no text of single bytes (saved as "Unicode", perhaps); all defaults stand.
  case notText
  /// There are more lines at fault than are listed.
  case more
}

/// A line of CLONUS.INI that is at fault.
public struct SettingsProblem: Sendable, Hashable {
  /// The line, from 1.
  public var line: Int32
  /// What is wrong with it.
  public var fault: SettingsFault

  /// Appends one line of text: where, what, and what to do.
  public func write(to text: inout TextBuffer) {
    text.append("CLONUS.INI line ")
    text.append(line)
    text.append(": ")
    switch fault {
    case .unknownKey: text.append("no such key; see the list in the file that clonus writes")
    case .badValue(let key):
      text.append(key.name)
      text.append(" takes ")
      text.append(key.accepted)
      text.append("; the default is used")
    case .repeated(let key):
      text.append(key.name)
      text.append(" was set before; this line counts")
    case .noKey: text.append("expected KEY=value, or # before a comment")
    case .notText: text.append("not plain text; save it as ANSI or UTF-8; all defaults are used")
    case .more: text.append("more lines are at fault")
    }
  }
}

/// CLONUS.INI: reading it, however it was edited, and writing it.
public enum SettingsFile {
  /// How many problems are listed.
  public static let mostProblems = 20
  /// How much of the file is read; the text that this program writes takes under 3 kB.
  public static let mostBytes = 65_536

  /// Reads the settings and says what is wrong; whatever that is, there are settings.
  ///
  /// Line ends of any system, a byte order mark, spaces and tabs, small and capital letters,
  /// `[sections]` and comments from `#` or `;` on are taken as they come.
  public static func read(_ bytes: [UInt8]) -> (DeviceSettings, [SettingsProblem]) {
    var settings = DeviceSettings()
    var problems: [SettingsProblem] = []
    var next = ("\u{FEFF}" as Literal).begins(bytes.span) ? 3 : 0
    // UTF-16 has a zero in every other byte of plain letters, and begins with FE FF or FF FE.
    guard bytes.count - next <= mostBytes, !bytes.contains(0),
      next == bytes.count || bytes[next] < 0xFE
    else {
      return (settings, [SettingsProblem(line: 1, fault: .notText)])
    }
    var seen: UInt32 = 0
    var number: Int32 = 0
    while next < bytes.count {
      number += 1
      guard let fault = read(line(of: bytes.span, at: &next), into: &settings, &seen) else {
        continue
      }
      guard problems.count < mostProblems else {
        problems.append(SettingsProblem(line: number, fault: .more))
        break
      }
      problems.append(SettingsProblem(line: number, fault: fault))
    }
    return (settings, problems)
  }

  /// The text of the settings, every key with its meaning, default, range and unit.
  public static func text(_ settings: DeviceSettings = DeviceSettings()) -> [UInt8] {
    var text = TextBuffer("# Clonus: settings. Read when the device is switched on.\r\n")
    text.append("# A line that is not understood is named in BOOT.LOG, and its default used.\r\n")
    for key in SettingsKey.allCases {
      text.append("\r\n# ")
      text.append(key.meaning)
      text.append(".\r\n# Accepted: ")
      text.append(key.accepted)
      text.append(". Default: ")
      let start = text.bytes.count
      key.write(DeviceSettings(), to: &text)
      if text.bytes.count == start { text.append("empty") }
      text.append(".\r\n")
      text.append(key.name)
      text.append("=")
      key.write(settings, to: &text)
      text.append("\r\n")
    }
    return text.bytes
  }

  /// The line that begins at `next`, without its end: LF, CR or both; then `next` is behind that.
  @_lifetime(copy bytes)
  private static func line(of bytes: Span<UInt8>, at next: inout Int) -> Span<UInt8> {
    let start = next
    while next < bytes.count, bytes[next] != UInt8(ascii: "\n"), bytes[next] != UInt8(ascii: "\r") {
      next += 1
    }
    let line = bytes.extracting(start..<next)
    if next + 1 < bytes.count, bytes[next] == UInt8(ascii: "\r"),
      bytes[next + 1] == UInt8(ascii: "\n")
    {
      next += 1
    }
    next += 1
    return line
  }

  private static func read(
    _ line: Span<UInt8>, into settings: inout DeviceSettings, _ seen: inout UInt32
  ) -> SettingsFault? {
    var end = 0
    while end < line.count, line[end] != UInt8(ascii: "#"), line[end] != UInt8(ascii: ";") {
      end += 1
    }
    var value = line.extracting(..<end)
    let named = part(of: &value, before: UInt8(ascii: "="))
    let hasValue = named.count < end
    let name = trimmed(named)
    if name.isEmpty ? !hasValue : name[0] == UInt8(ascii: "[") { return nil }
    guard hasValue else { return .noKey }
    guard let key = SettingsKey(name: name) else { return .unknownKey }
    guard key.read(trimmed(value), into: &settings) else { return .badValue(key) }
    let bit: UInt32 = 1 << UInt32(key.rawValue)
    defer { seen |= bit }
    return seen & bit == 0 ? nil : .repeated(key)
  }

  @inline(never)
  @_lifetime(copy bytes)
  private static func trimmed(_ bytes: Span<UInt8>) -> Span<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return bytes.extracting(start..<end)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
