import Findings

/// What stands at the other end of a descriptor: a terminal, or a file or pipe.
public struct Terminal<K: Kernel> {
  let number: Int32
  let kernel: K

  /// Looks at a descriptor by its number, which stays open for as long as this is used.
  public init(_ number: Int32, kernel: K) {
    self.number = number
    self.kernel = kernel
  }

  /// Whether it is a terminal.
  public var isTerminal: Bool {
    var mode = TerminalMode()
    let found = try? uninterrupted { kernel.terminalMode(number, into: &mode) }
    return found != nil
  }

  /// How many columns it has; nil where it is no terminal or does not say.
  public var width: Int? {
    guard let columns = try? uninterrupted({ kernel.terminalWidth(number) }), columns > 0 else {
      return nil
    }
    return columns
  }
}

extension Terminal where K == LinuxKernel {
  /// Looks at a descriptor of the running program: 0 standard input, 1 output, 2 error.
  public init(_ number: Int32) { self.init(number, kernel: .running) }
}

extension Terminal: Sendable where K: Sendable {}
