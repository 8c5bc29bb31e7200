import Findings
import Testing

@testable import Recording

@Suite struct SettingsTextTests {
  private static func mark(_ text: String) -> Mark? { Mark(text: Array(text.utf8)) }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func everySettingComesBack(seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    func time() -> Microseconds {
      Microseconds(Int64.random(in: 0...3_600_000_000, using: &numbers))
    }
    var settings = ExamSettings(
      kind: try #require(ExamKind.allCases.randomElement(using: &numbers)),
      site: try #require(Site.allCases.randomElement(using: &numbers)),
      side: try #require(Side.allCases.randomElement(using: &numbers)),
      rule: Rule(
        try #require(Rule.Name.allCases.randomElement(using: &numbers)),
        sustainedFrom: Int32.random(in: 4...100, using: &numbers)),
      age: try #require(AgeGroup.allCases.randomElement(using: &numbers)))
    settings.restStillness = time()
    settings.restLimit = time()
    settings.stretchWait = time()
    settings.minimumHold = time()
    settings.maximumHold = time()
    settings.endGap = time()
    settings.spontaneousDuration = time()
    var text = TextBuffer()
    Mark.settings(settings).write(to: &text)
    #expect(Mark(text: text.bytes) == .settings(settings))
    // The first record's annotations must hold them beside the clock.
    #expect(text.bytes.count < 330)
  }

  @Test(arguments: [
    "", " ", "settings", "settings kind=stretch", "beat", "beat 0", "beat -1", "beat x", "beat 1 2",
    "beat 99999999999", "verdict", "verdict maybe", "quality", "quality fine", "rest now",
    "Stretch",
    "clock", "clock sundial", "clock rtc time=2026-02-30T00:00:00Z", "clock rtc boot=-1",
    "clock rtc time=2026-13-01T00:00:00Z", "filled 0",
  ])
  func whatIsNoMarkIsNone(text: String) {
    #expect(Self.mark(text) == nil)
  }

  @Test func aTimeOutOfRangeIsRefused() {
    var text = TextBuffer()
    var settings = ExamSettings()
    settings.endGap = .seconds(3_601)
    Mark.settings(settings).write(to: &text)
    #expect(Mark(text: text.bytes) == nil)
  }

  @Test(arguments: [
    ("1985-01-01T00:00:00Z", 473_385_600), ("2000-02-29T23:59:59Z", 951_868_799),
    ("2026-03-02T10:11:12Z", 1_772_446_272), ("2084-12-31T23:59:59Z", 3_629_145_599),
  ])
  func civilTimesAreThoseOfTheCalendar(text: String, seconds: Int64) throws {
    let time = try #require(CivilTime(secondsSince1970: seconds))
    var written = TextBuffer()
    time.write(to: &written)
    #expect(String(decoding: written.bytes, as: UTF8.self) == text)
    #expect(CivilTime(text: written.bytes) == time)
  }

  @Test func timesBeyondTwoDigitsOfYearAreNone() {
    #expect(CivilTime(secondsSince1970: 473_385_599) == nil)
    #expect(CivilTime(secondsSince1970: 3_629_145_600) == nil)
  }
}
