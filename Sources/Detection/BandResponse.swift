import Findings

/// What the band did to a rhythm of one period, known from the filters.
struct BandResponse: Sendable {
  /// The rhythm's period.
  private(set) var period: Microseconds
  /// How much earlier than the motion the band shows the rhythm (negative: later).
  private(set) var lead: Microseconds
  /// How much later than the motion the low-pass alone shows it.
  private(set) var lag: Microseconds
  /// What is left of its size after both, and after the low-pass alone, Q28.
  private var gain: Int64
  private var lowGain: Int64

  /// The response of a chain with these corners, as tan(pi * corner / rate) in Q28.
  init(atPeriod period: Microseconds, low: Int64, high: Int64, rate: Millihertz) {
    self.period = period
    // Half a turn per sample is the fastest rhythm a rate can show; 0.24 turn is the tangent's limit.
    let perSample = (500_000_000 &<< 32) / (max(period.count, 1) &* Int64(rate.count))
    let w = tangent(of: min(perSample, 1_030_792_151))
    let lowPass = Self.section(ratio: (w &<< 28) / high)
    let highPass = Self.section(ratio: (low &<< 28) / max(w, 1))
    lead = Microseconds(((highPass.phase &- lowPass.phase) &* period.count) &>> 32)
    lag = Microseconds((lowPass.phase &* period.count) &>> 32)
    lowGain = max(lowPass.gain, 1 &<< 26)
    gain = max((lowPass.gain &* highPass.gain) &>> 28, 1 &<< 26)
  }

  /// The response to a period between two others, of which this is the shorter.
  func response(atPeriod period: Microseconds, before longer: Self) -> Self {
    let way = period.count &- self.period.count
    func between(_ from: Int64, _ to: Int64) -> Int64 {
      from &+ ((to &- from) &* way) &>> Int64(BandResponses.step)
    }
    var result = self
    result.period = period
    result.lead.count = between(lead.count, longer.lead.count)
    result.lag.count = between(lag.count, longer.lag.count)
    result.gain = between(gain, longer.gain)
    result.lowGain = between(lowGain, longer.lowGain)
    return result
  }

  /// A swing as it was before the filters took their share.
  func restored(_ swing: Gravities) -> Gravities {
    Gravities(q20: Int32(clamping: (Int64(swing.q20) &<< 28) / gain))
  }

  /// The same where the low-pass alone took a share.
  func restoredSmooth(_ swing: Gravities) -> Gravities {
    Gravities(q20: Int32(clamping: (Int64(swing.q20) &<< 28) / lowGain))
  }

  /// Phase (Q32 turns) and gain (Q28) of a Butterworth low-pass of second order at `ratio` (Q28) of its corner.
  ///
  /// The high-pass is its mirror: the same at the inverse ratio, leading instead of lagging.
  @inline(never)
  private static func section(ratio: Int64) -> (phase: Turns, gain: Int64) {
    let one = Int64(1) &<< 28
    let r = min(ratio, 4 &* one)
    let square = (r &* r) &>> 28
    let phase = angle(y: (379_625_062 &* r) &>> 28, x: one &- square)
    // 1 / sqrt(1 + r^4): r^4 in Q28 is at most 2^36, so the root is taken in Q24.
    let fourth = ((square &>> 4) &* (square &>> 4)) &>> 20
    let root = Int64(squareRoot((one &+ fourth) &<< 20))
    return (phase, (one &<< 24) / root)
  }
}
