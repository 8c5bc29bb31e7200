/// The last few samples of the motion, so that a push can be looked at from its beginning once it is known.
struct MotionTrail: Sendable {
  /// A quarter of a second at 340 Hz.
  private static let capacity = 96
  private var past = InlineArray<96, Vector>(repeating: Vector())
  private var count: Int64 = 0

  /// Takes the next sample.
  @inline(__always)
  mutating func take(_ motion: Vector) {
    past[Int(truncatingIfNeeded: count % Int64(Self.capacity))] = motion
    count &+= 1
  }

  /// The last `length` samples in their order, as far as they are kept.
  func last(_ length: Int64, _ body: (Vector) -> Void) {
    let kept = min(length, min(count, Int64(Self.capacity)))
    for number in (count - kept)..<count {
      body(past[Int(truncatingIfNeeded: number % Int64(Self.capacity))])
    }
  }
}
