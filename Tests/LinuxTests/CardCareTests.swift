import Exam
import Feedback
import Findings
import Recording
import Simulation
import Testing

@testable import Linux

/// What the thread of the card does beside the exams, from power-on.
@Suite struct CardCareTests {
  private func text(of file: CardFile, in appliance: SteppedAppliance) throws -> String {
    String(decoding: try #require(appliance.card.inner.contents(of: file)), as: UTF8.self)
  }

  /// A whole exam, and what is made of it.
  private func examine(_ appliance: SteppedAppliance) {
    appliance.examine()
    appliance.run(for: .milliseconds(200))
  }

  @Test func anEmptyCardGetsItsSettingsItsPageItsIndexAndTheBootsLine() throws {
    let appliance = try SteppedAppliance(testsSensor: true)
    appliance.run(for: .seconds(5))
    #expect(try text(of: .settings, in: appliance).contains("VOLUME=2\r\n"))
    #expect(try text(of: .readme, in: appliance).contains("BOOT.LOG"))
    #expect(try text(of: .index, in: appliance).hasPrefix("exam,boot,"))
    #expect(
      try text(of: .bootLog, in: appliance)
        == "boot=0 version=0.0.0 board=bench clock=unset stopped=power_cut "
        + "sensor=LIS3DH_or_LIS2DH12 selftest=passed\r\n")
    #expect(appliance.signals.map(\.signal) == [.powerOnTest, .ready(recording: true)])
  }

  @Test func whatLiesThereIsLeftAlone() throws {
    let appliance = try SteppedAppliance(files: [(.settings, "VOLUME=1\r\n"), (.readme, "mine")])
    appliance.run(for: .seconds(5))
    #expect(try text(of: .settings, in: appliance) == "VOLUME=1\r\n")
    #expect(try text(of: .readme, in: appliance) == "mine")
  }

  @Test func settingsThatAreNotUnderstoodAreNamedByLineAndByALight() throws {
    let appliance = try SteppedAppliance(
      files: [(.settings, "VOLUME=2\r\nVOLUM=3\r\nTRIALS=9\r\n"), (.time, "noon\r\n")])
    appliance.run(for: .seconds(11))
    let log = try text(of: .bootLog, in: appliance)
    #expect(log.split(separator: "\r\n").count == 4)
    #expect(log.contains("\r\n  CLONUS.INI line 2: no such key"))
    #expect(log.contains("\r\n  CLONUS.INI line 3: TRIALS takes"))
    #expect(log.contains("\r\n  TIME.TXT line 1: expected a time"))
    // All lights blink twice in a pair, twice, and then all is as ever.
    #expect(
      appliance.signals.map(\.signal) == [.powerOnTest, .fault, .ready(recording: true)])
    let ready = try #require(appliance.time(of: .ready(recording: true)))
    #expect(ready >= .milliseconds(9_300) && ready < .milliseconds(9_400))
    let all = appliance.kernel.machine.outputs.count { $0 & 7 == 7 }
    #expect(all >= 4, "all three blinked")
  }

  @Test func timeTextSetsTheClockOnceAndTheExamCarriesIt() throws {
    let appliance = try SteppedAppliance(
      testsSensor: true, files: [(.time, "2026-03-02T10:11:12Z\r\n")])
    appliance.run(for: .seconds(5))
    #expect(try text(of: .time, in: appliance) == "#026-03-02T10:11:12Z\r\n")
    #expect(
      try text(of: .bootLog, in: appliance).contains("clock=file time=2026-03-02T10:11:12Z"))
    examine(appliance)
    let bytes = try #require(appliance.card.inner.contents(of: .recording(1)))
    let contents = try RecordingContents(reading: MemorySource(bytes))
    let clock = try #require(
      contents.marks.compactMap { timed -> ClockNote? in
        if case .clock(let note) = timed.mark { note } else { nil }
      }.first)
    #expect(clock.quality == .file)
    // Power-on was at the time in the file; the exam began some seconds later.
    let time = try #require(clock.time)
    #expect((5...9).contains(time.secondsSince1970 - 1_772_446_272))
    let report = try text(of: .report(1), in: appliance)
    #expect(report.contains("sensor=LIS3DH_or_LIS2DH12") && report.contains("selftest=passed"))
    var card = appliance.card
    #expect(CardReading(of: &card).clock == ClockNote(boot: 1), "the line was used")
  }

  @Test func aFaultOfTheSensorIsNamed() throws {
    let appliance = try SteppedAppliance()
    appliance.bus.inner.address = nil
    appliance.run(for: .seconds(5))
    #expect(appliance.exam.signal == .fault)
    let log = try text(of: .bootLog, in: appliance)
    #expect(log.contains(" sensor=none selftest=none\r\n  fault after "))
    #expect(log.contains(" s: no sensor answers; look at its four wires\r\n"))
  }

  /// The next start finds what was lost, makes it anew, and says so.
  @Test func aLostReportAndALostIndexAreMadeAnew() throws {
    let first = try SteppedAppliance()
    first.run(for: .seconds(4))
    examine(first)
    let report = try text(of: .report(1), in: first)
    let index = try text(of: .index, in: first)
    let recording = try #require(first.card.inner.contents(of: .recording(1)))
    let next = try SteppedAppliance()
    try next.card.put(recording, as: .recording(1))
    next.run(for: .seconds(5))
    #expect(try text(of: .report(1), in: next) == report)
    #expect(try text(of: .index, in: next) == index)
    #expect(try text(of: .bootLog, in: next).hasSuffix("\r\n  reports made anew: 1\r\n"))
    // It is no fault.
    #expect(next.signals.map(\.signal) == [.powerOnTest, .ready(recording: true)])
  }

  /// Cut off in the exam: closed, counted and reported at the next start.
  @Test func anExamThatTheCutEndedIsClosedAndReported() throws {
    let first = try SteppedAppliance()
    first.run(for: .seconds(4))
    first.press()
    first.run(for: .seconds(10)) { first.exam.signal == .stretchNow }
    first.run(for: .seconds(3))
    let cut = try #require(first.card.inner.contents(of: .recording(1)))
    let next = try SteppedAppliance()
    try next.card.put(cut, as: .recording(1))
    next.run(for: .seconds(5))
    let closed = try #require(next.card.inner.contents(of: .recording(1)))
    #expect(closed.count < cut.count)
    #expect(try text(of: .index, in: next).split(separator: "\r\n").count == 2)
    #expect(next.card.inner.contents(of: .report(1)) != nil)
  }

  @Test func aFileThatWasOnlyPreparedIsRemovedAndItsNumberUsed() throws {
    let first = try SteppedAppliance()
    first.run(for: .seconds(4))
    let empty = try #require(first.card.inner.contents(of: .recording(1)))
    let next = try SteppedAppliance(prepared: empty)
    #expect(next.card.inner.contents(of: .recording(1)) == nil)
    next.run(for: .seconds(4))
    #expect(next.card.inner.contents(of: .recording(1))?.count == empty.count)
    #expect(next.card.inner.contents(of: .recording(2)) == nil)
  }

  /// Nothing beside the exam is written while one runs, and nothing after the end was asked for.
  @Test func careWaitsForTheExamAndEndsWithTheEnd() throws {
    let appliance = try SteppedAppliance()
    appliance.card.inner.isReadOnly = true
    appliance.run(for: .seconds(4))
    #expect(appliance.card.inner.contents(of: .settings) == nil)
    appliance.press()
    appliance.run(for: .seconds(10)) { appliance.exam.signal == .stretchNow }
    appliance.card.inner.isReadOnly = false
    appliance.run(for: .seconds(12))
    #expect(appliance.exam.finishedCount == 0)
    #expect(appliance.card.inner.contents(of: .settings) == nil)
    appliance.press()
    appliance.run(for: .seconds(8)) { appliance.exam.finishedCount == 1 }
    appliance.run(for: .seconds(1))
    // A card that failed was tried again.
    #expect(appliance.card.inner.contents(of: .settings) != nil)
    #expect(appliance.card.inner.contents(of: .bootLog) != nil)
    appliance.askToEnd()
    appliance.run(for: .seconds(5))
    #expect(appliance.exam.isOff)
    #expect(appliance.card.inner.contents(of: .recording(2)) == nil)
  }

  /// Nothing is written between exams, and nobody else would notice.
  @Test func aCardThatIsPulledAtReadyIsShownBeforeTheNextExam() throws {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(20))
    #expect(appliance.exam.signal == .ready(recording: true))
    let durable = appliance.card.inner.contents(of: .recording(1))
    appliance.card.inner.isMissing = true
    appliance.run(for: .seconds(11))
    #expect(appliance.exam.signal == .ready(recording: false))
    #expect(appliance.exam.cardFault == .missing)
    appliance.examine()
    #expect(try #require(appliance.exam.finished).isRecorded == false)
    appliance.run(for: .seconds(30))
    #expect(appliance.exam.cardFault == .missing)
    #expect(appliance.card.inner.contents(of: .recording(1)) == durable)
    // The same card, were it to answer again, takes what was kept.
    appliance.card.inner.isMissing = false
    appliance.run(for: .seconds(25))
    #expect(appliance.exam.cardFault == nil)
    #expect(appliance.card.inner.contents(of: .recording(1)) != durable)
  }
}
