import Findings

/// A stretch of time in which lights and buzzer do not change.
struct Step: Sendable {
  /// The lights that are lit.
  var lights: Lights = .dark
  /// What sounds.
  var tone: Tone?
  /// Whether it sounds no louder than the lowest volume.
  var isSoft = false
  /// How long it lasts.
  var duration = Microseconds.zero
}

/// Lights and sounds over time: some steps, of which a last part may be repeated without end.
///
/// Without a repeated part the lights of the last step stay, in silence. Steps lie in the value
/// itself, so that playing allocates nothing.
struct Pattern: Sendable {
  /// Where a pattern is at a time.
  struct Position {
    /// The step.
    var index: Int
    /// Whether its tone sounds in this pass.
    var sounds: Bool
    /// When the step ends, from the pattern's start; nil where nothing changes any more.
    var end: Microseconds?
  }

  /// Room for the longest: the answer "at least 39" takes 37 steps.
  private var steps: InlineArray<40, Step> = .init(repeating: Step())
  private(set) var count = 0
  private var repeatsFrom: Int?
  private var soundsEvery: Int64 = 1

  /// Makes a pattern without steps. Never inlined, as `then`: see there.
  @inline(never)
  init() {}

  subscript(index: Int) -> Step { steps[index] }

  /// Adds a step of `milliseconds`. Never inlined: the table would hold a copy of it for each step.
  @inline(never)
  mutating func then(_ lights: Lights, _ tone: Tone? = nil, for milliseconds: Int64) {
    precondition(milliseconds > 0)
    steps[count] = Step(lights: lights, tone: tone, duration: .milliseconds(milliseconds))
    count += 1
  }

  /// Has the step that was added last sound no louder than the lowest volume.
  mutating func softly() { steps[count - 1].isSoft = true }

  /// Repeats without end what comes after the first `index` steps. Tones of that part sound in its
  /// first pass and then in every `passes`th; 0: in the first only.
  mutating func loop(from index: Int, soundingEvery passes: Int64 = 1) {
    repeatsFrom = index
    soundsEvery = passes
  }

  /// The lasting time of steps `range`.
  private func duration(_ range: Range<Int>) -> Microseconds {
    var sum = Microseconds.zero
    for index in range { sum += steps[index].duration }
    return sum
  }

  /// Where the pattern is `elapsed` after its start.
  func position(at elapsed: Microseconds) -> Position {
    let whole = duration(0..<count)
    var passStart = Microseconds.zero
    var pass: Int64 = 0
    if elapsed >= whole {
      guard let repeatsFrom else { return Position(index: count - 1, sounds: false, end: nil) }
      let period = duration(repeatsFrom..<count)
      // The first pass ended with `whole`; full passes since then are skipped.
      pass = 1 + (elapsed - whole).count / period.count
      passStart = Microseconds(period.count * pass)
    }
    var end = passStart
    for index in Counting(0..<count) {
      end += steps[index].duration
      if elapsed < end {
        return Position(index: index, sounds: sounds(pass: pass), end: end)
      }
    }
    return Position(index: count - 1, sounds: false, end: nil)
  }

  private func sounds(pass: Int64) -> Bool {
    pass == 0 || (soundsEvery > 0 && pass % soundsEvery == 0)
  }

  /// How long the sound lasts that begins with step `index`, whatever its pitches.
  func soundLength(from index: Int) -> Microseconds {
    var sum = Microseconds.zero
    var index = index
    while index < count, steps[index].tone != nil {
      sum += steps[index].duration
      index += 1
    }
    return sum
  }
}
