import Findings
import Testing

@testable import Recording

@Suite struct DecimalNumberTests {
  private static func number(_ text: String) -> DecimalNumber? {
    let bytes = Array(text.utf8)
    return DecimalNumber(bytes.span)
  }

  @Test(arguments: [
    ("0", 0), ("-0.0", 0), ("1", 1_048_576), ("-1", -1_048_576), ("0.5", 524_288),
    ("+2.5e-1", 262_144), (".25", 262_144), ("1.", 1_048_576), ("1E3", 1_048_576_000),
    ("0.000000476837158203125", 1), ("0.0000004768371582031249", 0),
    ("0.00000047683715820312", 0), ("-0.00000047683715820313", -1), ("1e-300", 0),
    ("0.0000000000000000000000000000000000000001", 0), ("1000.000", 1_048_576_000),
    ("999.99999999999999999999", 1_048_576_000),
  ])
  func gravitiesAreRoundedToTheNearest(text: String, q20: Int32) {
    #expect(Self.number(text)?.q20(limit: 1_000) == q20)
  }

  @Test(arguments: ["1000.001", "1e4", "-2048", "1e99", "123456789012345678901234567890"])
  func gravitiesBeyondTheLimitAreRefused(text: String) {
    #expect(Self.number(text) != nil)
    #expect(Self.number(text)?.q20(limit: 1_000) == nil)
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "1e1234", "1.2.3", "1,5", "nan", "inf", "0x1", "1 ",
    "--1", "1e5.0", "\u{661}",
  ])
  func whatIsNoNumberIsRefused(text: String) {
    #expect(Self.number(text) == nil)
  }

  @Test(arguments: [
    ("1.5", 6, 1_500_000), ("0.964786", 6, 964_786), ("1e-7", 6, 0), ("5e-7", 6, 1),
    ("-12.3456789", 6, -12_345_679), ("1772446272.123456789", 9, 1_772_446_272_123_456_789),
    ("4e9", 9, 4_000_000_000_000_000_000), ("9e9", 9, 9_000_000_000_000_000_000), ("1e-30", 9, 0),
  ])
  func decimalsAreScaledExactly(text: String, decimals: Int, value: Int64) {
    #expect(Self.number(text)?.scaled(decimals: decimals) == value)
  }

  @Test func whatExceeds64BitsIsRefused() {
    #expect(Self.number("1e10")?.scaled(decimals: 9) == nil)
    #expect(Self.number("1e999")?.scaled(decimals: 9) == nil)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func everyDecimalThatIsWrittenIsReadAgain(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let value = Int64.random(in: -99_999_999_999_999...99_999_999_999_999, using: &numbers)
    let decimals = Int.random(in: 0...9, using: &numbers)
    var text = TextBuffer()
    text.append(value, over: decimals)
    let bytes = text.bytes
    #expect(DecimalNumber(bytes.span)?.scaled(decimals: decimals) == value)
    #expect(bytes.first != UInt8(ascii: "."))
  }
}
