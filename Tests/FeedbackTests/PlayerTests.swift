import Findings
import Testing

@testable import Feedback

struct PlayerTests {
  /// Counts the long and short flashes between the answer's tone and its pulse.
  private func count(_ beats: Int32, atLeast: Bool = false) -> (long: Int, short: Int) {
    var tape = Tape()
    tape.play(.answer(.sustained, beats: beats, atLeast: atLeast), for: .seconds(40))
    let spells = tape.litSpells(of: .three).map { $0.length.count / 1_000 }
    return (spells.count { $0 == 600 }, spells.count { $0 == 150 })
  }

  @Test(arguments: [0, 1, 3, 9, 10, 14, 29, 39] as [Int32])
  func countIsGivenInTensAndOnes(beats: Int32) {
    let (long, short) = count(beats)
    #expect(long == Int(beats / 10))
    #expect(short == Int(beats % 10))
  }

  @Test(arguments: [40, 41, 49, 200, Int32.max]) func countStopsAfterFourLongs(beats: Int32) {
    let (long, short) = count(beats)
    #expect(long == 4)
    #expect(short == 0)
  }

  @Test func aCountBelowNoughtIsNone() {
    let (long, short) = count(-3)
    #expect(long == 0)
    #expect(short == 0)
  }

  @Test func countIsBeepedWithItsFlashesAtMostTwoASecond() {
    var tape = Tape()
    tape.play(.answer(.sustained, beats: 14, atLeast: false), for: .seconds(39))
    let sounds = tape.sounds.dropFirst()
    let flashes = tape.litSpells(of: .three).filter { $0.length < .seconds(1) }
    #expect(sounds.map(\.start) == flashes.map(\.start))
    #expect(sounds.map(\.length) == flashes.map(\.length))
    for sound in sounds {
      let within = sounds.count { $0.start >= sound.start && $0.start < sound.start + .seconds(1) }
      #expect(within <= 2)
    }
  }

  @Test func lowerBoundIsTwoShortFlashesOfOne() {
    for atLeast in [false, true] {
      var tape = Tape()
      tape.play(.answer(.sustained, beats: 4, atLeast: atLeast), for: .seconds(40))
      #expect(tape.litSpells(of: .one).count == (atLeast ? 2 : 0))
    }
  }

  @Test(arguments: Advice.allCases) func adviceIsBlinkedByTwoAndClickedOnce(advice: Advice) {
    var tape = Tape()
    tape.play(.indeterminate(advice), for: .seconds(60))
    let blinks = tape.litSpells(of: .two).map { $0.start }
    let clicks = tape.sounds.filter { $0.length == .milliseconds(20) }.map { $0.start }
    #expect(clicks == Array(blinks.prefix(Int(advice.rawValue))))
    #expect(blinks.count >= 3 * Int(advice.rawValue))
  }

  @Test func faultSoundsOnceAMinuteAndBlinksEveryThreeSeconds() {
    var tape = Tape()
    tape.play(.fault, for: .seconds(180))
    let starts = tape.sounds.map { $0.start.count / 1_000 }
    #expect(starts == [0, 500, 60_000, 60_500, 120_000, 120_500])
    #expect(tape.flashes.count == 120)
  }

  @Test func barNeverLosesALightAsItRises() {
    var tape = Tape()
    tape.play(.stretchNow, for: .seconds(3))
    tape.play(.beating(.threeBeats), for: .seconds(3))
    tape.play(.beating(.ruleReached), for: .seconds(3))
    let lights = tape.moments.map { $0.outputs.lights }
    for (a, b) in zip(lights, lights.dropFirst()) { #expect(b.isSuperset(of: a)) }
  }

  @Test func tenSecondsDarkensTheBarOnceForAMoment() {
    var tape = Tape()
    tape.play(.beating(.ruleReached), for: .seconds(3))
    tape.play(.tenSeconds(.ruleReached), for: .seconds(10))
    let spells = tape.litSpells(of: .two)
    #expect(spells.count == 2)
    #expect(spells[1].start - spells[0].start - spells[0].length == .milliseconds(300))
    let loudest = tape.moments.map { $0.outputs.volume }.max()
    #expect(loudest == Volume(1))
  }

  @Test func theFlashGuardDelaysALightAndNeverLosesIt() {
    var tape = Tape()
    for _ in 0..<3 {
      tape.play(.stretchNow, for: .milliseconds(50))
      tape.play(.dark, for: .milliseconds(50))
    }
    tape.play(.beating(.ruleReached), for: .seconds(2))
    #expect(tape.flashes.last == .milliseconds(1_050))
    #expect(tape.moments.last?.outputs.lights == .all)
  }

  /// The count survives whatever was shown before it.
  @Test func everyCountIsWholeAfterAnySignal() {
    for first in everySignal {
      for moment: Int64 in [1, 250, 700, 1_700] {
        var tape = Tape()
        tape.play(first, for: .milliseconds(moment))
        let start = tape.now
        tape.play(.answer(.unsustained, beats: 7, atLeast: false), for: .seconds(20))
        let shorts = tape.litSpells(of: .two).filter {
          $0.start > start + .milliseconds(1_500) && $0.length == .milliseconds(150)
        }
        #expect(shorts.count == 7, "\(first) for \(moment) ms")
      }
    }
  }

  @Test func volumeNoughtIsSilentAndVolumeIsNeverExceeded() {
    for level: UInt8 in 0...4 {
      for signal in everySignal {
        var tape = Tape(settings: FeedbackSettings(volume: Volume(level), ticks: true))
        tape.play(signal, for: .seconds(5))
        tape.tick()
        tape.run(for: .seconds(5))
        let loudest = tape.moments.map { $0.outputs.volume.level }.max() ?? 0
        #expect(loudest <= min(level, 3), "\(signal)")
        if level == 0 { #expect(tape.sounds.isEmpty, "\(signal)") }
      }
    }
  }

  @Test func tonesBeginSoftly() {
    var tape = Tape(settings: FeedbackSettings(volume: Volume(3)))
    tape.play(.stretchNow, for: .seconds(1))
    let attack = tape.moments.filter { $0.outputs.tone != nil }
    #expect(attack.map { $0.outputs.volume.level } == [1, 2, 3])
    #expect(attack.map { $0.time.count } == [0, 15_000, 30_000])
  }

  /// An event loop may sleep until `nextChange`: nothing happens in between.
  @Test func nothingChangesBeforeNextChange() {
    for signal in everySignal {
      var player = Player(at: .zero)
      player.show(signal, at: .zero)
      var last = player.outputs(at: .zero)
      var next = player.nextChange
      for millisecond: Int64 in 1..<12_000 {
        let now = Microseconds.milliseconds(millisecond)
        let outputs = player.outputs(at: now)
        if next.map({ now < $0 }) ?? true {
          #expect(outputs == last, "\(signal) at \(millisecond) ms")
        }
        last = outputs
        next = player.nextChange
      }
    }
  }

  @Test func patternsOfUnboundedLengthAreWokenForSeldom() {
    // While waiting the box wakes for its blink alone: twice in four seconds.
    var tape = Tape()
    tape.play(.ready(recording: true), for: .seconds(4_000))
    #expect(tape.moments.count <= 2_001)
  }

  @Test func theSignalOfFindingsFollowsVerdictAndAdvice() {
    var findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
    #expect(Signal(findings) == .indeterminate(.otherMovement))
    findings.reason = .rhythmAtRest
    findings.next = .lookAtLimb
    #expect(Signal(findings) == .indeterminate(.restFirst))
    findings.reason = .twitches
    #expect(Signal(findings) == .indeterminate(.otherMovement))
    findings.next = .fixSensor
    #expect(Signal(findings) == .indeterminate(.fixSensor))
    findings.verdict = .sustained
    findings.beats = 14
    findings.ended = .release
    #expect(Signal(findings) == .answer(.sustained, beats: 14, atLeast: true))
  }
}
