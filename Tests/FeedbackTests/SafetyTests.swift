import Findings
import Testing

@testable import Feedback

/// What lights and buzzer must never do, over every signal and every step from one to another.
struct SafetyTests {
  /// Long enough for every pattern to come round.
  static let whole = Microseconds.seconds(70)

  @Test func noSignalFlashesMoreThanThreeTimesASecond() {
    for signal in everySignal {
      var tape = Tape()
      tape.play(signal, for: Self.whole)
      #expect(tape.mostFlashesInASecond <= 3, "\(signal)")
    }
  }

  @Test func noSignalSoundsThreeEqualTonesInARow() {
    for signal in everySignal {
      var tape = Tape()
      tape.play(signal, for: Self.whole)
      #expect(tape.longestEqualBurst <= 2, "\(signal)")
    }
  }

  /// Switches from each signal to each at a moment that moves through the first one's pattern.
  @Test func noChangeOfSignalsBreaksAFlashOrToneLimit() {
    var step: Int64 = 0
    for first in everySignal {
      for second in everySignal {
        for _ in 0..<4 {
          step += 1
          var tape = Tape()
          tape.play(first, for: .milliseconds(step * 173 % 6_007))
          tape.play(second, for: .seconds(14))
          #expect(tape.mostFlashesInASecond <= 3, "\(first) then \(second), \(step)")
          #expect(tape.longestEqualBurst <= 2, "\(first) then \(second), \(step)")
        }
      }
    }
  }

  /// Signals in a rush: every 1 to 400 ms another one.
  @Test(arguments: [1 as UInt64, 2, 3, 4, 5]) func aRushOfSignalsKeepsTheFlashLimit(seed: UInt64) {
    var random = seed
    func next(_ limit: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % limit
    }
    var tape = Tape()
    for _ in 0..<3_000 {
      tape.play(everySignal[next(everySignal.count)], for: .milliseconds(Int64(next(400) + 1)))
    }
    #expect(tape.mostFlashesInASecond == 3, "seed \(seed)")
  }

  @Test func theGuardsAreNeededAndAct() {
    // Without the guard these three would flash five times in 0.4 s, and sound three equal lows.
    var tape = Tape()
    for _ in 0..<5 {
      tape.play(.stretchNow, for: .milliseconds(40))
      tape.play(.dark, for: .milliseconds(40))
    }
    #expect(tape.flashes.count == 3)
    var pair = Tape()
    pair.play(.side(.right), for: .milliseconds(400))
    pair.play(.side(.left), for: .seconds(2))
    #expect(pair.sounds.count == 2)
  }

  @Test func listeningIsSilentUnlessTicksAreOn() {
    for ticks in [false, true] {
      for signal in [Signal.keepStill, .stretchNow] + Bar.allCases.map({ .beating($0) }) {
        var tape = Tape(settings: FeedbackSettings(volume: .standard, ticks: ticks))
        tape.play(signal, for: .seconds(1))
        let before = tape.sounds.count
        tape.tick()
        tape.run(for: .seconds(5))
        #expect(before == (signal == .stretchNow ? 1 : 0), "\(signal)")
        #expect(tape.sounds.count == before + (ticks ? 1 : 0), "\(signal)")
      }
    }
  }

  @Test func aSingleSlowPulseMeansAResultAndNothingElse() {
    for signal in everySignal {
      var tape = Tape()
      tape.play(signal, for: .seconds(60))
      // The last half minute: what the eye meets when it comes to the box later.
      let lights: [Lights] = [.one, .two, .three]
      let lit = lights.filter { light in
        tape.litSpells(of: light).contains { $0.start + $0.length > .seconds(30) }
      }
      let spells = lit.first.map { tape.litSpells(of: $0) } ?? []
      let late = spells.filter { $0.start > .seconds(30) && $0.length >= .milliseconds(300) }
      let isSinglePulse = lit.count == 1 && late.count >= 2
      if case .answer(let answer, _, _) = signal {
        #expect(lit == [answer.light], "\(signal)")
        #expect(isSinglePulse, "\(signal)")
        for (a, b) in zip(late, late.dropFirst()) {
          #expect(b.start - a.start == .seconds(2), "0.5 Hz: \(signal)")
        }
      } else {
        #expect(!isSinglePulse, "\(signal)")
      }
    }
  }

  @Test func readyNeverUsesTheLightThatMeansAbsent() {
    for recording in [true, false] {
      var tape = Tape()
      tape.play(.ready(recording: recording), for: .seconds(60))
      #expect(tape.litSpells(of: .one).isEmpty)
      #expect(tape.litSpells(of: .two).count == (recording ? 15 : 45))
    }
  }

  /// The table's own silent rows are named here; every other state has both.
  @Test func everyLightStateHasASoundAndTheReverse() {
    for signal in everySignal {
      var tape = Tape()
      tape.play(signal, for: Self.whole)
      let isSilentByTheTable =
        switch signal {
        case .ready, .keepStill, .beating, .dark: true
        default: false
        }
      #expect(tape.sounds.isEmpty == isSilentByTheTable, "\(signal)")
      #expect(tape.flashes.isEmpty == (signal == .dark), "\(signal)")
      // A sound begins with a change of lights or while a light is lit.
      for sound in tape.sounds {
        let moment = tape.moments.first { $0.time == sound.start }
        if case .tenSeconds = signal { continue }
        #expect(moment?.outputs.lights.isEmpty == false, "\(signal)")
      }
    }
  }

  /// Pitch and colour alone carry nothing: no two signals have the same lights over time.
  @Test func everySignalIsKnownByPositionAndRhythmOfItsLights() {
    var seen: [[String]: Signal] = [:]
    for signal in everySignal {
      if case .answer(_, let beats, _) = signal, beats >= 40 { continue }
      if case .beating(.listening) = signal { continue }
      var tape = Tape()
      tape.play(signal, for: .seconds(40))
      var story: [String] = []
      var last: Lights = []
      for moment in tape.moments where moment.outputs.lights != last {
        last = moment.outputs.lights
        story.append("\(moment.time.count) \(last.rawValue)")
      }
      #expect(seen[story] == nil, "\(signal) looks like \(String(describing: seen[story]))")
      seen[story] = signal
    }
  }

  @Test func theThreeAnswersAreKnownByTheRhythmOfTheirTone() {
    func rhythm(_ answer: Answer) -> [Int64] {
      var tape = Tape()
      tape.play(.answer(answer, beats: 0, atLeast: false), for: .seconds(10))
      return tape.sounds.map { $0.length.count / 1_000 }
    }
    #expect(rhythm(.absent) == [600])
    #expect(rhythm(.unsustained) == [200, 200])
    #expect(rhythm(.sustained) == [1_500])
  }
}
