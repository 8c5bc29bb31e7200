import Testing

@testable import Findings

@Suite struct SampleTests {
  @Test("A scale outside its range cannot be made")
  func scaleLimits() {
    #expect(CountScale(nanoGravitiesPerCount: 999, railCount: 100) == nil)
    #expect(CountScale(nanoGravitiesPerCount: 1_000_001, railCount: 100) == nil)
    #expect(CountScale(nanoGravitiesPerCount: 1_000, railCount: 0) == nil)
    #expect(CountScale(nanoGravitiesPerCount: 1_000, railCount: -1) == nil)
    #expect(CountScale(nanoGravitiesPerCount: 1_000, railCount: 1) != nil)
    #expect(CountScale(nanoGravitiesPerCount: 1_000_000, railCount: .max) != nil)
  }

  @Test(
    "A count's worth is rounded to the nearest Q20, at both ends",
    arguments: [1_000, 61_035, 244_141, 3_906_250 / 4, 1_000_000] as [Int32])
  func worth(nano: Int32) throws {
    let scale = try #require(CountScale(nanoGravitiesPerCount: nano, railCount: .max))
    for count in [.min, -2_047, -1, 0, 1, 2_047, .max] as [Int16] {
      let exact = Double(count) * Double(nano) * 1e-9 * 0x1p20
      #expect(abs(Double(scale.gravities(count).q20) - exact) <= 0.501)
      if count > .min { #expect(scale.gravities(-count).q20 == -scale.gravities(count).q20) }
    }
  }

  @Test("A count at the rail of any axis and either sign is clipped, one below is not")
  func rails() throws {
    let scale = try #require(CountScale(nanoGravitiesPerCount: 4_000_000 / 4, railCount: 2_047))
    for axis in 0..<3 {
      for (count, isClipped) in [
        (2_047, true), (-2_047, true), (2_048, true), (-2_048, true), (2_046, false),
        (-2_046, false), (.min, true), (.max, true),
      ] as [(Int16, Bool)] {
        let raw = RawSample(
          x: axis == 0 ? count : 5, y: axis == 1 ? count : 5, z: axis == 2 ? count : 5)
        #expect(scale.sample(raw).flags.contains(.clipped) == isClipped, "\(count)")
      }
    }
  }

  @Test("Flags that the sensor's driver set stay")
  func flags() throws {
    let scale = try #require(CountScale(nanoGravitiesPerCount: 1_000, railCount: 100))
    let lost = scale.sample(RawSample(x: 1, y: 2, z: 3, flags: .filled))
    #expect(lost.flags == .filled)
    #expect(lost.acceleration.z == scale.gravities(3))
    let both = scale.sample(RawSample(x: 1, y: 2, z: -100, flags: .filled))
    #expect(both.flags == [.filled, .clipped])
  }
}
