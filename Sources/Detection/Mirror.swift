import Findings

/// Finds a release where gravity shows none: it is the stretch's mirror.
///
/// Below 2.5 Hz a push out and back shows as two swings of like size and opposite sign, whatever its speed. Three
/// sections of second order leave a hundredth of beats at 5.5 Hz: fewer let large beats of a small stretch pass for it.
struct Mirror: Sendable {
  let pass: Coefficients
  private var first = Section()
  private var second = Section()
  private var third = Section()
  // The stretch's largest swing, of either sign, and how long after its beginning that came.
  private var peak: Int32 = 0
  private var peakTime = Microseconds.zero
  private var hasSettled = false
  // How deep the present wave of the beats is, and how deep the one before it was.
  private var depth: Int32 = 0
  private var lastDepth: Int32 = 0

  /// When the limb was let go; nil while held.
  private(set) var returned: Microseconds?

  /// The stretch's own swings are over after this, once the last has come back to a tenth.
  private static let settling = Microseconds.milliseconds(900)
  /// A push shows its largest swing within this: 0.27 s are the filters' delay.
  private static let rise = Microseconds.milliseconds(600)

  /// A release is slower than a stretch, and shows by so much later (in the middle of simulated ones).
  private static let late = Microseconds.milliseconds(60)

  /// Makes a mirror with the filters' own low-pass.
  init(pass: Coefficients) { self.pass = pass }

  /// Takes a sample of the motion along the push, `since` the stretch began.
  @inline(__always)
  mutating func take(_ along: Int32, since stretch: Microseconds, at now: Microseconds) {
    let slow = third.low(second.low(first.low(along, pass), pass), pass)
    if stretch < Self.rise {
      if abs(slow) > abs(peak) { (peak, peakTime) = (slow, stretch) }
      return
    }
    let back = peak < 0 ? slow : -slow
    if !hasSettled {
      hasSettled = stretch > Self.settling && back < abs(peak) / 10
      (depth, lastDepth) = (0, 0)
    } else if returned == nil {
      // What is left of the beats is no release: that goes twice as deep.
      if back > max(abs(peak) / 20 &* 9, lastDepth &* 2) { returned = now - peakTime - Self.late }
      if back > 0 {
        depth = max(depth, back)
      } else if depth > 0 {
        (lastDepth, depth) = (depth, 0)
      }
    }
  }

  /// Looks on: beats have shown that what was found was no release.
  mutating func goOn() { (returned, hasSettled) = (nil, false) }
}
