import Findings
import Linux

/// The keys of the terminal at standard input, where it is one.
struct TerminalKeys: ~Copyable {
  /// What a key means here.
  enum Meaning {
    case button
    /// Ctrl-C, or q.
    case end
  }

  private let keys: SystemKeys?
  private let clock = SystemClock()

  init() { keys = try? SystemKeys(of: SystemTerminal(0)) }

  /// Whether keys are read at all.
  var areTaken: Bool { keys != nil }

  /// What the keys do, in words.
  var hint: Literal {
    areTaken
      ? "space: the button (presses itself after 4 s); ctrl-C: the end"
      : "the button presses itself; ctrl-C: the end"
  }

  /// Waits until that time; tells a key that means something before.
  func wait(until time: Microseconds) -> Meaning? {
    switch keys {
    case .some(let keys):
      while true {
        guard let press = try? keys.next(until: time) else { return .end }
        switch press {
        case .key(UInt8(ascii: " ")): return .button
        case .key(3), .key(UInt8(ascii: "q")), .ended: return .end
        case .key: continue
        case .none: return nil
        }
      }
    case .none:
      try? clock.sleep(until: time)
      return nil
    }
  }
}
