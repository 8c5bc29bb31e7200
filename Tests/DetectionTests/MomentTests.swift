import Findings
import Testing

@testable import Detection

@Suite struct MomentTests {
  @Test("The chain runs at 95 to 340 Hz whatever the sensor's rate")
  func innerRates() throws {
    var outside: [Int32] = []
    for hundredths in stride(from: 2_375 as Int64, through: 105_000, by: 25) {
      let rate = try #require(SampleRate(samplePicoseconds: 100_000_000_000_000 / hundredths))
      let inner = Pace(rate: rate).inner.count
      if !(95_000...340_000).contains(inner) { outside.append(rate.rounded.count) }
    }
    #expect(outside.isEmpty)
  }

  @Test(
    "A sample of the chain has the time of what it stands for",
    arguments: [25, 50, 64, 100, 200, 400, 1_000] as [Int32])
  func times(hertz: Int32) throws {
    let rate = try #require(SampleRate(samplesPerRecord: hertz, recordMicroseconds: 1_000_000))
    let pace = Pace(rate: rate)
    let sample = 1_000_000 / Double(hertz)
    let step = sample * Double(pace.group) / Double(pace.parts)
    let middle = sample * Double(pace.group - 1) / 2
    for number in [0, 1, 2, 3, 1_001, 8_640_001] as [Int64] {
      for fraction in [-32_768, 0, 16_384, 32_768] as [Int32] {
        let expected = (Double(number) + Double(fraction) / 65_536) * step + middle
        let time = pace.time(of: number, fraction: fraction)
        #expect(abs(Double(time.count) - expected) <= 1, "number \(number), \(fraction)")
      }
    }
  }

  @Test("95 to 190 samples of the chain are measured each second")
  func measured() throws {
    var outside: [Int32] = []
    for hundredths in stride(from: 2_375 as Int64, through: 105_000, by: 25) {
      let rate = try #require(SampleRate(samplePicoseconds: 100_000_000_000_000 / hundredths))
      let pace = Pace(rate: rate)
      if !(95_000...190_000).contains(pace.inner.count / pace.stride) {
        outside.append(rate.rounded.count)
      }
    }
    #expect(outside.isEmpty)
  }

  @Test(
    "The clock tells the time of each measured sample without dividing",
    arguments: [25, 32, 50, 104, 200, 400, 952, 1_000] as [Double])
  func clock(hertz: Double) {
    let pace = Pace(rate: SampleRate(hertz: hertz))
    var clock = PaceClock(pace)
    var off: Int64 = 0
    for number in 0..<200_000 as Range<Int64> {
      off = max(off, abs((clock.now - pace.time(of: number * Int64(pace.stride))).count))
      clock.advance()
    }
    // Three parts of a sample are not whole in Q16.
    #expect(off <= 1)
  }

  @Test("What is told of a sample does not put the clock out", arguments: [100, 200, 300])
  func clockThroughAnExam(hertz: Double) {
    var limb = Kinematics()
    (limb.rate, limb.pumps, limb.rest) = (hertz, 4, 8)
    let pace = Pace(rate: SampleRate(hertz: hertz))
    var detector = Detector(settings: ExamSettings(), rate: pace.rate)
    var stretches = 0
    let samples = limb.samples
    for sample in samples {
      if case .stretch? = detector.step(sample) { stretches += 1 }
    }
    #expect(stretches > 0)
    let stride = Int(pace.stride)
    let next = Int64((samples.count + stride - 1) / stride * stride)
    #expect(abs((detector.clock.now - pace.time(of: next)).count) <= 1)
  }
}
