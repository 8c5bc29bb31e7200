import Findings
import Testing

@testable import Sensing

private func check(_ samples: [RawSample], _ scale: CountScale = LSM6DSO.scale(.g2)) -> SensorCheck
{
  var check = SensorCheck(scale: scale)
  for sample in samples { check.add(sample) }
  return check
}

@Suite struct SensorCheckTests {
  @Test func nothingIsSaidOfFewSamples() {
    let sample = RawSample(x: 0, y: 0, z: 16_393)
    let few = check(Array(repeating: sample, count: 31))
    #expect(few.noise == nil && few.felt == nil && few.isQuiet == nil && few.feelsGravity == nil)
    let enough = check(Array(repeating: sample, count: 32))
    #expect(enough.isQuiet == true && enough.feelsGravity == true)
  }

  @Test func noiseIsTheRootMeanSquareOfTheNoisiestAxisAboutItsMean() {
    // 100 counts either side of 8,000: 6.1 mg; of -20,000: 40 counts, 2.4 mg.
    let samples = (0..<1_000).map {
      RawSample(x: 500, y: $0 % 2 == 0 ? 8_100 : 7_900, z: $0 % 2 == 0 ? -20_040 : -19_960)
    }
    let noise = check(samples).noise
    #expect(abs((noise?.q20 ?? 0) - Int32(0.0061 * 1_048_576)) <= 64)
    #expect(check(samples).isQuiet == true)
  }

  @Test func aTurningMeanIsNotLostInRounding() {
    // Three of four samples one count higher: variance 3/16 of a square count.
    let samples = (0..<4_000).map { RawSample(x: $0 % 4 == 0 ? -3 : -2, y: 0, z: 0) }
    let scale = LIS3DH.scale(.g16)
    let noise = check(samples, scale).noise
    #expect(abs((noise?.q20 ?? 0) - Int32(0.4330 * 0.00075 * 1_048_576)) <= 4)
  }

  @Test(arguments: [(0, true), (327, true), (329, false), (5_000, false)])
  func whatMovesIsNotQuiet(counts: Int16, isQuiet: Bool) {
    let samples = (0..<64).map { RawSample(x: $0 % 2 == 0 ? counts : -counts, y: 0, z: 0) }
    #expect(check(samples).isQuiet == isQuiet)
  }

  @Test(arguments: [
    (Int16(14_740), false), (14_760, true), (16_393, true), (18_020, true), (18_050, false),
    (-16_393, true), (0, false),
  ])
  func gravityIsOneGWithinATenth(counts: Int16, feels: Bool) {
    #expect(check((0..<64).map { _ in RawSample(x: 0, y: counts, z: 0) }).feelsGravity == feels)
  }

  @Test func gravityIsFeltInAnyDirection() {
    let samples = (0..<64).map { _ in RawSample(x: 9_465, y: -9_465, z: 9_465) }
    #expect(abs((check(samples).felt?.milli ?? 0) - 1_000) <= 1)
  }

  @Test func theEndsOfEveryScaleNeitherTrapNorTurn() {
    for scale in FullScale.allCases.map({ LIS3DH.scale($0) }) + [ADXL345.scale(.g16)] {
      let low = check((0..<70_000).map { _ in RawSample(x: .min, y: .min, z: .min) }, scale)
      #expect((low.felt?.milli ?? 0) > 3_000 && low.noise == Gravities(q20: 0))
      let swing = check(
        (0..<70_000).map { RawSample(x: $0 % 2 == 0 ? .min : .max, y: 0, z: 0) }, scale)
      #expect((swing.noise?.milli ?? 0) > 1_900 && swing.isQuiet == false)
    }
  }

  @Test func filledSamplesDoNotCount() {
    var samples = (0..<64).map { _ in RawSample(x: 0, y: 0, z: 16_393) }
    samples += (0..<64).map { _ in RawSample(x: 30_000, y: 0, z: 0, flags: .filled) }
    #expect(check(samples).noise == Gravities(q20: 0))
  }

  @Test(arguments: [
    (Int64(4_500_000_000), true), (4_560_000_000, false), (5_499_000_000, false),
    (5_600_000_000, true),
  ])
  func aRateIsOffByMoreThanATenth(picoseconds: Int64, isOff: Bool) {
    let found = SensorCheck.isRateOff(
      samplePicoseconds: picoseconds, nominalPicoseconds: 5_000_000_000)
    #expect(found == isOff)
  }
}
