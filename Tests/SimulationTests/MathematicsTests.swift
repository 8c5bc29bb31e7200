import Foundation
import Testing

@testable import Simulation

/// Our functions against this machine's library, which is never used in the product.
@Suite struct MathematicsTests {
  private func sweep(_ range: ClosedRange<Double>, _ check: (Double) -> Void) {
    for step in 0...4_000 {
      check(
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / 4_000.0)
    }
  }

  @Test("Sine and cosine are right to 1e-14 near zero and to 1e-12 far away")
  func circle() {
    sweep(-10...10) { x in
      #expect(abs(Mathematics.sin(x) - sin(x)) < 1e-14)
      #expect(abs(Mathematics.cos(x) - cos(x)) < 1e-14)
    }
    sweep(-100_000...100_000) { x in
      #expect(abs(Mathematics.sin(x) - sin(x)) < 1e-12)
      #expect(abs(Mathematics.cos(x) - cos(x)) < 1e-12)
    }
  }

  @Test("The exponential is right to 1e-14 of its value, and stays finite at the ends")
  func exponential() {
    sweep(-650...650) { x in #expect(abs(Mathematics.exp(x) / exp(x) - 1) < 1e-14) }
    #expect(Mathematics.exp(-1_000) == 0)
    #expect(Mathematics.exp(1_000).isFinite)
  }

  @Test("The hyperbolic tangent is right to 1e-15, near zero to 1e-15 of its value")
  func hyperbolic() {
    sweep(-25...25) { x in #expect(abs(Mathematics.tanh(x) - tanh(x)) < 1e-15) }
    sweep(1e-9...0.6) { x in #expect(abs(Mathematics.tanh(x) / tanh(x) - 1) < 1e-15) }
  }

  @Test("The logarithm is right to 1e-15 of the larger of 1 and its value")
  func logarithm() {
    sweep(-300...300) { power in
      let x = pow(10, power)
      #expect(abs(Mathematics.log(x) - log(x)) <= 1e-15 * max(1, abs(log(x))))
    }
    sweep(0.5...2) { x in #expect(abs(Mathematics.log(x) - log(x)) < 1e-15) }
    #expect(Mathematics.log(0) == -.infinity && Mathematics.log(-1) == -.infinity)
  }

  @Test("The square root is right to 3e-16 of its value")
  func root() {
    sweep(-300...300) { power in
      let x = pow(10, power)
      #expect(abs(Mathematics.squareRoot(x) / x.squareRoot() - 1) < 3e-16)
    }
    #expect(Mathematics.squareRoot(0) == 0 && Mathematics.squareRoot(-1) == 0)
  }

  @Test("The bits are the same on every machine")
  func bits() {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for step in 1...1_000 {
      let x = Double(step) * 0.037 - 18
      let values = [
        Mathematics.sin(x), Mathematics.cos(x), Mathematics.exp(x), Mathematics.tanh(x),
        Mathematics.log(Double(step) * 0.037),
      ]
      for value in values { hash = (hash ^ value.bitPattern) &* 1_099_511_628_211 }
    }
    #expect(hash == 5_153_383_256_973_389_962)
  }
}
