import Detection
import Feedback
import Findings
import Recording
import Testing

@testable import Exam

struct ExamMachineTests {
  private static let hold: [Said] = [
    Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
  ]

  private static func train(_ beats: Int32, endingBy ended: Ended = .itself) -> [Said] {
    var said = hold
    for number in 1...beats {
      said.append(Said(at: 5_000 + 200 * Int64(number), event: beat(number)))
    }
    said.append(Said(at: 6_500 + 200 * Int64(beats), event: .trainEnded(ended)))
    return said
  }

  @Test func lampsAreTestedAtPowerOnAndThenItIsReady() {
    let bed = Bedside()
    #expect(bed.signals == [.powerOnTest, .ready(recording: true)])
    #expect(bed.times(of: .show(.ready(recording: true))) == [1_300])
  }

  @Test func aShortPressMakesAStretchExam() {
    var bed = Bedside()
    bed.said = Self.hold + [Said(at: 8_000, event: .heldWithoutBeats)]
    bed.findings.verdict = .absent
    bed.shortPress()
    bed.run(for: 15_000)
    #expect(bed.plans.map { $0.settings.kind } == [.stretch])
    #expect(bed.conclusions == [.ended(nil)])
    #expect(
      bed.signals.dropFirst(2) == [
        .press(.short), .keepStill, .stretchNow, .answer(.absent, beats: 0, atLeast: false),
      ])
    let marks = bed.log.compactMap { done -> Effect? in
      if case .mark = done.effect { done.effect } else { nil }
    }
    #expect(marks == [.mark(.rest, at: .seconds(3)), .mark(.cue, at: .seconds(3))])
    // Two more seconds are recorded; then the result stays.
    let finish = bed.times(of: .finish)
    let conclude = bed.times(of: .conclude(.ended(nil), at: .seconds(8)))
    #expect(finish.count == 1 && conclude.count == 1)
    #expect(zip(finish, conclude).allSatisfy { $0 - $1 == 2_000 })
    #expect(bed.machine.state == .result(rearm: nil))
    #expect(bed.machine.deadline == .milliseconds((finish.first ?? 0) + 1_800_000))
  }

  @Test func theBarRisesAtThreeBeatsAndAtTheRule() {
    var bed = Bedside()
    bed.said = Self.train(12)
    bed.findings.verdict = .sustained
    bed.findings.beats = 12
    bed.findings.ended = .itself
    bed.shortPress()
    bed.run(for: 15_000)
    #expect(
      bed.signals.dropFirst(4) == [
        .stretchNow, .beating(.threeBeats), .beating(.ruleReached),
        .answer(.sustained, beats: 12, atLeast: false),
      ])
    #expect(bed.times(of: .tick).count == 12)
    let bars =
      bed.times(of: .show(.beating(.threeBeats))) + bed.times(of: .show(.beating(.ruleReached)))
    #expect(zip(bars, bars.dropFirst()).map { $1 - $0 } == [7 * 200])
  }

  @Test func aSecondTrainNeverLowersTheBar() {
    var bed = Bedside(exam: ExamSettings(kind: .stretch, rule: Rule(.adult, sustainedFrom: 4)))
    bed.said = [Said(at: 3_000, event: .still)]
    bed.shortPress()
    bed.run(for: 100)
    bed.press(for: 100)
    bed.run(for: 5_000)
    var watch = Bedside()
    watch.said =
      (1...11).map { Said(at: 1_000 + 200 * Int64($0), event: beat($0)) }
      + (1...4).map { Said(at: 9_000 + 200 * Int64($0), event: beat($0)) }
    watch.press(for: 2_000)
    watch.run(for: 20_000)
    #expect(watch.signals.suffix(2) == [.beating(.threeBeats), .beating(.ruleReached)])
  }

  @Test func beatsAfterTheAnswerNeitherTickNorShow() {
    var bed = Bedside()
    bed.said =
      Self.train(3) + (4...12).map { Said(at: 7_150 + 100 * Int64($0 - 4), event: beat($0)) }
    bed.findings.verdict = .unsustained
    bed.findings.beats = 3
    bed.findings.ended = .itself
    bed.shortPress()
    bed.run(for: 15_000)
    #expect(bed.times(of: .tick).count == 3)
    #expect(bed.signals.last == .answer(.unsustained, beats: 3, atLeast: false))
  }

  @Test func tenSecondsOfBeatingAreShownOnce() {
    var bed = Bedside()
    bed.said = Self.train(80) + [Said(at: 15_305, event: .tenSeconds)]
    bed.shortPress()
    bed.run(for: 20_000)
    #expect(bed.signals.filter { $0 == .tenSeconds(.ruleReached) }.count == 1)
  }

  @Test func aLongPressIsAnnouncedAndWatchesForAMinuteWithoutAStretch() {
    var bed = Bedside()
    bed.press(for: 2_000)
    bed.run(for: 70_000)
    #expect(bed.plans.map { $0.settings.kind } == [.spontaneous])
    #expect(bed.conclusions == [.ended(.limit)])
    #expect(bed.times(of: .show(.press(.long))) == [4_500])
    #expect(!bed.signals.contains(.stretchNow))
    #expect(bed.times(of: .finish).count == 1)
  }

  @Test func aVeryLongPressFlushesAndOnlyThenGoesDark() {
    var bed = Bedside()
    bed.flushes = false
    bed.press(for: 6_000)
    bed.run(for: 30_000)
    #expect(bed.times(of: .flush) == [8_000])
    #expect(bed.times(of: .show(.stopping)) == [8_000])
    #expect(bed.times(of: .show(.dark)).isEmpty)
    bed.send(.flushed)
    #expect(bed.signals.last == .dark)
    #expect(bed.log.last?.effect == .powerDown)
    bed.shortPress()
    bed.run(for: 5_000)
    #expect(bed.plans.isEmpty)
  }

  @Test func whatIsStoppingOrDarkIsNotStoppedAgain() {
    var bed = Bedside()
    bed.flushes = false
    bed.press(for: 6_000)
    bed.press(for: 6_000)
    bed.send(.stop)
    bed.send(.flushed)
    bed.press(for: 6_000)
    bed.send(.stop)
    #expect(bed.times(of: .flush) == [8_000])
    #expect(bed.times(of: .powerDown).count == 1)
    #expect(bed.machine.state == .dark)
  }

  @Test func aQuickFlushLetsTheLightsGoOutInTurn() {
    var bed = Bedside()
    bed.press(for: 6_000)
    bed.run(for: 5_000)
    #expect(bed.times(of: .powerDown) == [9_600])
  }

  @Test func doublePressesGoRoundTheSides() {
    var bed = Bedside()
    var sides: [Side] = []
    for _ in 0..<4 {
      bed.press(for: 100)
      bed.run(for: 150)
      bed.press(for: 100)
      sides.append(bed.machine.side)
      bed.run(for: 3_000)
    }
    #expect(sides == [.left, .right, .unknown, .left])
    #expect(bed.plans.isEmpty)
    #expect(bed.signals.last == .ready(recording: true))
    bed.shortPress()
    #expect(bed.plans.map { $0.settings.side } == [.left])
  }

  @Test func theSideIsForgottenAfterHalfAnHourWithoutUse() {
    var bed = Bedside()
    bed.press(for: 100)
    bed.run(for: 150)
    bed.press(for: 100)
    bed.run(for: 29 * 60_000)
    #expect(bed.machine.side == .left)
    bed.run(for: 61_000)
    #expect(bed.machine.side == .unknown)
    #expect(bed.machine.deadline == nil)
  }

  @Test func aPressInAnExamStopsItAndStartsNothing() {
    var bed = Bedside()
    bed.said = Self.hold
    bed.shortPress()
    bed.run(for: 6_000)
    bed.shortPress()
    bed.run(for: 10_000)
    #expect(bed.conclusions == [.ended(.button)])
    #expect(bed.plans.count == 1)
    #expect(bed.machine.state == .result(rearm: nil))
    // The mark says which sample took the press: the same as the conclusion's.
    let marked = bed.log.compactMap { done -> Microseconds? in
      if case .mark(.button, let time) = done.effect { time } else { nil }
    }
    let concluded = bed.log.compactMap { done -> Microseconds? in
      if case .conclude(_, let time) = done.effect { time } else { nil }
    }
    #expect(marked.count == 1 && marked == concluded)
  }

  @Test func pressesOfEveryLengthStopAnExamAndTheVeryLongOneStopsTheDevice() {
    for (length, isDark) in [(50 as Int64, false), (2_000, false), (6_000, true)] {
      var bed = Bedside()
      bed.shortPress()
      bed.run(for: 1_000)
      bed.press(for: length)
      bed.run(for: 8_000)
      #expect(bed.conclusions == [.ended(.button)], "\(length) ms")
      #expect(bed.plans.count == 1, "\(length) ms")
      #expect(bed.times(of: .finish).count == 1, "\(length) ms")
      #expect((bed.machine.state == .dark) == isDark, "\(length) ms")
    }
  }

  @Test func trialsFollowByThemselvesAfterTwentySeconds() {
    var bed = Bedside(trials: 3)
    bed.said = Self.hold + [Said(at: 8_000, event: .heldWithoutBeats)]
    bed.shortPress()
    bed.run(for: 200_000)
    #expect(bed.plans.map { $0.trial } == [1, 2, 3])
    let starts = bed.plans.flatMap { bed.times(of: .start($0)) }
    let ends = bed.times(of: .finish)
    #expect(zip(starts.dropFirst(), ends).map { $0 - $1 } == [20_000, 20_000])
    #expect(bed.machine.state == .result(rearm: nil))
  }

  @Test func aPressBetweenTrialsEndsTheSeries() {
    var bed = Bedside(trials: 3)
    bed.said = Self.hold + [Said(at: 8_000, event: .heldWithoutBeats)]
    bed.shortPress()
    bed.run(for: 15_000)
    bed.shortPress()
    #expect(bed.machine.state == .ready)
    bed.run(for: 60_000)
    #expect(bed.plans.count == 1)
  }

  @Test func aPressWithinATrialEndsTheSeries() {
    var bed = Bedside(trials: 2)
    bed.shortPress()
    bed.run(for: 2_000)
    bed.shortPress()
    bed.run(for: 60_000)
    #expect(bed.plans.count == 1)
  }

  @Test func trialsAreNumberedByKindAndSide() {
    var bed = Bedside()
    func exam(_ length: Int64) {
      bed.press(for: length)
      bed.run(for: 1_000)
      bed.shortPress()
      bed.run(for: 3_000)
    }
    exam(100)
    exam(100)
    exam(2_000)
    exam(100)
    bed.press(for: 100)
    bed.run(for: 150)
    bed.press(for: 100)
    bed.run(for: 3_000)
    exam(100)
    #expect(bed.plans.map { $0.trial } == [1, 2, 1, 1, 1])
  }

  @Test func aPressBeforeTheRateIsKnownWaits() {
    var bed = Bedside(isReady: false)
    bed.run(to: 500)
    bed.shortPress()
    bed.run(to: 2_500)
    #expect(bed.plans.isEmpty)
    #expect(bed.signals.last == .keepStill)
    bed.send(.sensorReady)
    #expect(bed.plans.count == 1)
  }

  @Test func aPressDuringTheLampTestWaitsForItsEnd() {
    var bed = Bedside(isReady: false)
    bed.send(.sensorReady)
    bed.shortPress()
    #expect(bed.plans.isEmpty)
    bed.run(to: 2_100)
    #expect(bed.plans.count == 1)
  }

  @Test(arguments: [(200, 1_100), (700, 600), (9_000, 600)] as [(tested: Int64, left: Int64)])
  func lampsThatWereTestedBeforeTheCardCameGoOnButTheirBlipIsHeard(tested: Int64, left: Int64) {
    let start = Microseconds.seconds(20)
    var exam = Conductor(
      settings: DeviceSettings(), clock: ClockNote(), at: start,
      lampsSince: start - .milliseconds(tested))
    var tones = 0
    var isSounding = false
    for step in 0..<left {
      let now = start + .milliseconds(step)
      exam.timer(at: now)
      let sounds = exam.outputs(at: now).tone != nil
      tones += sounds && !isSounding ? 1 : 0
      isSounding = sounds
      #expect(exam.signal == .powerOnTest)
    }
    #expect(tones == 1)
    exam.timer(at: start + .milliseconds(left))
    #expect(exam.signal == .ready(recording: true))
  }

  @Test func aSensorThatRecoversWhileItStopsHasNoFileLaidOut() throws {
    var exam = Conductor(settings: DeviceSettings(), clock: ClockNote(), at: .zero)
    var report = SensorReport(
      exam: 0, samples: [], news: .ready,
      rate: SampleRate(samplesPerRecord: 200, recordMicroseconds: 1_000_000),
      scale: CountScale(nanoGravitiesPerCount: 250_000, railCount: 32_752), hasEnded: false,
      isWell: true,
      isLineSilent: false, part: nil, nominalPicoseconds: 5_000_000_000, selfTest: nil,
      time: .seconds(1), due: .seconds(60))
    func preparations() -> Int {
      var count = 0
      while let order = exam.nextCardOrder() { if case .prepare = order { count += 1 } }
      return count
    }
    exam.take(report, at: .seconds(1))
    #expect(preparations() == 1)
    exam.button(isDown: true, at: .seconds(2))
    exam.timer(at: .seconds(8))
    report.time = .seconds(8)
    exam.take(report, at: .seconds(8))
    #expect(preparations() == 0)
  }

  @Test func linesOfTheCardThatWereNotUnderstoodAreShownAsAFaultBeforeReady() {
    var settings = MachineSettings()
    settings.hasProblems = true
    var machine = ExamMachine(settings: settings, at: .zero)
    #expect(machine.handle(.sensorReady, at: .milliseconds(1_200)) == [])
    #expect(machine.handle(.timer, at: .milliseconds(1_300)) == [.show(.fault)])
    #expect(machine.deadline == .milliseconds(7_300))
    #expect(
      machine.handle(.timer, at: .milliseconds(7_300)) == [.show(.ready(recording: true))])
  }

  @Test func readySaysThatNothingIsRecordedAndTheExamGoesOn() {
    var bed = Bedside()
    bed.send(.card(isRecording: false))
    #expect(bed.signals.last == .ready(recording: false))
    bed.shortPress()
    bed.send(.card(isRecording: true))
    bed.send(.card(isRecording: false))
    bed.run(for: 1_000)
    #expect(bed.signals.last == .keepStill)
    #expect(bed.plans.count == 1)
  }

  @Test func aLostSensorIsAFaultAndItsReturnIsReady() {
    var bed = Bedside()
    bed.send(.sensorLost)
    #expect(bed.signals.last == .fault)
    bed.shortPress()
    #expect(bed.signals.last == .fault)
    #expect(bed.plans.isEmpty)
    bed.send(.sensorReady)
    #expect(bed.signals.last == .ready(recording: true))
  }

  @Test func aSensorLostAtPowerOnIsShownWhenTheLampsAreTested() {
    var bed = Bedside(isReady: false)
    bed.send(.sensorLost)
    bed.shortPress()
    bed.run(to: 3_000)
    #expect(bed.signals == [.powerOnTest, .fault])
  }

  @Test func aSensorLostInAnExamEndsItWithAFault() {
    var bed = Bedside(trials: 3)
    bed.said = Self.hold
    bed.shortPress()
    bed.run(for: 6_000)
    bed.samples = false
    bed.send(.sensorLost)
    bed.run(for: 60_000)
    #expect(bed.conclusions == [.sensorFault])
    #expect(bed.times(of: .finish).count == 1)
    #expect(bed.signals.last == .fault)
    #expect(bed.plans.count == 1)
  }

  @Test func beatsSeenBeforeTheSensorWasLostAreShown() {
    var bed = Bedside()
    bed.said = Self.train(12)
    bed.findings.verdict = .unsustained
    bed.findings.beats = 5
    bed.findings.ended = .limit
    bed.shortPress()
    bed.run(for: 6_500)
    bed.samples = false
    bed.send(.sensorLost)
    #expect(bed.signals.last == .answer(.unsustained, beats: 5, atLeast: true))
    bed.shortPress()
    #expect(bed.signals.last == .fault)
  }

  @Test func aSensorLostAfterTheVerdictLeavesIt() {
    var bed = Bedside()
    bed.said = Self.train(5)
    bed.findings.verdict = .unsustained
    bed.findings.beats = 5
    bed.shortPress()
    bed.run(for: 8_000)
    bed.samples = false
    bed.send(.sensorLost)
    #expect(bed.signals.last == .answer(.unsustained, beats: 5, atLeast: false))
    #expect(bed.conclusions == [.ended(.itself)])
    #expect(bed.times(of: .finish).count == 1)
  }

  @Test func aFaultWhileAResultIsShownTakesTheLightsUntilTheNextPress() {
    var bed = Bedside(trials: 3)
    bed.said = Self.train(5)
    bed.findings.verdict = .unsustained
    bed.findings.beats = 5
    let answer = Signal.answer(.unsustained, beats: 5, atLeast: false)
    bed.shortPress()
    bed.run(for: 14_000)
    #expect(bed.times(of: .finish).count == 1 && bed.signals.last == answer)
    bed.send(.sensorLost)
    #expect(bed.signals.last == .fault)
    bed.shortPress()
    #expect(bed.signals.last == answer)
    bed.shortPress()
    #expect(bed.signals.last == .fault)
    bed.run(for: 60_000)
    #expect(bed.plans.count == 1)
  }

  @Test func aResultThatAFaultHidComesBackWithTheSensor() {
    var bed = Bedside()
    bed.said = Self.train(5)
    bed.findings.verdict = .unsustained
    bed.findings.beats = 5
    bed.shortPress()
    bed.run(for: 14_000)
    bed.send(.sensorLost)
    bed.send(.sensorReady)
    #expect(bed.signals.last == .answer(.unsustained, beats: 5, atLeast: false))
    bed.shortPress()
    #expect(bed.plans.count == 2)
  }

  @Test func aRequestToStopEndsAnExamFirst() {
    var bed = Bedside()
    bed.shortPress()
    bed.run(for: 1_000)
    bed.send(.stop)
    bed.run(for: 6_000)
    #expect(bed.conclusions == [.ended(.button)])
    #expect(bed.times(of: .finish).count == 1)
    #expect(bed.times(of: .powerDown).count == 1)
    #expect(bed.machine.state == .dark)
  }

  @Test func aRequestToStopAtReadyStopsAtOnce() {
    var bed = Bedside()
    bed.send(.stop)
    #expect(bed.signals.last == .stopping)
    bed.run(for: 3_000)
    #expect(bed.machine.state == .dark)
  }

  @Test func stoppingWithADeadSensorClosesTheExam() {
    var bed = Bedside()
    bed.shortPress()
    bed.samples = false
    bed.press(for: 6_000)
    bed.run(for: 3_000)
    #expect(bed.conclusions == [.sensorFault])
    #expect(bed.times(of: .finish).count == 1)
    #expect(bed.machine.state == .dark)
  }

  /// What the machine decided live, a replay decides from the samples and the button's marks.
  @Test func aReplayOfTheMarksTakesTheSameCourse() {
    for press in [nil, 1_000, 4_500, 6_000] as [Int64?] {
      var bed = Bedside()
      bed.said = Self.train(12)
      bed.shortPress()
      if let press {
        bed.run(for: press)
        bed.shortPress()
      }
      bed.run(for: 20_000)
      var marks: [Microseconds] = []
      var live: [CourseAction] = []
      for done in bed.log {
        switch done.effect {
        case .mark(.button, let time): marks.append(time)
        case .conclude(let conclusion, _): live.append(.conclude(conclusion))
        case .cue: live.append(.cue)
        case .finish: live.append(.finish)
        default: break
        }
      }
      var course = ExamCourse(settings: bed.plans[0].settings)
      var replayed: [CourseAction] = []
      var time: Int64 = 0
      while course.phase != .over {
        if marks.contains(.milliseconds(time)) { course.press() }
        let event = bed.said.first { $0.at == time }?.event
        if let action = course.step(event, at: .milliseconds(time)) { replayed.append(action) }
        time += 5
      }
      #expect(replayed == live)
    }
  }

  /// No order of events traps, hangs, or leaves an exam without its end.
  @Test(arguments: [11 as UInt64, 12, 13, 14]) func randomEventsKeepEveryExamWhole(seed: UInt64) {
    var random = seed
    func next(_ limit: Int64) -> Int64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(random >> 33) % limit
    }
    var bed = Bedside(trials: 2)
    bed.said = Self.train(12)
    for _ in 0..<600 where bed.machine.state != .dark {
      switch next(8) {
      case 0: bed.send(.sensorLost)
      case 1, 2: bed.send(.sensorReady)
      case 3: bed.send(.card(isRecording: next(2) == 0))
      case 4: bed.run(for: next(30_000))
      case 5: bed.samples = next(4) != 0
      default:
        bed.press(for: next(3_000) + 1)
        bed.run(for: next(600))
      }
    }
    var isRunning = false
    var isConcluded = false
    for done in bed.log {
      switch done.effect {
      case .start:
        #expect(!isRunning, "seed \(seed)")
        (isRunning, isConcluded) = (true, false)
      case .conclude:
        #expect(isRunning && !isConcluded, "seed \(seed)")
        isConcluded = true
      case .finish:
        #expect(isRunning && isConcluded, "seed \(seed)")
        isRunning = false
      default: break
      }
    }
    #expect(bed.plans.count > 5, "seed \(seed)")
  }
}
