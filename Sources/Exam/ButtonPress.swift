import Findings

/// What a finger on the button means, said when it is known.
public enum Gesture: UInt8, Sendable {
  /// The button went down; nothing more is known yet.
  case pressed
  /// It has been held for 1.5 s, and is still.
  case longReached
  /// It was let go before 1.5 s, and no second press followed.
  case short
  /// Two short presses.
  case double
  /// It was let go between 1.5 and 5 s.
  case long
  /// It has been held for 5 s.
  case veryLong
}

/// Tells gestures from the edges of the button's line.
///
/// Times are since power-on and never go back. Ask `next(at:)` until it says nil, before and after
/// each edge and when `deadline` is reached. A change within 10 ms of the one before is a bounce and
/// counts only if it lasts; two edges of one direction count once.
public struct ButtonPress: Sendable {
  static let bounce = Microseconds.milliseconds(10)
  static let long = Microseconds.milliseconds(1_500)
  static let veryLong = Microseconds.seconds(5)
  /// Within this time of the first release a second press makes a double one.
  static let double = Microseconds.milliseconds(400)

  private enum State {
    case up
    case down(since: Microseconds, isSecond: Bool, isLong: Bool)
    /// Let go after one short press.
    case once(at: Microseconds)
    /// Held on after all was said.
    case spent
  }

  private var state = State.up
  private var isDown = false
  private var changed: Microseconds?
  /// The line's last level, and since when.
  private var lineIsDown = false
  private var lineChanged = Microseconds.zero

  /// Makes a decoder of a button that is up.
  public init() {}

  /// The line changed.
  public mutating func edge(isDown: Bool, at time: Microseconds) {
    guard isDown != lineIsDown else { return }
    lineIsDown = isDown
    lineChanged = time
  }

  /// When `next(at:)` should be asked again without an edge; nil where only an edge matters.
  public var deadline: Microseconds? {
    guard let settled else { return ownDeadline }
    return min(settled, ownDeadline ?? settled)
  }

  /// The next thing known by `now`, in the order of time; nil where there is nothing more.
  public mutating func next(at now: Microseconds) -> Gesture? {
    while true {
      // What time alone makes known goes before a change of the line that came later.
      if let due = ownDeadline, due <= now, settled.map({ due <= $0 }) ?? true {
        return timeReached()
      }
      guard let settled, settled <= now else { return nil }
      isDown = lineIsDown
      changed = settled
      if let gesture = isDown ? down(at: settled) : up(at: settled) { return gesture }
    }
  }

  /// When the line's present level counts; nil where it counts already.
  private var settled: Microseconds? {
    guard lineIsDown != isDown else { return nil }
    guard let changed else { return lineChanged }
    return max(lineChanged, changed + Self.bounce)
  }

  /// When time alone makes something known.
  private var ownDeadline: Microseconds? {
    switch state {
    case .up, .spent: nil
    case .down(let since, _, let isLong): since + (isLong ? Self.veryLong : Self.long)
    case .once(let time): time + Self.double
    }
  }

  private mutating func timeReached() -> Gesture? {
    switch state {
    case .down(_, _, isLong: true):
      state = .spent
      return .veryLong
    case .down(let since, let isSecond, isLong: false):
      state = .down(since: since, isSecond: isSecond, isLong: true)
      return .longReached
    case .once:
      state = .up
      return .short
    case .up, .spent: return nil
    }
  }

  private mutating func down(at time: Microseconds) -> Gesture? {
    if case .once = state {
      state = .down(since: time, isSecond: true, isLong: false)
    } else {
      state = .down(since: time, isSecond: false, isLong: false)
    }
    return .pressed
  }

  private mutating func up(at time: Microseconds) -> Gesture? {
    guard case .down(_, let isSecond, let isLong) = state else {
      state = .up
      return nil
    }
    if isLong {
      state = .up
      return .long
    }
    if isSecond {
      state = .up
      return .double
    }
    state = .once(at: time)
    return nil
  }
}
