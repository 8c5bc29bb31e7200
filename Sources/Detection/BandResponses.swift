import Findings

/// The band's responses to the periods of every cadence, made with the filters: asked for at each beat, between two of
/// them a straight line is right to 5 us and a thousandth of the size.
struct BandResponses: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// Two to this power of microseconds lie between two periods: 8.2 ms.
  static let step = 13
  /// The shortest period, and the number of them: to 0.42 s.
  private static let shortest: Int64 = 98_304
  private static let count = 40
  private var table: InlineArray<40, BandResponse>

  /// Makes the responses of a chain with these corners, as tan(pi * corner / rate) in Q28.
  init(low: Int64, high: Int64, rate: Millihertz) {
    table = InlineArray { place in
      let period = Microseconds(Self.shortest &+ Int64(place) &<< Int64(Self.step))
      return BandResponse(atPeriod: period, low: low, high: high, rate: rate)
    }
  }

  /// The response to a rhythm of this period, or of the nearest that a cadence can have.
  @inline(never)
  func response(atPeriod period: Microseconds) -> BandResponse {
    let longest = Self.shortest &+ Int64(Self.count - 1) &<< Int64(Self.step) &- 1
    let period = max(Self.shortest, min(longest, period.count))
    let place = Int(truncatingIfNeeded: (period &- Self.shortest) &>> Int64(Self.step))
    return table[place].response(atPeriod: Microseconds(period), before: table[place + 1])
  }
}
