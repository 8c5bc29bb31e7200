import CLinux

/// Threads of this program.
enum Thread {
  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Starts a thread that nobody waits for; it ends with the program at the latest. What `run` touches
  /// belongs to the thread from now on, but for queues.
  static func start(_ run: @escaping () -> Void) throws(Errno) {
    let body = unsafe Unmanaged.passRetained(Body(run)).toOpaque()
    let answer = unsafe cl_thread(
      { context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      }, body)
    guard answer < 0 else { return }
    unsafe Unmanaged<Body>.fromOpaque(body).release()
    throw Errno(rawValue: Int32(truncatingIfNeeded: -answer))
  }
}
