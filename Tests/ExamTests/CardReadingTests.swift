import Findings
import Recording
import Simulation
import Testing

@testable import Exam

@Suite struct CardReadingTests {
  private static let noon = CivilTime(secondsSince1970: 1_772_446_272)

  private func card(_ files: [(CardFile, String)]) throws -> MemoryStorage {
    var card = MemoryStorage()
    for (file, text) in files {
      try card.create(file, size: 0)
      try card.write(Array(text.utf8).span, to: file, at: 0)
    }
    return card
  }

  @Test func anEmptyCardAndNoCardMeanTheDefaults() throws {
    for isMissing in [false, true] {
      var card = MemoryStorage()
      card.isMissing = isMissing
      let reading = CardReading(of: &card)
      #expect(reading.settings == DeviceSettings())
      #expect(reading.problems.isEmpty && reading.clock == ClockNote() && reading.time == .nothing)
    }
  }

  @Test func aRealTimeClockIsBelievedAndTimeTextGoesBeforeIt() throws {
    let later = try #require(CivilTime(secondsSince1970: 1_800_000_000))
    var card = MemoryStorage()
    #expect(CardReading(of: &card, realTime: later).clock == ClockNote(quality: .rtc, time: later))
    card = try self.card([(.time, "2026-03-02T10:11:12Z"), (.bootLog, "boot=6 version=1\r\n")])
    let clock = CardReading(of: &card, realTime: later).clock
    #expect(clock == ClockNote(quality: .file, time: Self.noon, boot: 7))
  }

  @Test func linesThatAreNotUnderstoodAreShown() throws {
    for files in [[(CardFile.settings, "VOLUM=1")], [(.time, "soon")]] {
      var card = try card(files)
      #expect(CardReading(of: &card).settings.machine.hasProblems)
    }
    var card = try card([(.settings, "VOLUME=1"), (.time, "#026-03-02T10:11:12Z")])
    let settings = CardReading(of: &card).settings
    #expect(!settings.machine.hasProblems)
    #expect(settings.feedback.volume != DeviceSettings().feedback.volume)
  }
}
