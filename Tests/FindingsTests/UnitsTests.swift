import Testing

@testable import Findings

@Suite struct UnitsTests {
  @Test("Thousandths of a g become Q20 and come back the same, to both ends")
  func milliRoundTrip() {
    for milli in stride(from: -2_000_000 as Int32, through: 2_000_000, by: 997) {
      #expect(Gravities(milli: milli).milli == milli)
    }
    #expect(Gravities(milli: 1_000).q20 == 1 << 20)
    #expect(Gravities(milli: -1_000).q20 == -(1 << 20))
    #expect(Gravities(milli: 2_000_000).q20 == 2_097_152_000)
  }

  @Test("Thousandths of a g are rounded to the nearest, halves away from zero")
  func milliRounds() {
    // 524.288 units of Q20 are half a thousandth.
    #expect(Gravities(q20: 524).milli == 0)
    #expect(Gravities(q20: 525).milli == 1)
    #expect(Gravities(q20: -524).milli == 0)
    #expect(Gravities(q20: -525).milli == -1)
    #expect(Gravities(q20: .max).milli == 2_048_000)
    #expect(Gravities(q20: .min).milli == -2_048_000)
  }

  @Test("A period's frequency is rounded to the nearest millihertz; none without a period")
  func frequencies() {
    #expect(Millihertz(period: .milliseconds(200)) == Millihertz(5_000))
    #expect(Millihertz(period: Microseconds(166_667)) == Millihertz(6_000))
    #expect(Millihertz(period: Microseconds(3)) == Millihertz(333_333_333))
    #expect(Millihertz(period: Microseconds(1)) == Millihertz(1_000_000_000))
    #expect(Millihertz(period: .seconds(3_000_000)) == Millihertz(0))
    #expect(Millihertz(period: .zero) == nil)
    #expect(Millihertz(period: Microseconds(-5)) == nil)
  }

  @Test("Times add, subtract and compare")
  func times() {
    #expect(Microseconds.seconds(1) - .milliseconds(1) == Microseconds(999_000))
    #expect(Microseconds.seconds(-1) < .zero)
    #expect(Microseconds.zero + .seconds(2) > .milliseconds(1_999))
  }
}
