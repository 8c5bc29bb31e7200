import CLinux

/// A queue between two threads, of bounded room: a full one takes nothing and counts what it refused.
///
/// Whoever waits for it polls `wakeup`, which can be read while something may be in it.
@safe public final class Mailbox<K: Kernel, Letter: Sendable>: @unchecked Sendable {
  /// Can be read when something was put in.
  let wakeup: Int32
  private let kernel: K
  private let capacity: Int
  private let lock = unsafe cl_lock_make()
  private var letters: [Letter] = []
  private var refused = 0

  /// Makes an empty box.
  init(capacity: Int, kernel: K) throws(Errno) {
    self.capacity = capacity
    self.kernel = kernel
    wakeup = Int32(truncatingIfNeeded: try uninterrupted { kernel.makeWakeup() })
  }

  deinit {
    _ = kernel.close(wakeup)
    unsafe cl_lock_free(lock)
  }

  /// Puts one in; false where there is no room.
  public func put(_ letter: Letter) -> Bool {
    unsafe cl_lock(lock)
    let hasRoom = letters.count < capacity
    if hasRoom { letters.append(letter) } else { refused += 1 }
    unsafe cl_unlock(lock)
    guard hasRoom else { return false }
    // The counter of an eventfd takes 2^64 of these: a refusal means that it wakes already.
    var one = InlineArray<8, UInt8>(repeating: 0)
    one[0] = 1
    _ = try? uninterrupted { kernel.write(wakeup, one.span) }
    return true
  }

  /// Takes all that is in it, the oldest first.
  func takeAll() -> [Letter] {
    var count = InlineArray<8, UInt8>(repeating: 0)
    var room = count.mutableSpan
    _ = try? uninterrupted { kernel.read(wakeup, into: &room) }
    unsafe cl_lock(lock)
    let all = letters
    letters = []
    unsafe cl_unlock(lock)
    return all
  }

  /// How many were refused so far.
  var refusals: Int {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    return refused
  }
}
