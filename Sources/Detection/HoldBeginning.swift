import Findings

/// How a hold begins: with a push, or with a turn too slow for one.
extension Hold {
  /// Begins with a push at `onset`; the trail shows the mirror what it has missed of it.
  @inline(never)
  mutating func begin(
    with push: Push, along direction: Vector, at onset: Microseconds, _ now: Moment.Start,
    pace: Pace, after motion: borrowing RecentMotion, trail: borrowing MotionTrail
  ) {
    clear()
    trail.last((now.number - push.onset) / Int64(pace.stride)) {
      mirror.take($0.along(direction), since: .zero, at: .zero)
    }
    self.direction = direction
    stretch.time = onset
    stretch.peak = Gravities(q20: push.motion.length)
    crestTime = pace.time(of: push.top)
    crest = stretch.peak.q20
    rest.rms = motion.bandRMS()
    unrest = motion.largestSecond()
    // A brisk push is seen before gravity shows it, a slow one when the limb has turned already.
    let isSlow = now.time - onset > .milliseconds(200)
    let ago = Int32(clamping: (now.number - push.onset) / Int64(pace.stride))
    tilt.begin(gravity: (isSlow ? motion.gravity(before: ago) : nil) ?? now.gravity)
    let span = pace.time(of: Int64(push.weightless) * Int64(pace.stride))
    isFall = span >= Self.leastFall
  }

  /// A limb that falls feels no weight for at least this long (5 cm take 100 ms, of which the low-pass shows 70 to 130);
  /// one that is pushed against gravity, for 10 to 50 ms.
  private static let leastFall = Microseconds.milliseconds(55)

  /// How long a turn without a push is taken to last.
  private static let slowTurn = Microseconds.milliseconds(1_000)

  /// Begins with a turn of gravity that is seen now.
  @inline(never)
  mutating func begin(
    turnedFrom before: Vector, along direction: Vector, at now: Microseconds,
    after motion: borrowing RecentMotion
  ) {
    clear()
    isSlow = true
    self.direction = direction
    stretch.time = now - Self.slowTurn
    stretch.duration = Self.slowTurn
    rest.rms = motion.bandRMS(leavingOut: 5)
    unrest = motion.largestSecond(leavingOut: 5)
    tilt.begin(gravity: before, duration: Self.slowTurn)
  }

  /// Notes how long the rest was, from the exam's first sample, and the rhythm that was there.
  mutating func noteRest(before end: Microseconds, by memory: borrowing RhythmMemory) {
    let rhythm = memory.rhythm(before: end, span: .seconds(3))
    burst = memory.burst(before: end, span: .seconds(3))
    rest.duration = stretch.time
    rest.rhythm = rhythm?.frequency
    rest.rhythmAmplitude = rhythm?.amplitude
  }
}
