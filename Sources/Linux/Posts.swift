import Exam

/// The queues of orders from the exam to the threads of bus and card.
public final class Posts<K: Kernel>: Sendable {
  /// An exam has two orders for the sensor.
  private static var sensorRoom: Int { 64 }
  /// Five records come every two seconds: the longest exam waits in here while a card stalls.
  private static var cardRoom: Int { 256 }

  let sensorOrders: Mailbox<K, SensorOrder>
  let cardOrders: Mailbox<K, CardOrder>

  /// Makes empty queues.
  public init(kernel: K) throws(Errno) {
    sensorOrders = try Mailbox(capacity: Self.sensorRoom, kernel: kernel)
    cardOrders = try Mailbox(capacity: Self.cardRoom, kernel: kernel)
  }
}
