import Findings
import Foundation
import Simulation
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

@Suite struct PushFinderTests {
  /// The pushes in a motion along x in g, 200 samples a second, with white noise.
  private static func pushes(
    noise: Double = 0.002, seed: UInt64 = 1, seconds: Double = 6, _ motion: (Double) -> Double
  ) -> [Push] {
    var random = Randomness(seed: seed, stream: 0)
    var finder = PushFinder()
    var recent = RecentMotion(samplesPerSecond: 200)
    var found: [Push] = []
    for i in 0..<Int(seconds * 200) {
      func q20(_ g: Double) -> Int32 { Int32((g + noise * random.normal()) * 0x1p20) }
      let v = Vector(x: q20(motion(Double(i) / 200)), y: q20(0), z: q20(0))
      let now = Moment(motion: v, band: v, number: Int64(i))
      recent.take(now)
      if let push = finder.step(now, after: recent, isLetGo: false) { found.append(push) }
    }
    return found
  }

  /// A stretch's acceleration: one swing each way, 0.2 s in all, from 3 s on.
  private static func stretch(_ time: Double, peak: Double) -> Double {
    (3...3.2).contains(time) ? peak * sin(2 * .pi * (time - 3) / 0.2) : 0
  }

  @Test(
    "A stretch out of quiet is one push with its onset, top and size", arguments: [0.3, 1, 4, 12])
  func onset(peak: Double) throws {
    let pushes = Self.pushes { Self.stretch($0, peak: peak) }
    let push = try #require(pushes.first)
    #expect(abs(Double(push.onset) / 200 - 3) < 0.015)
    #expect(abs(Double(push.top) / 200 - 3.05) < 0.015)
    #expect(abs(Double(push.motion.x) / 0x1p20 / peak - 1) < 0.05)
  }

  @Test("Noise and small motions are no pushes", arguments: 1...10)
  func none(seed: UInt64) {
    #expect(Self.pushes(noise: 0.02, seed: seed, seconds: 20) { _ in 0 }.isEmpty, "seed \(seed)")
    let small = Self.pushes(seed: seed) { Self.stretch($0, peak: 0.1) }
    #expect(small.isEmpty, "seed \(seed)")
  }

  @Test("A motion like all those before it is no push: it must rise over them")
  func afterMotion() {
    let warmed = Self.pushes(seconds: 8) { 0.2 * sin(2 * .pi * 1.5 * $0) }
    #expect(warmed.count <= 2, "only the first swings stand out of the quiet")
    let pushes = Self.pushes {
      $0 < 2.8 ? 0.15 * sin(2 * .pi * 1.5 * $0) : Self.stretch($0, peak: 2)
    }
    #expect(pushes.contains { abs(Double($0.top) / 200 - 3.05) < 0.015 })
  }

  @Test("Nothing is a push before three quarters of a second are known")
  func unknown() {
    let pushes = Self.pushes(seconds: 0.7) { $0 < 0.5 ? 0 : 3 * sin(2 * .pi * ($0 - 0.5) / 0.2) }
    #expect(pushes.isEmpty)
  }
}
