import Exam

/// The queues between the loop of the exam, the thread of the bus and the thread of the card.
public final class Posts<K: Kernel>: Sendable {
  /// The loop takes reports as fast as they come; this is many seconds of them.
  private static var reports: Int { 64 }
  /// Records come once a second: the longest exam waits in here while a card stalls.
  private static var records: Int { 128 }

  let sensorOrders: Mailbox<K, SensorOrder>
  let sensorReports: Mailbox<K, SensorReport>
  let cardOrders: Mailbox<K, CardOrder>
  let cardReports: Mailbox<K, CardReport>

  /// Makes empty queues.
  public init(kernel: K) throws(Errno) {
    sensorOrders = try Mailbox(capacity: Self.reports, kernel: kernel)
    sensorReports = try Mailbox(capacity: Self.reports, kernel: kernel)
    cardOrders = try Mailbox(capacity: Self.records, kernel: kernel)
    cardReports = try Mailbox(capacity: Self.records, kernel: kernel)
  }
}
