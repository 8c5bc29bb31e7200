import Findings

@testable import Feedback

/// What a player did over time, as an event loop that sleeps until `nextChange` sees it.
struct Tape {
  struct Moment {
    var time: Microseconds
    var outputs: Outputs
  }

  struct Sound: Equatable {
    var start: Microseconds
    var length: Microseconds
  }

  private(set) var moments: [Moment] = []
  var player: Player
  private(set) var now = Microseconds.zero

  init(settings: FeedbackSettings = FeedbackSettings()) {
    player = Player(settings: settings, at: .zero)
  }

  /// Shows a signal and plays it for `duration`.
  mutating func play(_ signal: Signal, for duration: Microseconds) {
    player.show(signal, at: now)
    run(for: duration)
  }

  mutating func tick() {
    player.tick(at: now)
    look()
  }

  mutating func run(for duration: Microseconds) {
    let end = now + duration
    look()
    while let next = player.nextChange, next < end {
      precondition(next > now, "nextChange lies in the past at \(now.count)")
      now = next
      look()
    }
    now = end
  }

  private mutating func look() {
    moments.append(Moment(time: now, outputs: player.outputs(at: now)))
  }

  /// The moments at which any light goes on.
  var flashes: [Microseconds] {
    var shown: Lights = []
    var found: [Microseconds] = []
    for moment in moments {
      if !moment.outputs.lights.subtracting(shown).isEmpty { found.append(moment.time) }
      shown = moment.outputs.lights
    }
    return found
  }

  /// The sounds, whatever their pitch: an active buzzer has one.
  var sounds: [Sound] {
    var found: [Sound] = []
    var start: Microseconds?
    for moment in moments + [Moment(time: now, outputs: Outputs())] {
      if moment.outputs.tone != nil {
        start = start ?? moment.time
      } else if let begun = start {
        found.append(Sound(start: begun, length: moment.time - begun))
        start = nil
      }
    }
    return found
  }

  /// The largest number of flashes within one second, its end not included.
  var mostFlashesInASecond: Int {
    let flashes = flashes
    return flashes.map { first in
      flashes.count { $0 >= first && $0 < first + .seconds(1) }
    }.max() ?? 0
  }

  /// The longest run of equal sounds (within 10 ms) with less than 600 ms of silence between them.
  var longestEqualBurst: Int {
    var longest = 0
    var run = 0
    var previous: Sound?
    for sound in sounds {
      if let last = previous, sound.start - (last.start + last.length) < .milliseconds(600),
        abs((sound.length - last.length).count) <= 10_000
      {
        run += 1
      } else {
        run = 1
      }
      longest = max(longest, run)
      previous = sound
    }
    return longest
  }

  /// How long each of the lights was lit at a stretch.
  func litSpells(of light: Lights) -> [Sound] {
    var found: [Sound] = []
    var start: Microseconds?
    for moment in moments + [Moment(time: now, outputs: Outputs())] {
      if moment.outputs.lights.contains(light) {
        start = start ?? moment.time
      } else if let begun = start {
        found.append(Sound(start: begun, length: moment.time - begun))
        start = nil
      }
    }
    return found
  }
}

/// Every signal of the table, with the parameters at which patterns differ.
let everySignal: [Signal] = {
  var signals: [Signal] = [
    .powerOnTest, .ready(recording: true), .ready(recording: false), .keepStill, .stretchNow,
    .fault, .stopping, .dark,
  ]
  signals += PressLength.allCases.map { .press($0) }
  signals += Side.allCases.map { .side($0) }
  signals += Bar.allCases.flatMap { [.beating($0), .tenSeconds($0)] }
  signals += Advice.allCases.map { .indeterminate($0) }
  for answer in Answer.allCases {
    for beats: Int32 in [0, 1, 2, 3, 5, 10, 14, 23, 35, 39, 40, 99, 1_000] {
      signals.append(.answer(answer, beats: beats, atLeast: false))
      signals.append(.answer(answer, beats: beats, atLeast: true))
    }
  }
  return signals
}()
