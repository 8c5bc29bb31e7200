import Exam
import Feedback
import Findings
import Recording

/// The loop of button, lights, buzzer and exam. It waits for nothing but the kernel's word that
/// something happened, and for the time.
public struct EventLoop<K: Kernel>: ~Copyable {
  /// What is in no table is looked at so often.
  private static var longestWait: Microseconds { .seconds(10) }
  /// A card that does not come back ends the program all the same, after so long.
  private static var longestStop: Microseconds { .seconds(15) }

  /// The exam.
  private(set) var exam: Conductor
  /// How often the loop was woken.
  public private(set) var wakeups = 0
  /// How often the lines of lights and buzzer did not take what was to be shown.
  public private(set) var failedOutputs = 0

  private let kernel: K
  private let posts: Posts<K>
  private var button: TakenLines<K>
  private let outputs: TakenLines<K>
  private let endSignals: Int32
  private var isDown = false
  private var shown: UInt32 = 0
  /// The time up to which everything was taken, by the monotonic clock.
  public var now: Microseconds { last }
  private var last: Microseconds
  private var stopBy: Microseconds?

  /// Takes the lines of a board, whose lamps may have been tested since `lampsSince`. From here on
  /// SIGTERM and SIGINT stop the appliance in order; to be called before other threads start.
  public init(
    button: consuming TakenLines<K>, outputs: consuming TakenLines<K>, settings: DeviceSettings,
    clock: ClockNote, lampsSince: Microseconds? = nil, posts: Posts<K>, kernel: K
  ) throws(Errno) {
    self.kernel = kernel
    self.posts = posts
    self.button = button
    self.outputs = outputs
    endSignals = Int32(truncatingIfNeeded: try uninterrupted { kernel.holdEndSignals() })
    last = kernel.monotonic()
    exam = Conductor(settings: settings, clock: clock, at: last, lampsSince: lampsSince)
    // A button that is held already gives no edge.
    readLevel()
  }

  deinit { _ = kernel.close(endSignals) }

  /// Whether everything is on the card and the lights are out.
  public var isOff: Bool { exam.isOff }

  /// Whether nothing is left to do, or a card does not come back for too long after the end was asked
  /// for.
  public var isOver: Bool { exam.isOff || stopBy.map { last >= $0 } ?? false }

  /// Lends the exam to whoever tells of it; it is large, and not to be copied.
  public func lookAtExam(_ look: (borrowing Conductor) -> Void) { look(exam) }

  /// Shows what is to be shown, waits once, and takes what came.
  public mutating func turn() {
    show(at: last)
    var deadline = last + Self.longestWait
    if let time = exam.deadline { deadline = min(deadline, time) }
    if let time = exam.watchDeadline { deadline = min(deadline, time) }
    if let stopBy { deadline = min(deadline, stopBy) }
    let wait = max(deadline - kernel.monotonic(), .zero)
    let watched = [
      button.watched, posts.sensorReports.wakeup, posts.cardReports.wakeup, endSignals,
    ]
    let ready = (try? uninterrupted { kernel.wait(watched, atMost: wait) }) ?? 0
    wakeups &+= 1
    if ready & 1 != 0 { readButton() }
    last = max(last, kernel.monotonic())
    exam.timer(at: last)
    if ready & 2 != 0 {
      for report in posts.sensorReports.takeAll() { exam.take(report, at: last) }
    }
    if ready & 4 != 0 { for report in posts.cardReports.takeAll() { exam.take(report, at: last) } }
    if ready & 8 != 0 { stop() }
    if case .stopping = exam.state { stopBy = stopBy ?? last + Self.longestStop }
    exam.retryCard(at: last)
    exam.watch(at: last)
    handOver()
    show(at: last)
  }

  private mutating func readButton() {
    var edges: [Edge] = []
    try? button.readEdges { edges.append($0) }
    for edge in edges { press(isDown: edge.isRising, at: edge.time) }
    // The queue of the kernel may have been full: the level decides.
    if edges.count < EdgeBatch.capacity { readLevel() }
  }

  private mutating func readLevel() {
    guard let isOn = try? button.isOn(), isOn != isDown else { return }
    press(isDown: isOn, at: kernel.monotonic())
  }

  private mutating func press(isDown: Bool, at time: Microseconds) {
    // An edge may be older than what was done meanwhile; time never goes back.
    last = max(last, time)
    self.isDown = isDown
    exam.button(isDown: isDown, at: last)
    handOver()
  }

  /// The signal stays in its queue: the second one changes nothing.
  private mutating func stop() {
    var room = InlineArray<128, UInt8>(repeating: 0)
    var bytes = room.mutableSpan
    _ = try? uninterrupted { kernel.read(endSignals, into: &bytes) }
    stopBy = stopBy ?? last + Self.longestStop
    exam.stop(at: last)
  }

  /// Hands the exam's orders to the threads. A queue that is full is a fault, and never waited for.
  private mutating func handOver() {
    while let order = exam.nextSensorOrder() { _ = posts.sensorOrders.put(order) }
    while let order = exam.nextCardOrder() {
      if posts.cardOrders.put(order) {
        exam.handedToCard(at: last)
      } else {
        exam.cardQueueOverflowed(at: last)
      }
    }
  }

  private mutating func show(at now: Microseconds) {
    let next = exam.outputs(at: now)
    let bits = UInt32(next.lights.rawValue) | (next.tone == nil ? 0 : 8)
    guard bits != shown else { return }
    do throws(Errno) {
      try outputs.set(bits)
      shown = bits
    } catch { failedOutputs &+= 1 }
  }
}
