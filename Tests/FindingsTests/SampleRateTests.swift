import Simulation
import Testing

@testable import Findings

@Suite struct SampleRateTests {
  @Test("Only rates that detection accepts can be made")
  func limits() {
    #expect(SampleRate(samplesPerRecord: 25, recordMicroseconds: 1_000_000) != nil)
    #expect(SampleRate(samplesPerRecord: 1_000, recordMicroseconds: 1_000_000) != nil)
    #expect(SampleRate(samplesPerRecord: 1_050, recordMicroseconds: 1_000_000) != nil)
    #expect(SampleRate(samplesPerRecord: 1_051, recordMicroseconds: 1_000_000) == nil)
    #expect(SampleRate(samplesPerRecord: 1_101, recordMicroseconds: 2_000_000) == nil)
    #expect(SampleRate(samplesPerRecord: 16, recordMicroseconds: 500_000) != nil)
    #expect(SampleRate(samplesPerRecord: 15, recordMicroseconds: 500_000) == nil)
    #expect(SampleRate(samplesPerRecord: 23, recordMicroseconds: 1_000_000) == nil)
    #expect(SampleRate(samplesPerRecord: 0, recordMicroseconds: 1_000_000) == nil)
    #expect(SampleRate(samplesPerRecord: -5, recordMicroseconds: 1_000_000) == nil)
    #expect(SampleRate(samplesPerRecord: 200, recordMicroseconds: 379_999) == nil)
    #expect(SampleRate(samplesPerRecord: 200, recordMicroseconds: 2_000_001) == nil)
    #expect(SampleRate(samplePicoseconds: 0) == nil)
    #expect(SampleRate(samplePicoseconds: .max) == nil)
    #expect(SampleRate(samplePicoseconds: -5_000_000_000) == nil)
  }

  @Test(
    "A sample's length makes a rate as exactly as a record's whole microseconds can say it",
    arguments: 1...200)
  func lengths(seed: UInt64) throws {
    var random = Randomness(seed: seed, stream: 0)
    let hertz = random.uniform(23.8...1_049)
    let picoseconds = Int64(1e12 / hertz)
    let rate = try #require(SampleRate(samplePicoseconds: picoseconds), "seed \(seed)")
    // 0.4 s and half a sample at most: what a power cut may cost.
    if rate.samplesPerRecord > 16 {
      #expect(rate.recordMicroseconds <= 400_000 + Int32(0.5e6 / hertz) + 1, "seed \(seed)")
    }
    #expect(rate.recordMicroseconds >= 400_000 - Int32(0.5e6 / hertz) - 1, "seed \(seed)")
    #expect(rate.recordMicroseconds < 680_000, "seed \(seed)")
    let found = Double(rate.samplesPerRecord) * 1e6 / Double(rate.recordMicroseconds)
    // Half a microsecond of a record, and the test's own rounding to picoseconds.
    #expect(abs(found / hertz - 1) < 0.51 / Double(rate.recordMicroseconds), "seed \(seed)")
    #expect(abs(Double(rate.rounded.count) / 1_000 - hertz) < 0.002, "seed \(seed)")
  }

  @Test(
    "Times rise, sample by sample and fraction by fraction, and have no drift", arguments: 1...50)
  func times(seed: UInt64) throws {
    var random = Randomness(seed: seed, stream: 1)
    let rate = try #require(
      SampleRate(samplePicoseconds: Int64(1e12 / random.uniform(23.8...1_049))))
    #expect(rate.time(ofSample: 0) == .zero)
    var last = Microseconds(-1)
    for index in 0..<3_000 as Range<Int64> {
      let time = rate.time(ofSample: index)
      #expect(time > last, "seed \(seed), sample \(index)")
      #expect(rate.time(ofSample: index, plusQ16: 65_536) == rate.time(ofSample: index + 1))
      last = time
    }
    // A day and more, whole records: exact.
    let records = Int64(86_400 + seed)
    let time = rate.time(ofSample: records * Int64(rate.samplesPerRecord))
    #expect(time.count == records * Int64(rate.recordMicroseconds), "seed \(seed)")
  }

  @Test(
    "Times are right to the microsecond after 24 h at 1,000 Hz, before zero and between samples")
  func ends() throws {
    let rate = try #require(SampleRate(samplesPerRecord: 1_000, recordMicroseconds: 999_983))
    for index in [-1_001, -1, 86_399_999, 86_400_000, 31_536_000_000] as [Int64] {
      for fraction in [-65_535, -1, 0, 32_768, 65_535] as [Int32] {
        let exact = (Int128(index) * 65_536 + Int128(fraction)) * 999_983
        let found = Int128(rate.time(ofSample: index, plusQ16: fraction).count)
        let off = found * 65_536_000 - exact
        #expect(off.magnitude <= 32_768_000, "\(index) + \(fraction) / 65536")
      }
    }
  }

  @Test("So many samples last at least a time, and one fewer does not", arguments: 1...50)
  func samplesInTime(seed: UInt64) throws {
    var random = Randomness(seed: seed, stream: 2)
    let rate = try #require(
      SampleRate(samplePicoseconds: Int64(1e12 / random.uniform(23.8...1_049))))
    for _ in 0..<50 {
      let time = Microseconds(Int64(random.uniform(1...60_000_000)))
      let count = Int64(rate.samples(in: time))
      let (samples, length) = (Int64(rate.samplesPerRecord), Int64(rate.recordMicroseconds))
      #expect(count * length >= time.count * samples, "seed \(seed)")
      #expect((count - 1) * length < time.count * samples, "seed \(seed)")
    }
    #expect(rate.samples(in: .zero) == 0)
    #expect(rate.samples(in: .seconds(1_000_000_000)) == .max)
  }
}
