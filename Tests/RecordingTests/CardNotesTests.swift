import Findings
import Testing

@testable import Recording

@Suite struct CardNotesTests {
  private static let noon = CivilTime(secondsSince1970: 1_772_446_272)

  @Test(arguments: [
    "2026-03-02T10:11:12Z", "2026-03-02 10:11:12", "\u{FEFF}2026-03-02T11:11:12+01:00\r\n",
    "# the clock\r\n\r\n\t2026-03-02T05:41:12-0430  \r\n", "2026-03-02t10:11:12z",
    "2026-03-02T10:11:12+00:00\nwhat follows is not read",
  ]) func aTimeIsReadHoweverItWasWritten(text: String) throws {
    let noon = try #require(Self.noon)
    guard case .time(noon, let place) = TimeFile(Array(text.utf8)) else {
      Issue.record("\(text) is \(TimeFile(Array(text.utf8)))")
      return
    }
    #expect(Array(text.utf8)[place] == UInt8(ascii: "2"))
  }

  @Test func withoutSecondsItIsTheFullMinute() throws {
    let text = Array("2026-03-02 10:11".utf8)
    let minute = try #require(CivilTime(secondsSince1970: 1_772_446_260))
    #expect(TimeFile(text) == .time(minute, markAt: 0))
  }

  @Test(arguments: [
    ("2026-02-30T10:11:12Z", 1), ("noon", 1), ("#\n2026-03-02", 2), ("2026-03-02T25:00:00Z", 1),
    ("2026-03-02T10:11:12+99:00", 1), ("2026-03-02T10:11:12+-100", 1), ("\r\r2026", 3),
    ("1970-01-01T00:00:00Z", 1), ("2026-03-02T10:11:12Z tomorrow", 1),
  ]) func whatIsNoTimeIsNamedByItsLine(text: String, line: Int32) {
    #expect(TimeFile(Array(text.utf8)) == .bad(line: line))
  }

  @Test func aLineIsUsedOnceAndStaysReadable() throws {
    var card = MemoryCard()
    #expect(try TimeFile(on: &card) == .nothing)
    card.files[.time] = Array("2026-03-02T10:11:12Z\r\n".utf8)
    try TimeFile(on: &card).markUsed(on: &card)
    #expect(card.files[.time] == Array("#026-03-02T10:11:12Z\r\n".utf8))
    #expect(try TimeFile(on: &card) == .nothing)
    #expect(card.writes.map { $0.range.count } == [1])
  }

  @Test(arguments: [1 as UInt64, 2, 3]) func noiseIsNoTimeAndNeverTraps(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<2_000 {
      var bytes = Array("2026-03-02T10:11:12+01:00".utf8)
      for _ in 0..<Int(numbers.next() % 6) {
        bytes[Int(numbers.next() % 25)] = UInt8(truncatingIfNeeded: numbers.next())
      }
      bytes.removeLast(Int(numbers.next() % 26))
      if case .time(_, let place) = TimeFile(bytes) { #expect(place < bytes.count) }
    }
  }

  @Test func eachBootHasALineAndANumber() throws {
    var card = MemoryCard()
    for boot in 0..<3 as Range<UInt32> {
      #expect(try BootLog.nextBoot(on: &card) == boot)
      var log = BootLog(
        boot: boot, version: "0.1.0", board: Array("pi-5".utf8),
        clock: ClockNote(quality: .rtc, time: Self.noon))
      log.add("selftest", Array("passed".utf8))
      log.addLine(TextBuffer("CLONUS.INI line 3: VOLUME takes 0 to 3; the default is used"))
      try log.write(to: &card)
    }
    let text = String(decoding: try #require(card.files[.bootLog]), as: UTF8.self)
    #expect(
      text.hasPrefix(
        "boot=0 version=0.1.0 board=pi-5 clock=rtc time=2026-03-02T10:11:12Z selftest=passed\r\n"
          + "  CLONUS.INI line 3"))
    #expect(text.split(separator: "\r\n").count == 6)
    card.files[.bootLog]?.append(contentsOf: Array("boot=99999999999 torn".utf8))
    #expect(try BootLog.nextBoot(on: &card) == 3, "a number beyond all is none")
  }

  @Test func aLogThatGrewTooLargeIsBegunAnew() throws {
    var card = MemoryCard()
    card.files[.bootLog] = [UInt8](repeating: 65, count: BootLog.mostBytes + 1)
    var log = BootLog(boot: 5, version: "0.1.0", board: [], clock: ClockNote())
    try log.write(to: &card)
    #expect(try #require(card.files[.bootLog]).count < 100)
  }
}
