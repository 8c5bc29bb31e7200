import Exam
import Findings
import Recording

/// What the thread of the card does: carries out orders in turn, and reports each; between them it
/// takes care of what else is on the card. Whatever a write takes, nobody else waits for it.
public final class CardThread<K: Kernel, Card: Storage & ~Copyable>: @unchecked Sendable {
  private let kernel: K
  private let orders: Mailbox<K, CardOrder>
  private let deliver: @Sendable (CardReport) -> Void
  private var card: Card
  private var log: ExamLog
  private var care: CardCare
  private let afterExam: @Sendable (FinishedExam, inout Card) -> Void

  /// Takes a card; `deliver` brings a report to whom it concerns, and `afterExam` is called when an
  /// exam's file is complete, for what is made of it.
  public init(
    card: consuming Card, log: ExamLog, care: CardCare, posts: Posts<K>, kernel: K,
    deliver: @escaping @Sendable (CardReport) -> Void,
    afterExam: @escaping @Sendable (FinishedExam, inout Card) -> Void
  ) {
    self.card = card
    self.log = log
    self.care = care
    orders = posts.cardOrders
    self.deliver = deliver
    self.kernel = kernel
    self.afterExam = afterExam
  }

  /// Starts the thread.
  public func start() throws(Errno) {
    try Thread.start { [self] in
      prepare()
      while true { turn(atMost: .seconds(60)) }
    }
  }

  /// Does what is to be done before the first order.
  func prepare() { care.prepare(&card) }

  /// Waits once, and carries out what was ordered; where nothing was, takes a step of what else is due.
  func turn(atMost time: Microseconds) {
    let watched = [orders.wakeup]
    let wait = care.due.map { max($0 - kernel.monotonic(), .zero) } ?? time
    let ready = try? uninterrupted { kernel.wait(watched, atMost: min(wait, time)) }
    guard let ready, ready != 0 else {
      if !care.step(on: &card, at: kernel.monotonic()) { deliver(log.cardIsGone()) }
      return
    }
    for order in orders.takeAll() {
      care.note(order)
      if case .flush = order { care.close(on: &card) }
      let report = log.carryOut(order, on: &card)
      deliver(report)
      if case .finish(var exam) = order, case .finished(let number, let isRecorded) = report.done {
        exam.number = number
        exam.isRecorded = isRecorded
        afterExam(exam, &card)
      }
    }
  }
}
