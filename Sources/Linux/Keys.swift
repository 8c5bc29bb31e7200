import Findings

/// The keys of a terminal, one at a time and unseen, until the owner ends and the terminal is again
/// as it was.
///
/// Ctrl-C arrives as byte 3 instead of ending the program, which would leave the terminal dumb.
public struct Keys<K: Kernel>: ~Copyable {
  /// What the wait for a key ended with.
  public enum Press: Hashable, Sendable {
    /// This byte of a key.
    case key(UInt8)
    /// The time is over.
    case none
    /// The terminal is gone.
    case ended
  }

  private let terminal: Terminal<K>
  private let before: TerminalMode

  /// Takes the keys of a terminal; ENOTTY where it is none.
  public init(of terminal: Terminal<K>) throws(Errno) {
    let (number, kernel) = (terminal.number, terminal.kernel)
    var before = TerminalMode()
    _ = try uninterrupted { kernel.terminalMode(number, into: &before) }
    let mode = before.readingKeys
    _ = try uninterrupted { kernel.setTerminalMode(number, mode) }
    self.terminal = terminal
    self.before = before
  }

  deinit {
    let (number, kernel, before) = (terminal.number, terminal.kernel, before)
    _ = try? uninterrupted { kernel.setTerminalMode(number, before) }
  }

  /// Waits for a key until that time of the monotonic clock; looks once where it is over.
  public func next(until deadline: Microseconds) throws(Errno) -> Press {
    let (number, kernel) = (terminal.number, terminal.kernel)
    // Asked anew after each signal, so that signals do not make the wait longer.
    let ready = try uninterrupted {
      kernel.wait(number, for: .reading, atMost: max(.zero, deadline - kernel.monotonic()))
    }
    guard ready > 0 else { return .none }
    var byte = InlineArray<1, UInt8>(repeating: 0)
    var bytes = byte.mutableSpan
    let count = try uninterrupted { kernel.read(number, into: &bytes) }
    return count > 0 ? .key(byte[0]) : .ended
  }
}
