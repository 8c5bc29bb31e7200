import Detection
import Findings
import Recording
import Testing

@testable import Exam

/// An event detection says at a time of the exam, in milliseconds.
struct Said {
  var at: Int64
  var event: DetectionEvent
}

func beat(_ number: Int32) -> DetectionEvent {
  .beat(number: number, Beat(time: .zero, amplitude: Gravities(milli: 300)))
}

struct ExamCourseTests {
  /// Runs a course sample by sample (5 ms) and lists its actions with their times in milliseconds.
  private func run(
    _ said: [Said], presses: [Int64] = [], settings: ExamSettings = ExamSettings()
  ) -> [(CourseAction, Int64)] {
    var course = ExamCourse(settings: settings)
    var found: [(CourseAction, Int64)] = []
    for time in stride(from: 0 as Int64, through: 200_000, by: 5) {
      if presses.contains(time) { course.press() }
      let event = said.first { $0.at == time }?.event
      if let action = course.step(event, at: .milliseconds(time)) { found.append((action, time)) }
      if course.phase == .over { break }
    }
    #expect(course.phase == .over)
    #expect(Microseconds.milliseconds(found.last?.1 ?? 0) <= ExamFile.longestExam(settings))
    return found
  }

  private func expect(
    _ found: [(CourseAction, Int64)], _ wanted: [(CourseAction, Int64)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.map { $0.0 } == wanted.map { $0.0 }, sourceLocation: sourceLocation)
    #expect(found.map { $0.1 } == wanted.map { $0.1 }, sourceLocation: sourceLocation)
  }

  @Test func stillnessBringsTheCueAndAHoldWithoutBeatsTheVerdict() {
    expect(
      run([
        Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
        Said(at: 7_900, event: .heldWithoutBeats),
      ]),
      [(.cue, 3_000), (.conclude(.ended(nil)), 7_900), (.finish, 9_900)])
  }

  @Test func withoutStillnessTheCueComesAfterTwentySeconds() {
    expect(
      run([]), [(.cue, 20_000), (.conclude(.ended(nil)), 40_000), (.finish, 42_000)])
  }

  @Test func aStretchBeforeTheCueIsNone() {
    expect(
      run([
        Said(at: 1_000, event: .stretch(at: .milliseconds(900))), Said(at: 6_000, event: .still),
      ]),
      [(.cue, 6_000), (.conclude(.ended(nil)), 26_000), (.finish, 28_000)])
  }

  @Test(arguments: Ended.allCases) func theEndOfTheTrainEndsTheExam(ended: Ended) {
    var said = [
      Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
    ]
    for number in 1...12 {
      said.append(Said(at: 5_000 + 200 * Int64(number), event: beat(Int32(number))))
    }
    said.append(Said(at: 8_405, event: .trainEnded(ended)))
    expect(
      run(said), [(.cue, 3_000), (.conclude(.ended(ended)), 8_405), (.finish, 10_405)])
  }

  @Test func beatsWithoutAnEndAreStoppedTwentySecondsAfterTheStretch() {
    var said = [
      Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
    ]
    for number in 1...200 {
      said.append(Said(at: 5_000 + 200 * Int64(number), event: beat(Int32(number))))
    }
    expect(
      run(said), [(.cue, 3_000), (.conclude(.ended(.limit)), 24_900), (.finish, 26_900)])
  }

  @Test func aStretchLetGoTooEarlyMayBeRepeated() {
    expect(
      run([
        Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
        Said(at: 6_000, event: .release(at: .milliseconds(5_900))),
        Said(at: 10_000, event: .stretch(at: .milliseconds(9_900))),
        Said(at: 13_000, event: .heldWithoutBeats),
      ]),
      [(.cue, 3_000), (.conclude(.ended(nil)), 13_000), (.finish, 15_000)])
  }

  @Test func aStretchLetGoTooEarlyAndNotRepeatedEndsWithTheWait() {
    expect(
      run([
        Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
        Said(at: 6_000, event: .release(at: .milliseconds(5_900))),
      ]),
      [(.cue, 3_000), (.conclude(.ended(nil)), 23_000), (.finish, 25_000)])
  }

  @Test func aLateStretchMayStillBeHeld() {
    expect(
      run([
        Said(at: 3_000, event: .still),
        Said(at: 22_900, event: .stretch(at: .milliseconds(22_800))),
        Said(at: 25_900, event: .heldWithoutBeats),
      ]),
      [(.cue, 3_000), (.conclude(.ended(nil)), 25_900), (.finish, 27_900)])
  }

  @Test func stretchesWithoutEndDoNotProlongTheExamWithoutEnd() {
    var said = [Said(at: 19_995, event: .still)]
    for second in 20..<150 {
      said.append(
        Said(at: Int64(second) * 1_000, event: .stretch(at: .seconds(Int64(second)))))
    }
    let found = run(said)
    #expect(found.last?.0 == .finish)
  }

  @Test func beatsAfterAReleaseStillCount() {
    // What looked like a release was none: the train goes on, and detection says when it ends.
    var said = [
      Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
      Said(at: 6_000, event: .release(at: .milliseconds(5_900))),
    ]
    for number in 1...40 {
      said.append(Said(at: 7_000 + 200 * Int64(number), event: beat(Int32(number))))
    }
    said.append(Said(at: 16_005, event: .trainEnded(.itself)))
    expect(
      run(said), [(.cue, 3_000), (.conclude(.ended(.itself)), 16_005), (.finish, 18_005)])
  }

  @Test func aStretchThatWasLetGoIsNotHeldForThreeSeconds() {
    expect(
      run([
        Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
        Said(at: 7_500, event: .release(at: .milliseconds(7_400))),
        Said(at: 7_900, event: .heldWithoutBeats),
      ]),
      [(.cue, 3_000), (.conclude(.ended(nil)), 23_000), (.finish, 25_000)])
  }

  @Test func anotherStretchWithinATrainDoesNotRestartIt() {
    var said = [
      Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
    ]
    for number in 1...3 {
      said.append(Said(at: 5_000 + 200 * Int64(number), event: beat(Int32(number))))
    }
    said.append(Said(at: 10_000, event: .stretch(at: .seconds(10))))
    let found = run(said)
    expect(
      found, [(.cue, 3_000), (.conclude(.ended(.limit)), 24_900), (.finish, 26_900)])
  }

  @Test(arguments: [0, 1_000, 4_000, 5_500] as [Int64])
  func aPressEndsEveryPhase(press: Int64) {
    let found = run(
      [
        Said(at: 3_000, event: .still), Said(at: 5_000, event: .stretch(at: .milliseconds(4_900))),
      ], presses: [press])
    let end = found.suffix(2)
    expect(Array(end), [(.conclude(.ended(.button)), press), (.finish, press + 2_000)])
  }

  @Test func aSecondPressAfterTheVerdictEndsTheRecording() {
    expect(
      run([Said(at: 3_000, event: .still)], presses: [4_000, 4_500]),
      [(.cue, 3_000), (.conclude(.ended(.button)), 4_000), (.finish, 4_500)])
  }

  @Test func aSpontaneousExamWatchesForAMinute() {
    var said: [Said] = []
    for number in 1...300 { said.append(Said(at: 200 * Int64(number), event: beat(Int32(number)))) }
    said.append(Said(at: 30_005, event: .trainEnded(.itself)))
    expect(
      run(said, settings: ExamSettings(kind: .spontaneous)),
      [(.conclude(.ended(.limit)), 60_000), (.finish, 62_000)])
  }

  @Test func aFaultedSensorNeverSaysAbsent() {
    let rate = SampleRate(samplesPerRecord: 200, recordMicroseconds: 1_000_000)
    guard let rate else { return }
    let detector = Detector(settings: ExamSettings(), rate: rate)
    let findings = Conclusion.sensorFault.findings(of: detector)
    #expect(findings.verdict == .indeterminate)
    #expect(findings.reason == .sensorFault)
    #expect(findings.next == .fixSensor)
  }
}
