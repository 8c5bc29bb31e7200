import Findings
import Foundation
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

@Suite struct BandsTests {
  /// The rates of sensors (INTERFACES.md) whose chain's rate is asked for.
  static let rates = [25, 26, 50, 64, 100, 104, 200, 210, 400]

  private static func inner(_ hertz: Int) throws -> Millihertz {
    let rate = try #require(
      SampleRate(samplesPerRecord: Int32(hertz), recordMicroseconds: 1_000_000))
    return Pace(rate: rate).inner
  }

  private static func sine(_ frequency: Double, _ i: Int, rate: Double) -> Int32 {
    Int32((0x1p20 * sin(2 * .pi * frequency * Double(i) / rate)).rounded())
  }

  /// The answer of gravity, motion and band to a sine of 1 g, after six seconds.
  private static func answers(rate: Millihertz, frequency: Double) -> [Response] {
    let hertz = Double(rate.count) / 1_000
    var bands = Bands(rate: rate)
    let start = Int(6 * hertz)
    // Whole cycles, so that the correlation is exact.
    let end = start + Int((Double(Int(6 * frequency)) / frequency * hertz).rounded())
    var outputs: [[Double]] = [[], [], []]
    for i in 0..<end {
      let parts = bands.measured(Vector(x: 0, y: sine(frequency, i, rate: hertz), z: 0))
      guard i >= start else { continue }
      for (n, value) in [parts.gravity, parts.motion, parts.band].enumerated() {
        outputs[n].append(Double(value.y))
      }
    }
    return outputs.map {
      Response(of: $0, from: start, amplitude: 0x1p20, frequency: frequency, rate: hertz)
    }
  }

  @Test("Gravity and band have the textbook's gain and phase", arguments: rates)
  func responses(hertz: Int) throws {
    let rate = try Self.inner(hertz)
    let inner = Double(rate.count) / 1_000
    let high = min(12, 0.4 * inner)
    for frequency in [0.5, 1, 2, 3, 4.5, 6, 7.5, 9, 12, 20] {
      let found = Self.answers(rate: rate, frequency: frequency)
      let gravity =
        Response.lowPass(corner: high, at: frequency, rate: inner)
        * Response.lowPass(corner: 0.7, at: frequency, rate: inner)
      let band =
        Response.lowPass(corner: high, at: frequency, rate: inner)
        * Response.highPass(corner: 2.2, at: frequency, rate: inner)
      for (a, b) in [(found[0], gravity), (found[2], band)] {
        #expect(abs(a.gain - b.gain) < 0.003, "\(hertz) Hz, \(frequency) Hz")
        let phase = a.phase(minus: b)
        if b.gain > 0.02 { #expect(abs(phase) < 0.02, "\(hertz) Hz, \(frequency) Hz") }
      }
    }
  }

  @Test(
    "Lead and restored swing undo the filters within 1 ms and 2 % from 3 to 9 Hz",
    arguments: rates)
  func leadAndRestored(hertz: Int) throws {
    let rate = try Self.inner(hertz)
    let bands = Bands(rate: rate)
    for frequency in stride(from: 3.0, through: 9, by: 1) {
      let found = Self.answers(rate: rate, frequency: frequency)[2]
      let period = Microseconds(Int64(1_000_000 / frequency))
      let lead = remainder(found.phase, 2 * .pi) / (2 * .pi * frequency) * 1_000_000
      #expect(
        abs(Double(bands.responses.response(atPeriod: period).lead.count) - lead) < 1_000,
        "\(hertz) Hz, \(frequency) Hz")
      let swing = Gravities(q20: Int32(found.gain * 0x1p20))
      let restored = Double(bands.responses.response(atPeriod: period).restored(swing).q20) / 0x1p20
      #expect(abs(restored - 1) < 0.02, "\(hertz) Hz, \(frequency) Hz")
    }
  }

  @Test("Lead and restored swing stay finite for any period")
  func anyPeriod() throws {
    let bands = Bands(rate: Millihertz(95_000))
    for period in [-1, 0, 1, 1_000, 20_000, 5_000_000, 3_600_000_000] as [Int64] {
      let response = bands.responses.response(atPeriod: Microseconds(period))
      #expect(abs(response.lead.count) < 200_000, "the nearest period of a cadence is answered for")
      #expect(response.restored(Gravities(q20: .max)).q20 > 0)
      #expect(response.restored(Gravities(q20: 0)).q20 == 0)
    }
  }

  @Test("A constant is gravity and nothing else, from the first sample on", arguments: rates)
  func constants(hertz: Int) throws {
    let rate = try Self.inner(hertz)
    let most: Int32 = 1 << 25
    for value in [
      Vector(), Vector(x: 1 << 20, y: 0, z: -1), Vector(x: most, y: -most, z: most),
    ] {
      var bands = Bands(rate: rate)
      var (off, motion, band): (Int32, Int32, Int32) = (0, 0, 0)
      for _ in 0..<(20 * Int(rate.count) / 1_000) {
        let parts = bands.measured(value)
        off = max(off, (parts.gravity - value).length)
        motion = max(motion, parts.motion.length)
        band = max(band, parts.band.length)
      }
      // At 0.7 Hz the rounding of state and coefficients holds gravity off by up to 3 mg an axis.
      #expect(off < 6_000, "\(value)")
      #expect(motion < 6_000, "\(value)")
      #expect(band < 100, "\(value)")
    }
  }
}
