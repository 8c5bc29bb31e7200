/// The last few measured samples of the motion, so that a push can be looked at from its beginning once it is known.
struct MotionTrail: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// A quarter of a second at 190 Hz, half a one at 100.
  private static let capacity = 48
  private var past = InlineArray<48, Vector>(repeating: Vector())
  private var place = 0
  private var isFull = false

  /// Takes the next sample.
  @inline(__always)
  mutating func take(_ motion: Vector) {
    past[place] = motion
    place &+= 1
    if place == Self.capacity { (place, isFull) = (0, true) }
  }

  /// The last `length` samples in their order, as far as they are kept.
  func last(_ length: Int64, _ body: (Vector) -> Void) {
    let kept = Int(min(length, Int64(isFull ? Self.capacity : place)))
    for back in stride(from: kept, to: 0, by: -1) {
      let earlier = place - back
      body(past[earlier < 0 ? earlier + Self.capacity : earlier])
    }
  }
}
