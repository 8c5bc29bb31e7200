/// How the examiner stretches and lets go; times in s, angles in rad.
public struct ExaminerPlan: Sendable {
  /// How long after the cue the stretch begins: 0.5 to 1.5.
  public var reaction = 1.0
  /// Where the hand moves to, and in how long. The joint turns less: the hand gives way.
  public var angle = 20 * Mathematics.degree
  public var rise = 0.08
  /// How long the stretch is held at most; nil: until the verdict.
  public var hold: Double?
  /// How long after the verdict the hand lets go.
  public var letGo = 0.5
  /// A stretch in two stages: after the first half the hand stops for so long; 0 is none.
  public var pause = 0.0
  /// Gentle to-and-fro movements before the stretch.
  public var warmUps: Int32 = 0

  /// Makes a good examiner.
  public init() {}
}

/// What the device tells the examiner.
public enum ExaminerSignal: Sendable {
  /// The blip: stretch now.
  case cue
  /// The verdict's tone: let go.
  case verdict
}

/// The examiner's hand, from the cue to the release, and again at the next cue.
struct Examiner: Sendable {
  private enum Phase {
    case idle
    case preparing(stretchAt: Double)
    case holding(since: Double)
    case releasing(since: Double)
  }

  /// The hand goes back within this time (clinical.md 3.1).
  static let releaseSeconds = 0.15
  /// Then it leaves the limb within this time.
  private static let leaveSeconds = 0.3
  /// The hand is laid on the limb so long before it moves.
  private static let approachSeconds = 0.3
  private static let warmUpSeconds = 1.2
  private static let warmUpAngle = 5 * Mathematics.degree

  let plan: ExaminerPlan
  private var phase = Phase.idle
  private var letGoAt = Double.infinity
  /// When the latest stretch and release began.
  private(set) var stretched: Double?
  private(set) var released: Double?

  init(_ plan: ExaminerPlan) { self.plan = plan }

  /// Hears the device at `time`.
  mutating func hear(_ signal: ExaminerSignal, at time: Double) {
    switch (signal, phase) {
    case (.cue, .idle): stretch(at: time + plan.reaction)
    case (.verdict, .holding): letGoAt = min(letGoAt, time + plan.letGo)
    // Told before it moved: the hand stays away.
    case (.verdict, .preparing): phase = .idle
    default: break
    }
  }

  /// Begins to prepare a stretch at `time`.
  mutating func stretch(at time: Double) {
    phase = .preparing(stretchAt: time + Double(plan.warmUps) * Self.warmUpSeconds)
    letGoAt = .infinity
  }

  /// Whether the hand is on the limb or about to be.
  var isBusy: Bool { if case .idle = phase { false } else { true } }

  /// What the hand does at `time`, which never goes back.
  mutating func hand(at time: Double) -> HandState {
    if case .preparing(let start) = phase, time >= start {
      phase = .holding(since: start)
      stretched = start
      released = nil
      if let hold = plan.hold { letGoAt = start + hold }
    }
    if case .holding = phase, time >= letGoAt {
      phase = .releasing(since: letGoAt)
      released = letGoAt
    }
    if case .releasing(let since) = phase,
      time >= since + Self.releaseSeconds + Self.leaveSeconds
    {
      phase = .idle
    }

    switch phase {
    case .idle: return HandState()
    case .preparing(let start): return preparing(at: time, stretchAt: start)
    case .holding(let since):
      return stretching(at: time - since)
    case .releasing(let since):
      let (share, rate) = Self.minimumJerk((time - since) / Self.releaseSeconds)
      return HandState(
        angle: plan.angle * (1 - share), speed: -plan.angle * rate / Self.releaseSeconds,
        contact: 1
          - Self.minimumJerk((time - since - Self.releaseSeconds) / Self.leaveSeconds).share
      )
    }
  }

  private func stretching(at since: Double) -> HandState {
    guard plan.pause > 0 else {
      let (share, rate) = Self.minimumJerk(since / plan.rise)
      return HandState(angle: plan.angle * share, speed: plan.angle * rate / plan.rise, contact: 1)
    }
    let (first, firstRate) = Self.minimumJerk(since / plan.rise)
    let (second, secondRate) = Self.minimumJerk((since - plan.rise - plan.pause) / plan.rise)
    return HandState(
      angle: plan.angle / 2 * (first + second),
      speed: plan.angle / 2 * (firstRate + secondRate) / plan.rise, contact: 1)
  }

  private func preparing(at time: Double, stretchAt start: Double) -> HandState {
    let moving = Double(plan.warmUps) * Self.warmUpSeconds
    let since = time - (start - moving)
    let contact = Self.minimumJerk((since + Self.approachSeconds) / Self.approachSeconds).share
    guard since > 0 else { return HandState(contact: contact) }
    let turn = 2 * Mathematics.pi / Self.warmUpSeconds
    return HandState(
      angle: Self.warmUpAngle / 2 * (1 - Mathematics.cos(turn * since)),
      speed: Self.warmUpAngle / 2 * turn * Mathematics.sin(turn * since), contact: 1)
  }

  /// mj(u) = 10 u^3 - 15 u^4 + 6 u^5 and its slope, held at both ends.
  static func minimumJerk(_ u: Double) -> (share: Double, rate: Double) {
    guard u > 0 else { return (0, 0) }
    guard u < 1 else { return (1, 0) }
    let rest = 1 - u
    return (u * u * u * (10 - 15 * u + 6 * u * u), 30 * u * u * rest * rest)
  }
}
