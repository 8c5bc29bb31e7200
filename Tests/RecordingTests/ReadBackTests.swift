import Findings
import Foundation
import Testing

@testable import Recording

/// The tables and the log of a card, read back as others read them.
@Suite struct ReadBackTests {
  private static func micro(_ field: Substring) throws -> Microseconds? {
    if field.isEmpty { return nil }
    return Microseconds(try #require(DecimalNumber(Array(field.utf8).span)?.scaled(decimals: 6)))
  }

  @Test(arguments: [1 as UInt64, 2, 3, 4, 5, 6]) func theTableOfBeatsIsReadBackAsTheMarksOfItsExam(
    seed: UInt64
  ) throws {
    var numbers = SeededNumbers(seed: seed)
    var specimen = ReportSpecimen(.sustained, beats: Int(numbers.next() % 40))
    for index in specimen.beats.indices {
      specimen.beats[index].time = Microseconds(
        specimen.beats[index].time.count + Int64(numbers.next() % 80_000))
      specimen.beats[index].amplitude = Gravities(milli: Int32(numbers.next() % 4_000))
    }
    var card = MemoryCard()
    try specimen.record(on: &card)
    let exam = try #require(try DerivedFiles.exam(specimen.number, on: &card))
    let text = String(decoding: exam.beatsTable.bytes, as: UTF8.self)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "event,number,time_s,duration_s,amplitude_g" && lines.last == "")
    let rows = lines.dropFirst().dropLast().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.allSatisfy { $0.count == 5 })
    let beats = rows.filter { $0[0] == "beat" }
    #expect(beats.count == specimen.beats.count)
    for (row, beat) in zip(beats, specimen.beats) {
      #expect(try Self.micro(row[2]) == beat.time, "seed \(seed)")
      let amplitude = try #require(Double(row[4]))
      #expect(abs(amplitude * 1_000 - Double(beat.amplitude.milli)) < 1, "seed \(seed)")
    }
    let others = exam.marks.filter { if case .beat = $0.mark { false } else { true } }
    #expect(rows.count == beats.count + others.count)
    for timed in others {
      var word = TextBuffer()
      timed.mark.write(to: &word)
      let event = String(decoding: word.bytes, as: UTF8.self)
      let row = try #require(rows.first { $0[0] == event }, "\(event)")
      #expect(try Self.micro(row[2]) == timed.onset)
      #expect(try Self.micro(row[3]) == timed.duration)
    }
    let times = try rows.map { try #require(try Self.micro($0[2])) }
    #expect(times == times.sorted())
  }

  @Test(arguments: [1 as UInt64, 2, 3]) func aLogThatWasEditedNeverTrapsAndTheNextBootIsCounted(
    seed: UInt64
  ) throws {
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      var card = MemoryCard()
      var text = Array("boot=6 version=0.1.0 board=pi-5 clock=unset\r\n  a fault\r\n".utf8)
      for _ in 0..<Int(numbers.next() % 30) {
        let place = Int(numbers.next() % UInt64(text.count))
        text[place] = UInt8(truncatingIfNeeded: numbers.next())
      }
      text.removeLast(Int(numbers.next() % UInt64(text.count)))
      card.files[.bootLog] = text
      let boot = try BootLog.nextBoot(on: &card)
      var log = BootLog(boot: boot, version: "0.1.0", board: [], clock: ClockNote())
      try log.write(to: &card)
      #expect(try BootLog.nextBoot(on: &card) == boot &+ 1, "seed \(seed)")
    }
  }

  @Test(arguments: [1 as UInt64, 2, 3]) func anIndexThatWasEditedIsMadeAgainAsItWas(
    seed: UInt64
  ) throws {
    var whole = MemoryCard()
    for number in 1...3 as ClosedRange<UInt16> {
      var specimen = ReportSpecimen(.sustained, beats: 9 + Int(number))
      specimen.number = number
      try specimen.record(on: &whole)
      try DerivedFiles.write(afterExam: number, on: &whole)
    }
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<40 {
      var card = whole
      var index = try #require(whole.files[.index])
      for _ in 0...Int(numbers.next() % 4) {
        let place = Int(numbers.next() % UInt64(index.count))
        index[place] ^= 1 << UInt8(numbers.next() % 8)
      }
      if numbers.next() % 4 == 0 { index.removeLast(Int(numbers.next() % UInt64(index.count))) }
      if numbers.next() % 4 == 0 { index += Array("7,0,9\r\n".utf8) }
      card.files[.index] = index
      var upkeep = try CardUpkeep(on: &card)
      while try upkeep.step(on: &card) {}
      #expect(card.files == whole.files, "seed \(seed)")
    }
  }
}
