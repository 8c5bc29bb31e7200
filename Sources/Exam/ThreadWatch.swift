import Findings

/// Notices bus and card where they have threads of their own and do not answer in time.
///
/// A transfer or a write can block its thread for as long as the kernel likes: the loop of lights and
/// exam only sees that a report is overdue. A fault is to be shown within 2 s of its coming.
struct ThreadWatch: Sendable {
  /// How long the card may take for an order. Cards do stall for hundreds of milliseconds.
  static let cardPatience = Microseconds.milliseconds(1_500)

  /// The number of the present exam, or else of the last.
  private(set) var exam: UInt32 = 0

  private var sensorDue: Microseconds
  private var isBusHung = false
  /// Since when the card has had orders that it did not answer, and how many.
  private var cardSince: Microseconds?
  private var cardOrders = 0
  private var isCardStalled = false

  init(at now: Microseconds) { sensorDue = now + SensorReport.firstDue }

  /// When to look again.
  var deadline: Microseconds? {
    let bus = isBusHung ? nil : sensorDue
    guard !isCardStalled, let cardSince else { return bus }
    let card = cardSince + Self.cardPatience
    return bus.map { min($0, card) } ?? card
  }

  /// Numbers a new exam; the sensor is configured anew for it.
  mutating func beginExam(at now: Microseconds) -> UInt32 {
    exam &+= 1
    return exam
  }

  /// Notes a report; answers whether a hang is over and all is well.
  mutating func sensorReported(_ report: SensorReport) -> Bool {
    sensorDue = report.due
    guard isBusHung else { return false }
    isBusHung = !report.isWell && report.news == nil
    return !isBusHung
  }

  /// Whether the bus is found to hang, now.
  mutating func busHangs(at now: Microseconds) -> Bool {
    guard !isBusHung, now >= sensorDue else { return false }
    isBusHung = true
    return true
  }

  mutating func handedToCard(at now: Microseconds) {
    cardOrders += 1
    if cardSince == nil { cardSince = now }
  }

  /// Notes a report; answers whether the card was found to stall before.
  mutating func cardReported(at now: Microseconds) -> Bool {
    cardOrders = max(cardOrders - 1, 0)
    cardSince = cardOrders == 0 ? nil : now
    defer { isCardStalled = false }
    return isCardStalled
  }

  /// Whether the card is found to stall, now.
  mutating func cardStalls(at now: Microseconds) -> Bool {
    guard !isCardStalled, let cardSince, now >= cardSince + Self.cardPatience else { return false }
    isCardStalled = true
    return true
  }
}
