import Simulation
import Testing

@testable import Detection

@Suite struct FixedPointTests {
  private static let ends: [Int32] = [
    .min, .min + 1, -(1 << 30), -65_537, -1, 0, 1, 65_536, 1 << 30, .max - 1, .max,
  ]

  @Test("The wide product is exact at the ends")
  func wideProduct() {
    for a in Self.ends {
      for b in Self.ends { #expect(wide(a, b) == Int64(a) * Int64(b), "\(a) * \(b)") }
    }
  }

  @Test("The square root is the largest whole number whose square fits")
  func squareRootIsExact() {
    #expect(squareRoot(0) == 0)
    #expect(squareRoot(-1) == 0)
    #expect(squareRoot(.min) == 0)
    var random = Randomness(seed: 1, stream: 0)
    var roots: [Int64] = [1, 2, 3, 46_340, 46_341, 65_535, 65_536, 1 << 30, 2_147_483_647]
    for _ in 0..<2_000 { roots.append(Int64(random.next() >> (33 + random.next() % 30)) + 1) }
    for root in roots {
      #expect(Int64(squareRoot(root * root)) == root)
      #expect(Int64(squareRoot(root * root - 1)) == root - 1)
      if root > 1 { #expect(Int64(squareRoot(root * root + 1)) == min(root, Int64(Int32.max))) }
    }
  }

  @Test("A root beyond 32 bits is clamped")
  func squareRootClamps() {
    #expect(squareRoot((1 << 62)) == .max)
    #expect(squareRoot(.max) == .max)
  }
}
