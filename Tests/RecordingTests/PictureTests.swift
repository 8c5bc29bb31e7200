import Findings
import Foundation
import Testing

@testable import Recording

@Suite struct PictureTests {
  @Test(arguments: 1...30 as ClosedRange<UInt64>) func theAxisIsTheOneOfTheMovement(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    func unit() -> Double { Double(numbers.next() % 20_001) / 10_000 - 1 }
    var axis = [unit(), unit(), unit()]
    let length = axis.map { $0 * $0 }.reduce(0, +).squareRoot()
    guard length > 0.1 else { return }
    axis = axis.map { $0 / length }
    var covariance = MainAxis.Covariance()
    for _ in 0..<400 {
      let swing = unit() * 8_000
      func sample(_ swing: Double) -> RawSample {
        RawSample(
          x: Int16(axis[0] * swing + unit() * 800), y: Int16(axis[1] * swing + unit() * 800),
          z: Int16(axis[2] * swing + unit() * 800))
      }
      covariance.take(sample(swing), from: sample(-swing))
    }
    let found = MainAxis(covariance)
    let along =
      (Double(found.x) * axis[0] + Double(found.y) * axis[1] + Double(found.z) * axis[2]) / 16_384
    #expect(abs(along) > 0.995, "seed \(seed)")
    #expect(max(found.x, found.y, found.z) > 0)
  }

  @Test func nothingThatMovedHasAnAxisAllTheSame() {
    #expect(MainAxis(MainAxis.Covariance()).along(RawSample(x: 1, y: 2, z: 300)) == 300)
    var widest = MainAxis.Covariance()
    for _ in 0..<100_000 {
      widest.take(
        RawSample(x: .max, y: .max, z: .max), from: RawSample(x: .min, y: .min, z: .min))
    }
    let axis = MainAxis(widest)
    #expect(abs(axis.x - axis.y) < 4 && abs(axis.y - axis.z) < 4 && axis.x > 9_400)
  }

  @Test(arguments: [25, 200, 1_000] as [Int32])
  func theBandPassesBeatsStopsGravityAndDampsHum(samples: Int32) throws {
    let rate = try #require(
      SampleRate(samplesPerRecord: samples, recordMicroseconds: 1_000_000))
    func gain(_ hertz: Double) -> Double {
      var band = BandForTheEye(rate)
      var largest = 0.0
      for index in 0..<Int(samples) * 4 {
        let value = 10_000 + 5_000 * sin(2 * .pi * hertz * Double(index) / Double(samples))
        if let out = band.step(Int32(value)), index > Int(samples) {
          largest = max(largest, abs(Double(out)) / 5_000)
        }
      }
      return largest
    }
    for hertz in [3.0, 5, 6, 8] { #expect((0.75...1.3).contains(gain(hertz)), "\(hertz) Hz") }
    #expect(gain(0.2) < 0.05)
    // A mean over 0.04 s lets a tenth of 50 Hz through, and a little more where samples are few.
    if samples >= 200 { #expect(gain(50) < 0.15) }
  }

  @Test func theBandShiftsNothing() throws {
    let rate = try #require(SampleRate(samplesPerRecord: 200, recordMicroseconds: 1_000_000))
    var band = BandForTheEye(rate)
    var peak = (value: Int32.min, index: 0)
    for index in 0..<600 {
      guard let out = band.step(index == 300 ? 10_000 : 0) else { continue }
      if out > peak.value { peak = (out, index - band.delay) }
    }
    #expect(abs(peak.index - 300) <= 5)
  }

  @Test func columnsKeepTheExtremesInTheOrderOfTime() {
    var trace = TraceColumns(columns: 3)
    for (value, column) in [(5, 0), (-3, 0), (2, 0), (1, 2), (9, 2), (4, 2), (100, 3), (7, -1)] {
      trace.take(Int32(value), column: column)
    }
    #expect(trace.values == [5, -3, TraceColumns.none, TraceColumns.none, 1, 9])
    #expect(trace.range == -3...9)
    trace.negate()
    #expect(trace.values == [-5, 3, TraceColumns.none, TraceColumns.none, -1, -9])
    #expect(trace.range == -9...3)
  }
}
