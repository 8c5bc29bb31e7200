import CLinux
import Exam
import Feedback
import Findings
import Recording

/// The exam with its lights and its buzzer, to which each thread itself brings what happened to it,
/// one at a time.
///
/// The loop sleeps until the exam or the lights are due. The thread of the bus, which a watermark has
/// woken anyway, takes the exam a step on and changes the lights: a sample wakes one thread and not
/// two. Whoever holds the exam waits for nothing meanwhile: a transfer or a write is over before what
/// came of it is brought.
@safe public final class SharedExam<K: Kernel>: @unchecked Sendable {
  /// Can be read when the loop is to ask again how long it may sleep.
  let wakeup: Int32
  private let kernel: K
  private let lock = unsafe cl_lock_make()
  private var bedside: Bedside<K>

  /// Makes the exam at power-on, whose lamps may have been tested since `lampsSince`.
  init(
    settings: DeviceSettings, clock: ClockNote, lampsSince: Microseconds?,
    indicators: consuming Indicators<K>, orders: Posts<K>, kernel: K
  ) throws(Errno) {
    wakeup = Int32(truncatingIfNeeded: try uninterrupted { kernel.makeWakeup() })
    self.kernel = kernel
    let now = kernel.monotonic()
    bedside = Bedside(
      exam: Conductor(settings: settings, clock: clock, at: now, lampsSince: lampsSince),
      indicators: indicators, orders: orders, last: now)
  }

  deinit {
    _ = kernel.close(wakeup)
    unsafe cl_lock_free(lock)
  }

  // MARK: The threads of bus and card

  /// Takes what the thread of the bus reports.
  public func take(_ report: SensorReport) { attend { $0.exam.take(report, at: $0.last) } }

  /// Takes what the thread of the card reports.
  public func take(_ report: CardReport) { attend { $0.exam.take(report, at: $0.last) } }

  // MARK: The loop

  /// Shows what is to be shown and says until when nothing is due.
  func prepareToSleep() -> Microseconds {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    return bedside.prepareToSleep()
  }

  /// The loop is awake: time has passed, and somebody may have asked for the end.
  func wakeUp(mustStop: Bool) {
    attend {
      $0.sleepsUntil = .zero
      if mustStop { $0.stop() }
    }
  }

  /// The button's line changed, at a time that may be before what was done meanwhile.
  func button(isDown: Bool, at time: Microseconds) {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    bedside.button(isDown: isDown, at: time)
  }

  /// Whether everything is on the card and the lights are out.
  public var isOff: Bool {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    return bedside.exam.isOff
  }

  /// Whether nothing is left to do, or a card does not come back for too long after the end was asked
  /// for.
  public var isOver: Bool {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    return bedside.isOver
  }

  /// Lends the exam to whoever tells of it, with the time up to which everything was taken; it is
  /// large, and not to be copied.
  public func look(_ look: (borrowing Conductor, Microseconds) -> Void) {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    bedside.lend(to: look)
  }

  /// How often lights or buzzer did not take what was to be shown.
  var outputFailures: Int {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    return bedside.outputFailures
  }

  @inline(never)
  private func attend(_ happened: (inout Bedside<K>) -> Void) {
    unsafe cl_lock(lock)
    defer { unsafe cl_unlock(lock) }
    bedside.begin(at: kernel.monotonic())
    happened(&bedside)
    guard bedside.endsSleep() else { return }
    var one = InlineArray<8, UInt8>(repeating: 0)
    one[0] = 1
    _ = try? uninterrupted { kernel.write(wakeup, one.span) }
  }
}

/// The exam with its lights and its buzzer: what the lock guards. Never copied.
private struct Bedside<K: Kernel>: ~Copyable {
  /// What is in no table is looked at so often.
  private static var longestWait: Microseconds { .seconds(10) }
  /// A card that does not come back ends the program all the same, after so long.
  private static var longestStop: Microseconds { .seconds(15) }

  var exam: Conductor
  var indicators: Indicators<K>
  let orders: Posts<K>
  /// The time up to which everything was taken.
  var last: Microseconds
  var outputFailures = 0
  var stopBy: Microseconds?
  /// Until when the loop sleeps, and what was shown when it fell asleep; zero while it is awake.
  var sleepsUntil = Microseconds.zero
  var signalAtSleep = Signal.dark

  init(
    exam: Conductor, indicators: consuming Indicators<K>, orders: Posts<K>, last: Microseconds
  ) {
    self.exam = exam
    self.indicators = indicators
    self.orders = orders
    self.last = last
  }

  var isOver: Bool { exam.isOff || stopBy.map { last >= $0 } ?? false }

  mutating func begin(at now: Microseconds) {
    last = max(last, now)
    exam.timer(at: last)
  }

  /// Does what follows from what happened; answers whether the loop sleeps too long for it.
  mutating func endsSleep() -> Bool {
    if case .stopping = exam.state { stopBy = stopBy ?? last + Self.longestStop }
    exam.retryCard(at: last)
    exam.watch(at: last)
    handOver()
    show()
    guard sleepsUntil > .zero, deadline < sleepsUntil || exam.signal != signalAtSleep else {
      return false
    }
    sleepsUntil = .zero
    return true
  }

  mutating func prepareToSleep() -> Microseconds {
    show()
    sleepsUntil = deadline
    signalAtSleep = exam.signal
    return sleepsUntil
  }

  /// Never inlined: where it is, a copy is lent.
  @inline(never)
  mutating func lend(to look: (borrowing Conductor, Microseconds) -> Void) { look(exam, last) }

  mutating func stop() {
    stopBy = stopBy ?? last + Self.longestStop
    exam.stop(at: last)
  }

  mutating func button(isDown: Bool, at time: Microseconds) {
    last = max(last, time)
    exam.button(isDown: isDown, at: last)
    handOver()
  }

  private var deadline: Microseconds {
    var earliest = last + Self.longestWait
    if let time = exam.deadline { earliest = min(earliest, time) }
    if let time = exam.watchDeadline { earliest = min(earliest, time) }
    if let stopBy { earliest = min(earliest, stopBy) }
    return earliest
  }

  /// Hands the exam's orders to the threads. A queue that is full is a fault, and never waited for.
  private mutating func handOver() {
    while let order = exam.nextSensorOrder() { _ = orders.sensorOrders.put(order) }
    while let order = exam.nextCardOrder() {
      if orders.cardOrders.put(order) {
        exam.handedToCard(at: last)
      } else {
        exam.cardQueueOverflowed(at: last)
      }
    }
  }

  private mutating func show() {
    let outputs = exam.outputs(at: last)
    do throws(Errno) { try indicators.show(outputs) } catch { outputFailures &+= 1 }
  }
}
