import Findings
import Recording
import Testing

@testable import Linux

@Suite struct OptionReaderTests {
  @Test func optionsAndWordsComeInTheirOrder() throws {
    var reader = OptionReader(
      words("--json file --seed 7 - --site=jaw -- --fast"), mostOthers: 3)
    #expect(try reader.next(Option.self) == .json)
    #expect(try reader.next(Option.self) == .seed)
    #expect(try reader.number(in: 0...9) == 7)
    #expect(try reader.next(Option.self) == .site)
    #expect(try reader.value() == bytes("jaw"))
    #expect(try reader.next(Option.self) == nil)
    #expect(
      reader.others == [bytes("file"), bytes("-"), bytes("--fast")],
      "after -- nothing is an option")
    #expect(try reader.other("a file") == bytes("file"))
  }

  @Test(arguments: ["--see", "--seeds", "-s", "--=1"])
  func anUnknownOptionIsNamed(word: String) {
    var reader = OptionReader([bytes(word)], mostOthers: 1)
    let name = bytes(String(word.prefix { $0 != "=" }))
    #expect(throws: UsageError.unknownOption(name)) { _ = try reader.next(Option.self) }
  }

  @Test func aWordTooManyAndAMissingOneAreErrors() throws {
    var reader = OptionReader(words("one two"), mostOthers: 1)
    #expect(throws: UsageError.unexpectedWord(bytes("two"))) {
      _ = try reader.next(Option.self)
    }
    reader = OptionReader([], mostOthers: 1)
    try reader.takeOthers()
    #expect(throws: UsageError.missingWord(TextBuffer("a file"))) {
      _ = try reader.other("a file")
    }
  }

  @Test func valuesMayBeEmptyOrLookLikeOptions() throws {
    var reader = OptionReader(words("--log= --log --json"))
    _ = try reader.next(Option.self)
    #expect(try reader.value() == [])
    _ = try reader.next(Option.self)
    #expect(try reader.value() == bytes("--json"))
  }

  @Test func aValueThatNobodyAsksForIsAnError() throws {
    var reader = OptionReader(words("--fast=yes"))
    _ = try reader.next(Option.self)
    #expect(throws: UsageError.unexpectedValue(bytes("--fast"))) {
      _ = try reader.next(Option.self)
    }
  }

  @Test func aMissingValueNamesItsOption() throws {
    var reader = OptionReader(words("--seed"))
    _ = try reader.next(Option.self)
    #expect(throws: UsageError.missingValue(bytes("--seed"))) { _ = try reader.value() }
  }

  @Test(arguments: ["", "-1", "1x", "10", "18446744073709551617", "+1"])
  func aNumberOutOfItsRangeSaysTheRange(found: String) {
    let error = #expect(throws: UsageError.self) {
      var reader = OptionReader([bytes("--n=" + found)])
      _ = try reader.next(Option.self)
      _ = try reader.number(in: 0...9)
    }
    #expect(error.map(text) == "--n takes a whole number from 0 to 9, not '\(found)'")
  }

  @Test func aChoiceSaysAllThatThereAre() throws {
    var reader = OptionReader(words("--site knee --site nose"))
    _ = try reader.next(Option.self)
    let site: Place? = try reader.choice()
    #expect(site == .knee)
    _ = try reader.next(Option.self)
    let error = #expect(throws: UsageError.self) {
      let _: Place? = try reader.choice()
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

private enum Option: UInt8, Worded {
  case json, seed, site, log, fast, n

  static var words: WordList { "--json\0--seed\0--site\0--log\0--fast\0--n" }
}

private enum Place: UInt8, Worded {
  case ankle, knee, jaw

  static var words: WordList { "ankle\0knee\0jaw" }
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
