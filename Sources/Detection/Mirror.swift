import Findings

/// Finds a release where gravity shows none: it is the stretch's mirror.
///
/// Below 2.5 Hz a push out and back shows as two swings of like size and opposite sign, whatever its speed. Three
/// sections of second order leave a hundredth of beats at 5.5 Hz: fewer let large beats of a small stretch pass for it.
/// The end of beats to one side looks like a further stretch, as the limb comes back to where it is held: the same swings
/// in the other order.
struct Mirror: Sendable {
  let pass: Coefficients
  private var first = Section()
  private var second = Section()
  private var third = Section()
  // The stretch's largest swing, of either sign, and how long after its beginning that came.
  private var peak: Int32 = 0
  private var peakTime = Microseconds.zero
  private var hasSettled = false
  // How far the present wave goes back from the stretch, the last one that did, and the waves the stretch's way before
  // the present one and after it.
  private var depth: Int32 = 0
  private var lastDepth: Int32 = 0
  private var before: Int32 = 0
  private var after: Int32 = 0

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
      (depth, lastDepth, before, after) = (0, 0, 0, 0)
      return
    }
    follow(back)
    if returned == nil {
      if isRelease(back) { returned = now - peakTime - Self.late }
    } else if peak < 0, after > before &* 2 {
      returned = nil
    }
  }

  /// Follows the waves of what is left of the beats, of a release, and of the end of the beats.
  @inline(__always)
  private mutating func follow(_ back: Int32) {
    if back <= 0 {
      after = max(after, -back)
    } else if after > 0 {
      (lastDepth, depth, before, after) = (depth, back, after, 0)
    } else {
      depth = max(depth, back)
    }
  }

  /// Whether this is a wave of a release: large as the stretch, twice as deep as what is left of the beats, and in the
  /// order of a release: its larger swing is the first, as the stretch's was. Where that was the second, only what follows
  /// tells.
  private func isRelease(_ back: Int32) -> Bool {
    guard back > max(abs(peak) / 20 &* 9, lastDepth &* 2) else { return false }
    return peak < 0 || back > before / 4 &* 5
  }

  /// Looks on: beats have shown that what was found was no release.
  mutating func goOn() { (returned, hasSettled) = (nil, false) }
}
