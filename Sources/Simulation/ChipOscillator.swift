import Findings

/// When a chip takes its samples: by an oscillator of its own, off by a share.
struct ChipOscillator: Sendable {
  /// By how much the true rate is above the nominal one, as a share.
  let error: Double

  /// The true time between samples in picoseconds; nil while it stands.
  private(set) var picoseconds: Int64?
  private var next: Int64?
  private var start: (number: Int64, picoseconds: Int64) = (0, 0)
  private var now: Int64 = 0

  init(error: Double) { self.error = error }

  /// As it comes from the reel: between 0.5 and 4 % off, either way.
  init(drawnFrom random: inout Randomness) {
    let error = random.uniform(0.005...0.04)
    self.init(error: random.chance(0.5) ? error : -error)
  }

  /// Begins to count at a new rate now, sample `number` the first; nil: stands.
  mutating func run(atHertz hertz: Double?, from number: Int64) {
    picoseconds = hertz.map { Mathematics.nearest(1e12 / ($0 * (1 + error))) }
    start = (number, now)
    next = picoseconds.map { now + $0 }
  }

  /// When a sample was or will be taken, at the present rate.
  func time(ofSample number: Int64) -> Microseconds? {
    picoseconds.map {
      Microseconds((start.picoseconds + (number - start.number + 1) * $0 + 500_000) / 1_000_000)
    }
  }

  /// When the next sample is due, rounded up.
  var nextChange: Microseconds? { next.map { Microseconds(($0 + 999_999) / 1_000_000) } }

  /// Goes on to `time` at most; the time in s of the sample that is due on the way, if one is.
  mutating func advance(to time: Microseconds) -> Double? {
    now = max(now, time.count * 1_000_000)
    guard let due = next, due <= now, let picoseconds else { return nil }
    next = due + picoseconds
    return Double(due) / 1e12
  }
}

/// A chip whose time is its oscillator's: what it feels, it feels sample by sample.
protocol SampledChip: SimulatedChip {
  var oscillator: ChipOscillator { get set }
  /// Takes a sample of an acceleration in g.
  mutating func take(_ acceleration: Vector)
}

extension SampledChip {
  public var samplePicoseconds: Int64? { oscillator.picoseconds }
  public var nextChange: Microseconds? { oscillator.nextChange }

  public func time(ofSample number: Int64) -> Microseconds? { oscillator.time(ofSample: number) }

  public mutating func advance<Source: AccelerationSource>(
    to time: Microseconds, feeling source: inout Source
  ) {
    while let due = oscillator.advance(to: time) { take(source.acceleration(at: due)) }
  }
}
