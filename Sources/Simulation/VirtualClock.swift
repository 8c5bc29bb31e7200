import Findings

/// Time that passes only when it is told to.
public struct VirtualClock: Sendable {
  /// Now, since power-on.
  public private(set) var now = Microseconds.zero

  /// Makes a clock at power-on.
  public init() {}

  /// Moves on to `time`; a time already past changes nothing.
  public mutating func advance(to time: Microseconds) { now = max(now, time) }

  /// Moves on by `duration`; a negative one changes nothing.
  public mutating func advance(by duration: Microseconds) { advance(to: now + duration) }
}
