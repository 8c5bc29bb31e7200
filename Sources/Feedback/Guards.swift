import Findings

/// Keeps all lights together at three flashes in any second, whatever is asked of them.
///
/// A flash is a moment at which any light goes on. Clonus beats at the very rates that provoke
/// photosensitive seizures, and patterns follow each other as fast as events come.
struct FlashGuard: Sendable {
  /// The time in which three flashes are allowed; 50 ms more than a second, for late timers.
  static let window = Microseconds.milliseconds(1_050)

  /// The lights that are lit.
  private(set) var shown: Lights = .dark
  /// When the light that is held back may go on; nil where none is held back.
  private(set) var heldBackUntil: Microseconds?
  /// The last three flashes, the latest last.
  private var flashes: (Microseconds?, Microseconds?, Microseconds?) = (nil, nil, nil)

  /// Lights what is asked; a light that may not go on yet stays dark. Times never go back.
  mutating func ask(_ lights: Lights, at now: Microseconds) {
    heldBackUntil = nil
    if lights.subtracting(shown).isEmpty {
      shown = lights
    } else if let third = flashes.0, now - third < Self.window {
      shown = lights.intersection(shown)
      heldBackUntil = third + Self.window
    } else {
      shown = lights
      flashes = (flashes.1, flashes.2, now)
    }
  }
}

/// Keeps equal tones at two in a burst where patterns follow each other; within a pattern the table
/// does.
struct BurstGuard: Sendable {
  /// Silence that ends a burst. An alarm's pulses are at most 250 ms apart (IEC 60601-1-8).
  static let gap = Microseconds.milliseconds(600)
  /// Tones whose lengths differ by no more count as equal.
  static let tolerance = Microseconds.milliseconds(20)

  private var start: Microseconds?
  private var lastEnd: Microseconds?
  private var last: Microseconds?
  private var beforeLast: Microseconds?

  /// Whether a tone of `length` may begin.
  func allows(_ length: Microseconds, at now: Microseconds) -> Bool {
    guard let lastEnd, now - lastEnd < Self.gap, let last, let beforeLast else { return true }
    return !(isEqual(last, beforeLast) && isEqual(last, length))
  }

  /// The buzzer began to sound.
  mutating func begin(at now: Microseconds) {
    if let lastEnd, now - lastEnd >= Self.gap {
      last = nil
      beforeLast = nil
    }
    start = now
  }

  /// The buzzer fell silent.
  mutating func end(at now: Microseconds) {
    guard let start else { return }
    beforeLast = last
    last = now - start
    lastEnd = now
    self.start = nil
  }

  private func isEqual(_ a: Microseconds, _ b: Microseconds) -> Bool {
    let difference = a - b
    return difference <= Self.tolerance && Microseconds.zero - difference <= Self.tolerance
  }
}
