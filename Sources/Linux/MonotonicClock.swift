import Findings

/// The clock that only runs forward: samples and waits are timed by it, never by the wall clock.
public struct MonotonicClock<K: Kernel> {
  private let kernel: K

  /// Makes the clock of a kernel.
  public init(kernel: K) { self.kernel = kernel }

  /// The time since an unnamed moment, the same for the whole run.
  public func now() -> Microseconds { kernel.monotonic() }

  /// Sleeps until that time; returns at once where it is over.
  public func sleep(until time: Microseconds) throws(Errno) {
    _ = try uninterrupted { kernel.sleep(until: time) }
  }
}

extension MonotonicClock where K == LinuxKernel {
  /// Makes the running machine's clock.
  public init() { self.init(kernel: .running) }
}

extension MonotonicClock: Sendable where K: Sendable {}
