import Findings

/// Judges whether the worker lives, and what its end calls for. It knows no kernel.
struct Supervisor {
  /// The longest time from its start to its first sign.
  static let startLimit = Microseconds.seconds(10)
  /// The longest time between two beats, which come once a second.
  static let beatLimit = Microseconds.seconds(8)
  /// The longest time in an exam in which the card takes nothing and does not fail either. The exam
  /// goes on from memory meanwhile, and killing it would lose it.
  static let saveLimit = Microseconds.seconds(30)
  /// So many ends without a quiet time between them, and the machine starts anew.
  static let mostEnds = 5
  /// After so long a life the ends before it are forgotten.
  static let quietTime = Microseconds.seconds(600)

  /// Whether the worker reached ready since it was started.
  private(set) var isReady = false
  private var started = Microseconds.zero
  private var lastBeat: Microseconds?
  /// When the card last took something; nil outside an exam.
  private var lastSaved: Microseconds?
  private var ends = 0

  /// The worker was started.
  mutating func start(at now: Microseconds) {
    isReady = false
    started = now
    lastBeat = nil
    lastSaved = nil
  }

  /// The worker gave a sign.
  mutating func take(_ sign: LifeSign, at now: Microseconds) {
    lastBeat = now
    switch sign {
    case .beat: break
    case .ready: isReady = true
    case .examBegan: lastSaved = now
    case .saved: if lastSaved != nil { lastSaved = now }
    case .examEnded: lastSaved = nil
    }
  }

  /// Whether samples and, in an exam, writes advance: only then is the watchdog fed.
  func isAlive(at now: Microseconds) -> Bool {
    if let lastSaved, now - lastSaved > Self.saveLimit { return false }
    guard let lastBeat else { return now - started <= Self.startLimit }
    return now - lastBeat <= Self.beatLimit
  }

  /// The worker has ended though nobody asked for it; answers whether it may be started again.
  mutating func end(at now: Microseconds) -> Bool {
    ends = now - started > Self.quietTime ? 1 : ends + 1
    return ends < Self.mostEnds
  }
}
