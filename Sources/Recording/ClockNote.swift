import Findings

/// Where the wall clock's time comes from, the best last.
public enum ClockQuality: UInt8, Sendable, CaseIterable, Worded {
  /// Nobody set it.
  case unset
  /// Not before the program was built, nothing more.
  case buildDate
  /// Set once by `TIME.TXT`.
  case file
  /// A real-time clock set it.
  case rtc

  public static var words: WordList { "unset\0build_date\0file\0rtc" }

  /// Whether the time may stand in a header as the exam's date.
  public var isTrusted: Bool { self == .file || self == .rtc }
}

/// A date and a time of day, UTC, 1985 to 2084 (what an EDF header's two digits of year can say).
public struct CivilTime: Sendable, Hashable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let secondsSince1970: Int64

  /// Makes a time; nil outside the years above.
  public init?(secondsSince1970 seconds: Int64) {
    guard (473_385_600..<3_629_145_600).contains(seconds) else { return nil }
    secondsSince1970 = seconds
  }

  /// Makes the time of `2026-03-02T10:11:12Z`; nil for anything else.
  public init?(text: Span<UInt8>) {
    guard text.count == 20 else { return nil }
    var rest = text
    let dash = UInt8(ascii: "-")
    let colon = UInt8(ascii: ":")
    self.init(
      year: Self.number(of: &rest, 4, before: dash), month: Self.number(of: &rest, 2, before: dash),
      day: Self.number(of: &rest, 2, before: UInt8(ascii: "T")),
      hour: Self.number(of: &rest, 2, before: colon),
      minute: Self.number(of: &rest, 2, before: colon),
      second: Self.number(of: &rest, 2, before: UInt8(ascii: "Z")))
  }

  /// The number of so many digits before a mark; -1 where it is none.
  @inline(never)
  private static func number(of text: inout Span<UInt8>, _ digits: Int, before mark: UInt8) -> Int64
  {
    let number = part(of: &text, before: mark)
    return number.count == digits ? wholeNumber(number) ?? -1 : -1
  }

  /// Makes the time of a date and a time of day; nil where there is none such.
  @inline(never)
  init?(year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
    guard (1985...2084).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second)
    else { return nil }
    // The inverse of `date`: days since 0000-03-01, years beginning with March.
    let fromMarch = month > 2 ? month - 3 : month + 9
    let marchYear = month > 2 ? year : year - 1
    let days =
      365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400
      + (153 * fromMarch + 2) / 5 + day - 1 - 719_468
    self.init(secondsSince1970: days * 86_400 + hour * 3_600 + minute * 60 + second)
    guard date.day == UInt32(day) else { return nil }
  }

  /// Year, month and day: days to a date in the calendar that begins with March, so that the leap
  /// day comes last; 719,468 days lie between 0000-03-01 and 1970-01-01.
  public var date: (year: UInt32, month: UInt32, day: UInt32) {
    let days = UInt32(secondsSince1970 / 86_400) + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Hours, minutes and seconds of the day.
  public var timeOfDay: (hour: UInt32, minute: UInt32, second: UInt32) {
    let second = UInt32(secondsSince1970 % 86_400)
    return (second / 3_600, second / 60 % 60, second % 60)
  }

  /// Appends `2026-03-02T10:11:12Z`.
  public func write(to text: inout TextBuffer) {
    let (year, month, day) = date
    let (hour, minute, second) = timeOfDay
    text.append(year, digits: 4)
    text.append("-")
    text.append(month, digits: 2)
    text.append("-")
    text.append(day, digits: 2)
    text.append("T")
    text.append(hour, digits: 2)
    text.append(":")
    text.append(minute, digits: 2)
    text.append(":")
    text.append(second, digits: 2)
    text.append("Z")
  }
}

/// What is known of the wall clock at the exam's first sample; a note, never a name.
public struct ClockNote: Sendable, Hashable {
  /// Where the time comes from.
  public var quality: ClockQuality
  /// The wall clock's time, nil where it is unset.
  public var time: CivilTime?
  /// How often the device was started before.
  public var boot: UInt32
  /// The time since it was switched on.
  public var uptime: Microseconds

  /// Makes a note.
  public init(
    quality: ClockQuality = .unset, time: CivilTime? = nil, boot: UInt32 = 0,
    uptime: Microseconds = .zero
  ) {
    self.quality = quality
    self.time = time
    self.boot = boot
    self.uptime = uptime
  }

  /// Appends ` rtc boot=7 uptime_s=7440.5 time=2026-03-02T10:11:12Z`: what follows `clock` in its
  /// annotation.
  public func write(to text: inout TextBuffer) {
    text.append(" ")
    text.append(quality.word)
    text.append(" boot=")
    text.append(boot)
    text.append(" uptime_s=")
    text.append(seconds: uptime)
    if let time {
      text.append(" time=")
      time.write(to: &text)
    }
  }

  /// Reads the words after `clock`; nil where one is unknown.
  init?(words: inout WordReader) {
    self.init()
    guard let first = words.next(), let known = ClockQuality(word: first) else { return nil }
    quality = known
    while let word = words.next() {
      if let value = remainder(of: word, after: "boot=") {
        guard let number = wholeNumber(value), let count = UInt32(exactly: number) else {
          return nil
        }
        boot = count
      } else if let value = remainder(of: word, after: "uptime_s=") {
        guard let time = Microseconds(decimalSeconds: value) else { return nil }
        uptime = time
      } else if let value = remainder(of: word, after: "time=") {
        guard let read = CivilTime(text: value) else { return nil }
        time = read
      } else {
        return nil
      }
    }
  }
}
