import Exam
import Findings
import Recording

/// The loop of the button, of what is due by time, and of the end. It waits for nothing but the
/// kernel's word that something happened, and for the time.
public struct EventLoop<K: Kernel>: ~Copyable {
  /// The exam, to which the threads of bus and card bring their reports.
  public let exam: SharedExam<K>
  /// How often the loop was woken.
  public private(set) var wakeups = 0

  private let kernel: K
  private var button: TakenLines<K>
  private let endSignals: Int32
  private var isDown = false

  /// Takes the lines of a board, whose lamps may have been tested since `lampsSince`. From here on
  /// SIGTERM and SIGINT stop the appliance in order; to be called before other threads start.
  public init(
    button: consuming TakenLines<K>, indicators: consuming Indicators<K>, settings: DeviceSettings,
    clock: ClockNote, lampsSince: Microseconds? = nil, posts: Posts<K>, kernel: K
  ) throws(Errno) {
    let exam = try SharedExam(
      settings: settings, clock: clock, lampsSince: lampsSince, indicators: indicators,
      orders: posts, kernel: kernel)
    let endSignals = try uninterrupted { kernel.holdEndSignals() }
    self.kernel = kernel
    self.button = button
    self.exam = exam
    self.endSignals = Int32(truncatingIfNeeded: endSignals)
    // A button that is held already gives no edge.
    readLevel()
  }

  deinit { _ = kernel.close(endSignals) }

  /// Shows what is to be shown, waits once, and takes what came.
  public mutating func turn() {
    let wait = max(exam.prepareToSleep() - kernel.monotonic(), .zero)
    let watched = [button.watched, exam.wakeup, endSignals]
    let ready = (try? uninterrupted { kernel.wait(watched, atMost: wait) }) ?? 0
    wakeups &+= 1
    if ready & 1 != 0 { readButton() }
    if ready & 2 != 0 { empty(exam.wakeup) }
    let mustStop = ready & 4 != 0
    // The signal stays in its queue: the second one changes nothing.
    if mustStop { empty(endSignals) }
    exam.wakeUp(mustStop: mustStop)
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
    self.isDown = isDown
    exam.button(isDown: isDown, at: time)
  }

  private func empty(_ descriptor: Int32) {
    var room = InlineArray<128, UInt8>(repeating: 0)
    var bytes = room.mutableSpan
    _ = try? uninterrupted { kernel.read(descriptor, into: &bytes) }
  }
}
