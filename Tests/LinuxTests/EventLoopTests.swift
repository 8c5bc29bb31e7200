import Exam
import Feedback
import Findings
import Recording
import Simulation
import Testing

@testable import Linux

@Suite struct EventLoopTests {
  @Test func aPressMakesAnExamThatIsOnTheCardAndReplaysAlike() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    #expect(appliance.exam.signal == .ready(recording: true))
    appliance.examine()
    let finished = try #require(appliance.exam.finished)
    #expect(finished.isRecorded)
    let bytes = try #require(appliance.card.inner.contents(of: .recording(1)))
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(Replay(contents).findings == finished.findings)
    #expect(contents.marks.contains { $0.mark == .button && $0.onset == finished.verdictAt })
  }

  /// The loop sleeps on while samples come; what they change is shown all the same, and what is due
  /// earlier than it thought wakes it.
  @Test func aWatermarkWakesOneThreadAndTheExamIsTheSame() throws {
    let appliance = try SteppedAppliance()
    appliance.loopSleeps = true
    appliance.run(for: .seconds(4))
    #expect(appliance.exam.signal == .ready(recording: true))
    appliance.press()
    appliance.run(for: .seconds(10)) { appliance.exam.signal == .stretchNow }
    #expect(appliance.outputs & 7 == 1)
    let before = appliance.loop.wakeups
    appliance.run(for: .seconds(10))
    // Once in 1.4 s it looks whether the bus still answers; a watermark comes twenty times a second.
    #expect(appliance.loop.wakeups - before <= 10)
    appliance.press()
    appliance.run(for: .seconds(5)) { appliance.exam.finished?.number != nil }
    let finished = try #require(appliance.exam.finished)
    #expect(finished.isRecorded)
    let bytes = try #require(appliance.card.inner.contents(of: .recording(1)))
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(Replay(contents).findings == finished.findings)
  }

  /// While the loop sleeps nobody else would notice.
  @Test func aBusThatHangsWakesALoopThatSleeps() throws {
    let appliance = try SteppedAppliance()
    appliance.loopSleeps = true
    appliance.run(for: .seconds(5))
    let start = appliance.now
    appliance.busHangs = true
    appliance.run(for: .seconds(3))
    let shown = try #require(appliance.time(of: .fault, after: start))
    #expect(shown - start <= .seconds(2))
  }

  @Test func lightsFollowTheExam() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    let during = appliance.kernel.machine.outputs
    // The test of the lamps: each alone, once, and one blip.
    for light: UInt32 in [1, 2, 4] { #expect(during.contains { $0 & 7 == light }) }
    #expect(during.contains { $0 & 8 != 0 })
    appliance.press()
    appliance.run(for: .seconds(10)) { appliance.exam.signal == .stretchNow }
    appliance.run(for: .milliseconds(500))
    #expect(appliance.outputs & 7 == 1)
  }

  @Test func aBusThatHangsIsShownWithinTwoSecondsWhileTheLightsGoOn() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(5))
    let start = appliance.now
    appliance.busHangs = true
    appliance.run(for: .seconds(6))
    let shown = try #require(appliance.time(of: .fault, after: start))
    #expect(shown - start <= .seconds(2))
    #expect(appliance.exam.sensorFault == .hung)
    // The double blink goes on.
    let before = appliance.kernel.machine.outputs.count
    appliance.run(for: .seconds(6))
    #expect(appliance.kernel.machine.outputs.count >= before + 8)
    appliance.busHangs = false
    appliance.run(for: .seconds(3))
    #expect(appliance.exam.signal == .ready(recording: true))
    #expect(appliance.exam.sensorFault == nil)
  }

  @Test func aBusThatHangsInAnExamEndsItWithinTwoSecondsAndTheNextOneRuns() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    appliance.press()
    appliance.run(for: .seconds(10)) { appliance.exam.signal == .stretchNow }
    let start = appliance.now
    appliance.busHangs = true
    appliance.run(for: .seconds(3))
    let shown = try #require(appliance.time(of: .fault, after: start))
    #expect(shown - start <= .seconds(2))
    #expect(appliance.exam.finished?.findings.reason == .sensorFault)
    appliance.busHangs = false
    appliance.run(for: .seconds(6)) { appliance.exam.signal == .ready(recording: true) }
    appliance.examine()
    #expect(appliance.exam.finishedCount == 2)
    let finished = try #require(appliance.exam.finished)
    let number = try #require(finished.number)
    let bytes = try #require(appliance.card.inner.contents(of: .recording(number)))
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(Replay(contents).findings == finished.findings)
  }

  @Test func aCardThatStallsIsShownAndTheExamWaitsInMemory() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    appliance.cardStalls = true
    appliance.press()
    appliance.run(for: .seconds(10)) { appliance.exam.signal == .stretchNow }
    appliance.run(for: .seconds(2))
    appliance.press()
    appliance.run(for: .seconds(5)) { appliance.exam.finishedCount == 1 }
    #expect(appliance.exam.finished?.number == nil)
    #expect(appliance.exam.cardFault == .stalled)
    // The result is left by a press that is too long for an exam and too short for the end.
    appliance.run(for: .seconds(3))
    #expect(appliance.exam.finishedCount == 1)
    appliance.cardStalls = false
    appliance.run(for: .seconds(1))
    let finished = try #require(appliance.exam.finished)
    #expect(finished.isRecorded)
    let bytes = try #require(appliance.card.inner.contents(of: .recording(1)))
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(Replay(contents).findings == finished.findings)
  }

  @Test func aCardThatStallsFromTheStartIsSaidAtReady() throws {
    let appliance = try SteppedAppliance()
    appliance.cardStalls = true
    appliance.run(for: .seconds(5))
    #expect(appliance.exam.signal == .ready(recording: false))
    #expect(appliance.exam.cardFault == .stalled)
    appliance.cardStalls = false
    appliance.run(for: .seconds(1))
    #expect(appliance.exam.signal == .ready(recording: true))
  }

  @Test func aSignalStopsInOrder() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    appliance.askToEnd()
    appliance.run(for: .seconds(5))
    #expect(appliance.exam.isOff && appliance.loop.exam.isOver)
    #expect(appliance.outputs == 0)
    // No empty file is left.
    #expect(appliance.card.inner.contents(of: .recording(1)) == nil)
  }

  @Test func aSignalInAnExamSavesIt() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    appliance.press()
    appliance.run(for: .seconds(10)) { appliance.exam.signal == .stretchNow }
    appliance.askToEnd()
    appliance.run(for: .seconds(10))
    #expect(appliance.exam.isOff)
    let finished = try #require(appliance.exam.finished)
    #expect(finished.isRecorded)
    let bytes = try #require(appliance.card.inner.contents(of: .recording(1)))
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(Replay(contents).findings == finished.findings)
  }

  @Test func aCardThatNeverComesBackDoesNotKeepTheProgramFromItsEnd() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    appliance.cardStalls = true
    appliance.askToEnd()
    appliance.run(for: .seconds(20))
    #expect(appliance.loop.exam.isOver && !appliance.exam.isOff)
  }

  @Test func aButtonThatIsHeldAtTheStartAndEdgesThatAreMissingCount() throws {
    let appliance = try SteppedAppliance(buttonIsDown: true)
    appliance.run(for: .milliseconds(200))
    appliance.setButton(false)
    appliance.run(for: .seconds(4))
    guard case .exam = appliance.exam.state else {
      Issue.record("no exam: \(appliance.exam.state)")
      return
    }
  }

  @Test func withoutTheInterruptLineTheSensorIsServedByTime() throws {
    let appliance = try SteppedAppliance()
    appliance.hasInterrupt = false
    appliance.run(for: .seconds(8))
    #expect(appliance.exam.signal == .ready(recording: true))
    #expect(appliance.exam.isLineSilent)
    appliance.examine()
    #expect(appliance.exam.finished?.isRecorded == true)
  }

  /// A line that fails for good is readable without end: it is not waited for any more.
  @Test func aLineThatFailsForGoodIsLeftAlone() throws {
    let kernel = ScriptedKernel()
    kernel.machine.chips = ["/dev/chip": "simulated"]
    let chip = Path(literal: Array("/dev/chip".utf8))
    var line = try TakenLines.input(.button, of: .simulated, on: chip, kernel: kernel)
    kernel.script = [.init(call: .readEdges, errno: .noSuchDevice)]
    for _ in 0..<9 { try? line.readEdges { _ in } }
    #expect(line.watched == line.descriptor)
    try? line.readEdges { _ in }
    #expect(line.watched == -1)
  }

  /// A card that stalls through one exam and into the next: the queue is full at last, and what it
  /// could not take is given up and counted, while the exams go on.
  @Test func aQueueThatIsFullGivesTheExamUpAndSaysSo() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    appliance.cardStalls = true
    for exam in 1...4 {
      appliance.press(for: .seconds(2))
      appliance.run(for: .seconds(70)) { appliance.exam.finishedCount == exam }
      appliance.run(for: .seconds(1))
    }
    #expect(appliance.exam.finishedCount == 4)
    appliance.cardStalls = false
    appliance.run(for: .seconds(2))
    #expect(appliance.exam.lostExams > 0)
    let bytes = try #require(appliance.card.inner.contents(of: .recording(1)))
    let contents = try RecordingContents(reading: MemorySource(bytes))
    #expect(contents.samples.count > 10_000)
  }

  /// Errors of lines and queues are counted or passed over; the loop never ends by them, nor spins.
  @Test(arguments: [Errno.inputOutput, .noSuchDevice, .wouldBlock, .busy, .timedOut])
  func linesThatFailDoNotStopTheLoop(errno: Errno) throws {
    for call in [Call.setLevels, .readEdges, .levels] {
      let appliance = try SteppedAppliance()
      appliance.run(for: .seconds(4))
      appliance.kernel.script = [.init(call: call, errno: errno, times: 5)]
      appliance.press()
      appliance.run(for: .seconds(10)) { appliance.exam.signal == .stretchNow }
      #expect(appliance.exam.signal == .stretchNow, "\(call) \(errno)")
      if call == .setLevels { #expect(appliance.loop.exam.outputFailures == 5) }
    }
  }
}
