import Findings
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

@Suite struct RecentMotionTests {
  private static func moment(
    gravity: Vector = Vector(), motion: Int32 = 0, band: Int32 = 0
  ) -> Moment {
    Moment(
      gravity: gravity, motion: Vector(x: motion, y: 0, z: 0), band: Vector(x: 0, y: band, z: 0))
  }

  @Test("The root mean square of a constant is the constant", arguments: [95, 200, 340] as [Int32])
  func rms(rate: Int32) {
    for size in [4_096, 1 << 17, 1 << 20, 1 << 25] as [Int32] {
      var motion = RecentMotion(samplesPerSecond: rate)
      for i in 0..<(5 * rate) {
        motion.take(Self.moment(motion: size, band: i % 2 == 0 ? size : -size))
      }
      let (rms, peak) = (motion.bandRMS().q20, motion.peak(reachingBack: 13).q20)
      #expect(abs(rms - size) <= max(32, size / 10_000), "\(size)")
      #expect(peak == size)
    }
  }

  @Test("The sums have their headroom: 64 g on every axis for a minute")
  func headroom() {
    let most: Int32 = 1 << 26
    let all = Vector(x: most, y: -most, z: most)
    var motion = RecentMotion(samplesPerSecond: 340)
    for _ in 0..<(60 * 340) {
      motion.take(Moment(gravity: all, motion: all, band: all))
    }
    let expected = Double(most) * 3.0.squareRoot()
    #expect(abs(Double(motion.bandRMS().q20) - expected) < expected / 1_000)
    #expect(abs(Double(motion.peak(reachingBack: 14).q20) - expected) < expected / 1_000)
    #expect(motion.turn(of: all) == nil)
    #expect(motion.turn(of: Vector() - all) != nil)
  }

  @Test("A peak is seen in its own slices and in no other")
  func peaks() {
    var motion = RecentMotion(samplesPerSecond: 200)
    for i in 0..<600 { motion.take(Self.moment(motion: i == 510 ? 1 << 19 : 1 << 10)) }
    // 510 lies in the slice from 500 to 549, the last but one of the finished ones.
    #expect(motion.peak(leavingOut: 1, reachingBack: 2).q20 == 1 << 19)
    #expect(motion.peak(leavingOut: 2, reachingBack: 13).q20 == 1 << 10)
    #expect(motion.peak(leavingOut: 0, reachingBack: 1).q20 == 1 << 10)
    #expect(motion.peak(leavingOut: 5, reachingBack: 2).q20 == 0)
  }

  @Test("Stillness counts the samples since the last motion")
  func stillness() {
    var motion = RecentMotion(samplesPerSecond: 100)
    for _ in 0..<70 { motion.take(Self.moment(motion: 1_000)) }
    #expect(motion.stillSamples == 70)
    motion.take(Self.moment(motion: 1 << 18))
    #expect(motion.stillSamples == 0)
    motion.take(Self.moment(motion: 1_000))
    #expect(motion.stillSamples == 1)
  }

  @Test("A turn of gravity by 8 degrees or more within a second and a half is seen")
  func turns() {
    // tan 7 and tan 10 degrees.
    for (sideways, isSeen) in [(128_750, false), (184_890, true)] as [(Int32, Bool)] {
      var motion = RecentMotion(samplesPerSecond: 100)
      let before = Vector(x: 0, y: 0, z: 1 << 20)
      let after = Vector(x: sideways, y: 0, z: 1 << 20)
      for _ in 0..<400 { motion.take(Self.moment(gravity: before)) }
      #expect((motion.turn(of: after) != nil) == isSeen)
    }
  }
}
