import Findings
import Recording
import Testing

@testable import Linux

@Suite struct OptionReaderTests {
  @Test func optionsAndWordsComeInTheirOrder() throws {
    var reader = OptionReader(words("--json file --seed 7 - --site=jaw -- --fast"))
    #expect(try reader.next() == .option(bytes("--json")))
    #expect(try reader.next() == .word(bytes("file")))
    let seed = try #require(try reader.next())
    #expect(seed.isOption("--seed"))
    #expect(!seed.isOption("--see"))
    #expect(try reader.number(in: 0...9) == 7)
    #expect(try reader.next() == .word(bytes("-")))
    #expect(try reader.next() == .option(bytes("--site")))
    #expect(try reader.value() == bytes("jaw"))
    #expect(try reader.next() == .word(bytes("--fast")), "after -- nothing is an option")
    #expect(try reader.next() == nil)
  }

  @Test func valuesMayBeEmptyOrLookLikeOptions() throws {
    var reader = OptionReader(words("--log= --log --json"))
    _ = try reader.next()
    #expect(try reader.value() == [])
    _ = try reader.next()
    #expect(try reader.value() == bytes("--json"))
  }

  @Test func aValueThatNobodyAsksForIsAnError() throws {
    var reader = OptionReader(words("--fast=yes"))
    _ = try reader.next()
    #expect(throws: UsageError.unexpectedValue(bytes("--fast"))) { _ = try reader.next() }
  }

  @Test func aMissingValueNamesItsOption() throws {
    var reader = OptionReader(words("--seed"))
    _ = try reader.next()
    #expect(throws: UsageError.missingValue(bytes("--seed"))) { _ = try reader.value() }
  }

  @Test(arguments: ["", "-1", "1x", "10", "18446744073709551617", "+1"])
  func aNumberOutOfItsRangeSaysTheRange(found: String) {
    let error = #expect(throws: UsageError.self) {
      var reader = OptionReader([bytes("--n=" + found)])
      _ = try reader.next()
      _ = try reader.number(in: 0...9)
    }
    #expect(error.map(text) == "--n takes a whole number from 0 to 9, not '\(found)'")
  }

  @Test func aChoiceSaysAllThatThereAre() throws {
    let site: [Literal] = ["ankle", "knee", "jaw"]
    var reader = OptionReader(words("--site knee --site nose"))
    _ = try reader.next()
    #expect(try reader.choice(of: [0, 1, 2]) { site[$0] } == 1)
    _ = try reader.next()
    let error = #expect(throws: UsageError.self) {
      _ = try reader.choice(of: [0, 1, 2]) { site[$0] }
    }
    #expect(error.map(text) == "--site takes ankle, knee or jaw, not 'nose'")
  }

  @Test func messagesStayOneShortLine() {
    let nasty = [UInt8](repeating: 0x0A, count: 150) + [0x1B, 0x7F] + bytes("[2J")
    let line = text(.unexpectedWord(nasty))
    #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    #expect(text(.unexpectedWord([UInt8](repeating: 0x61, count: 5_000))).utf8.count < 300)
  }
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private func words(_ line: String) -> [[UInt8]] {
  line.split(separator: " ").map { Array($0.utf8) }
}

private func text(_ error: UsageError) -> String {
  var text = TextBuffer()
  error.write(to: &text)
  return String(decoding: text.bytes, as: UTF8.self)
}
