import Findings

/// A button that is pressed by plan, with contacts that bounce; pressed is high.
public struct SimulatedButton: Sendable {
  /// The button's line.
  public var line = SimulatedLine()
  /// What is still to come, in order of time.
  private var plan: [LineEdge] = []
  private var random: Randomness

  /// Makes a button that nobody presses.
  public init(seed: UInt64) { random = Randomness(seed: seed, stream: 6) }

  /// Plans a press. Presses must not overlap and come in order.
  ///
  /// - Parameters:
  ///   - time: when the finger is down.
  ///   - length: how long it stays.
  ///   - bounces: how often the contacts open again at each end, within about 3 ms.
  public mutating func press(at time: Microseconds, for length: Microseconds, bounces: Int = 3) {
    turn(to: true, at: time, bounces: bounces)
    turn(to: false, at: time + length, bounces: bounces)
  }

  /// When the line moves next; nil where no press is planned.
  public var nextChange: Microseconds? { plan.first?.time }

  /// Lives on until `time`.
  public mutating func advance(to time: Microseconds) {
    while let edge = plan.first, edge.time <= time {
      line.drive(edge.isRising, at: edge.time)
      plan.removeFirst()
    }
  }

  private mutating func turn(to level: Bool, at time: Microseconds, bounces: Int) {
    var time = time
    for _ in Counting(0..<bounces) {
      plan.append(LineEdge(time: time, isRising: level))
      time.count += 100 + Int64(400 * random.unit())
      plan.append(LineEdge(time: time, isRising: !level))
      time.count += 100 + Int64(400 * random.unit())
    }
    plan.append(LineEdge(time: time, isRising: level))
  }
}
