import Board
import Exam
import Findings
import Sensing

/// What the thread of the bus does: waits for an edge, an order or the time, serves the sensor, and
/// reports. Whatever a transfer takes, nobody else waits for it.
///
/// The line of the sensor is watched here, and not by the loop, so that a watermark wakes one thread.
public final class SensorThread<K: Kernel, Bus: I2CBus & ~Copyable>: @unchecked Sendable {
  /// How often it is told that the bus does not hang, at least.
  private static var heartbeat: Microseconds { .milliseconds(500) }
  private static var longestWait: Microseconds { .seconds(10) }

  private let kernel: K
  private let orders: Mailbox<K, SensorOrder>
  private let deliver: @Sendable (SensorReport) -> Void
  private var bus: Bus
  private var line: TakenLines<K>
  private var feed: SensorFeed
  private var lastReport = Microseconds.zero
  /// How often the thread was woken.
  public private(set) var wakeups = 0

  /// Takes the bus and the line of a board; `deliver` brings a report to whom it concerns.
  public init(
    bus: consuming Bus, dataReady line: consuming TakenLines<K>, feed: SensorFeed, posts: Posts<K>,
    kernel: K, deliver: @escaping @Sendable (SensorReport) -> Void
  ) {
    self.bus = bus
    self.line = line
    self.feed = feed
    orders = posts.sensorOrders
    self.deliver = deliver
    self.kernel = kernel
  }

  /// Starts the thread.
  public func start() throws(Errno) {
    try Thread.start { [self] in while true { turn() } }
  }

  /// Waits once, and does what is to be done then.
  func turn() {
    let wait = min(max(feed.deadline - kernel.monotonic(), .zero), Self.longestWait)
    let watched = [orders.wakeup, line.watched]
    let ready = (try? uninterrupted { kernel.wait(watched, atMost: wait) }) ?? 0
    wakeups &+= 1
    if ready & 1 != 0 {
      for order in orders.takeAll() {
        post(
          feed.carryOut(order, over: &bus, at: kernel.monotonic()) { _ in kernel.monotonic() })
      }
    }
    var edge: Microseconds?
    if ready & 2 != 0 { try? line.readEdges { if $0.isRising { edge = $0.time } } }
    let report = feed.wake(edge: edge, over: &bus, at: kernel.monotonic()) { _ in
      kernel.monotonic()
    }
    if let report { post(report) }
  }

  private func post(_ report: SensorReport) {
    guard report.saysMore || report.time >= lastReport + Self.heartbeat else { return }
    lastReport = report.time
    deliver(report)
  }
}
