import Findings

/// Finds a release where gravity shows none: it is the stretch's mirror.
///
/// Below 1.8 Hz a push out and back shows as two swings of like size and opposite sign, whatever its speed, while
/// beats of 3 to 9 Hz are left with a third to a twentieth of their size.
struct Mirror: Sendable {
  let pass: Coefficients
  private var zeros = Zeros()
  private var poles = Poles()
  private var peak: Int32 = 0
  private var hasSettled = false
  // How deep the present wave of the beats is, and how deep the one before it was.
  private var depth: Int32 = 0
  private var lastDepth: Int32 = 0

  /// When the limb was let go; nil while held.
  private(set) var returned: Microseconds?

  /// The stretch's own swings are over after this, once the last has come back to a tenth.
  private static let settling = Microseconds.milliseconds(800)
  /// A push shows its first swing within this.
  private static let rise = Microseconds.milliseconds(350)
  /// The swing is at a third of its size this long after a release began.
  private static let lag = Microseconds.milliseconds(120)

  /// Makes a mirror with the filters' own low-pass.
  init(pass: Coefficients) { self.pass = pass }

  /// Takes a sample of the motion along the push, `since` the stretch began.
  @inline(__always)
  mutating func take(_ along: Int32, since stretch: Microseconds, at now: Microseconds) {
    let slow = poles.step(zeros.low(along), pass)
    if stretch < Self.rise {
      peak = max(peak, slow)
    } else if !hasSettled {
      hasSettled = stretch > Self.settling && slow > -peak / 10
      (depth, lastDepth) = (0, 0)
    } else if returned == nil, peak > 0 {
      // What is left of the beats is no release: that goes twice as deep.
      if slow < -max(peak / 20 &* 9, lastDepth &* 2) { returned = now - Self.lag }
      if slow < 0 {
        depth = max(depth, -slow)
      } else if depth > 0 {
        (lastDepth, depth) = (depth, 0)
      }
    }
  }

  /// Looks on: beats have shown that what was found was no release.
  mutating func goOn() { (returned, hasSettled) = (nil, false) }
}
