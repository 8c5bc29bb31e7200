import Findings
import Sensing

extension VectorLines {
  /// Conversions from counts, and the rate that the edges of an interrupt show.
  mutating func writeSensing() {
    for fullScale in FullScale.allCases { write(LIS3DH.scale(fullScale)) }
    write(edgesEvery: 5_000_000_000, jitter: 40)
    write(edgesEvery: 4_837_113_000, jitter: 120)
    write(edgesEvery: 20_400_000_000, jitter: 5)
  }

  private mutating func write(_ scale: CountScale) {
    let counts: [Int16] = [
      .min, .min + 1, -20_001, -16, -1, 0, 1, 2, 3, 16, 4_096, 21_327, 21_328, 32_751, 32_752, .max,
    ]
    for count in counts {
      let sample = scale.sample(RawSample(x: count, y: 0, z: 0))
      word("sensing scale")
      number(scale.nanoGravitiesPerCount)
      number(count)
      number(sample.acceleration.x.q20)
      number(sample.acceleration.x.milli)
      number(sample.flags.rawValue)
      end()
    }
  }

  private mutating func write(edgesEvery picoseconds: Int64, jitter: Int32) {
    var clock = SampleClock(nominalSamplePicoseconds: picoseconds, watermark: .standard)
    var random = FixedNumbers(UInt64(picoseconds))
    for edge in 1...80 {
      let exact = Int64(edge * Int(Watermark.standard.samples)) * picoseconds / 1_000_000
      let late = Microseconds(exact + Int64(random.next(within: jitter)) + Int64(jitter))
      var drain = Drain()
      drain.isOverrun = edge == 50
      let lost = clock.serviced(
        edge: edge % 17 == 0 ? nil : late, drain: drain,
        samples: Int(Watermark.standard.samples), at: late + .milliseconds(1))
      guard edge % 10 == 0 else { continue }
      word("sensing clock")
      number(picoseconds)
      number(edge)
      number(lost)
      number(orNone: clock.samplePicoseconds)
      number(orNone: clock.settledRate?.samplesPerRecord)
      number(orNone: clock.settledRate?.recordMicroseconds)
      end()
    }
  }
}
