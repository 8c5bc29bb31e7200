import Detection
import Findings
import Foundation
import Recording
import Simulation
import Testing

@testable import Exam

/// A recorded exam of a patient with clonus.
private let strokeRecording: (bytes: [UInt8], exam: FinishedExam)? = {
  var bench = Bench(source: SimulatedWorld(patient: Patient(.stroke, seed: 3)), seed: 3)
  bench.examine()
  guard let exam = bench.appliance.finished,
    let bytes = bench.appliance.card.contents(of: .recording(1))
  else { return nil }
  return (bytes, exam)
}()

struct ReplayTests {
  private func stroke() throws -> (RecordingContents, FinishedExam) {
    let (bytes, exam) = try #require(strokeRecording)
    return (try RecordingContents(reading: MemorySource(bytes)), exam)
  }

  /// The samples of a recording as a table, its first row at `start`.
  private func table(
    _ recording: RecordingContents, start: Int64 = 0, after unrest: [RawSample] = []
  ) -> [UInt8] {
    var text = TextBuffer("time_s,x_g,y_g,z_g\n")
    for (index, raw) in (unrest + recording.samples).enumerated() {
      text.append(recording.header.rate.time(ofSample: Int64(index)).count + start, over: 6)
      for count in [raw.x, raw.y, raw.z] {
        text.append(",")
        text.append(
          Int64(count) * Int64(recording.header.scale.nanoGravitiesPerCount), over: 9)
      }
      text.append("\n")
    }
    return text.bytes
  }

  @Test func fileKindsAreToldApartByTheirBytes() throws {
    let (bytes, exam) = try #require(strokeRecording)
    let file = try ReplayFile(reading: MemorySource(bytes))
    #expect(file.replay(ReplayOptions()).findings == exam.findings)
    let (recording, _) = try stroke()
    let other = try ReplayFile(reading: MemorySource(table(recording)))
    #expect(other.replay(ReplayOptions()).ending == .wholeFile)
  }

  @Test func aTableOfTheSameSamplesHasTheSameTrainOnItsOwnClock() throws {
    let (recording, exam) = try stroke()
    let start = Microseconds.seconds(1_000)
    let table = try CSVRecording(
      reading: MemorySource(self.table(recording, start: start.count)))
    let replay = Replay(table)
    #expect(replay.start == start)
    #expect(replay.findings.verdict == exam.findings.verdict)
    #expect(abs(replay.findings.beats - exam.findings.beats) <= 1)
    #expect(replay.episodes.first?.beats == replay.findings.beats)
    #expect(replay.findings.observed > exam.findings.observed)
    let json = replay.report.json(start: start, programVersion: "0")
    #expect(String(decoding: json.bytes, as: UTF8.self).contains("\"beat_times_s\": [10"))
  }

  @Test func unrestBeforeTheRestCanBeOverIsNotTheStretch() throws {
    let (recording, exam) = try stroke()
    let first = try #require(recording.samples.first)
    let perSecond = Double(recording.header.rate.rounded.count) / 1_000
    let oneG = 1e9 / Double(recording.header.scale.nanoGravitiesPerCount)
    // Two and a half seconds, in the middle of which the limb swings seven times by 0.2 g at 5 Hz.
    let unrest = (0..<Int(2.5 * perSecond)).map { index in
      var raw = first
      let time = Double(index) / perSecond - 0.5
      if (0..<1.4).contains(time) { raw.x += Int16(0.2 * oneG * sin(2 * .pi * 5 * time)) }
      return raw
    }
    let replay = Replay(
      try CSVRecording(reading: MemorySource(table(recording, after: unrest))))
    #expect(replay.findings.verdict == exam.findings.verdict)
    #expect(abs(replay.findings.beats - exam.findings.beats) <= 1)
    #expect((replay.findings.stretch?.time ?? .zero) > .seconds(5))
  }

  @Test func optionsGoBeforeTheFilesSettings() throws {
    let (recording, exam) = try stroke()
    var options = ReplayOptions()
    options.sustainedBeats = 100
    options.ruleName = .obstetric
    let replay = Replay(recording, options: options)
    #expect(replay.findings.rule == Rule(.obstetric, sustainedFrom: 100))
    #expect(replay.findings.beats == exam.findings.beats)
    #expect(replay.findings.positive == true)
    options = ReplayOptions()
    options.kind = .spontaneous
    let watched = Replay(recording, options: options)
    #expect(watched.findings.kind == .spontaneous)
    #expect(watched.ending == .wholeFile)
    #expect(watched.findings.stretch == nil)
  }

  @Test func anInfantsElevenIsNotInherited() {
    var settings = ExamSettings(rule: Rule(.infant))
    var options = ReplayOptions()
    #expect(options.applied(to: settings).rule == Rule(.infant))
    options.ruleName = .adult
    #expect(options.applied(to: settings).rule == Rule(.adult))
    settings.rule = Rule(.adult, sustainedFrom: 5)
    options.ruleName = .obstetric
    #expect(options.applied(to: settings).rule == Rule(.obstetric, sustainedFrom: 5))
  }

  @Test func aRecordingThatIsCutOffIsJudgedByWhatIsThere() throws {
    let (bytes, exam) = try #require(strokeRecording)
    let (whole, _) = try stroke()
    let layout = whole.header.layout
    for records in 1...Int(whole.header.recordCount) {
      let part = [UInt8](bytes[..<min(bytes.count, layout.offset(ofRecord: records))])
      let cut = try RecordingContents(reading: MemorySource(part))
      let replay = Replay(cut)
      switch replay.ending {
      case .concluded: #expect(replay.findings == exam.findings)
      case .cutOff: #expect(replay.findings.observed < exam.verdictAt, "\(records) records")
      case .wholeFile: Issue.record("\(records) records")
      }
      #expect(replay.findings.beats <= exam.findings.beats)
    }
  }

  @Test func shortNamesAndEmptySourcesAreBadTables() {
    for text in ["", "0", "0      ", "x\n"] {
      #expect(throws: ReplayError.self) {
        try ReplayFile(reading: MemorySource([UInt8](text.utf8)))
      }
    }
  }

  /// Whatever is changed in a file, an error or an answer comes of it.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func changedFilesNeverTrap(seed: UInt64) throws {
    var numbers = Draws(state: seed)
    let (recording, _) = try stroke()
    let layout = recording.header.layout
    let (bytes, _) = try #require(strokeRecording)
    // Shorter files take more changes in the same time.
    let files = [
      [UInt8](bytes[..<layout.offset(ofRecord: 4)]), [UInt8](table(recording).prefix(20_000)),
    ]
    var answers = 0
    for change in 0..<100 {
      var file = files[change % 2]
      for _ in 0...numbers.below(6) {
        let place = numbers.below(change % 4 < 2 ? min(file.count, 2_000) : file.count)
        switch numbers.below(4) {
        case 0: file.remove(at: place)
        case 1: file.insert(UInt8(numbers.below(256)), at: place)
        case 2: file[place] ^= 1 << UInt8(numbers.below(8))
        default: file[place] = UInt8(numbers.below(96) + 32)
        }
      }
      if numbers.below(8) == 0 { file.removeLast(numbers.below(file.count)) }
      guard let read = try? ReplayFile(reading: MemorySource(file)) else { continue }
      var text = TextBuffer()
      read.writeNotes(to: &text)
      for kind in ExamKind.allCases {
        var options = ReplayOptions()
        options.kind = kind
        let replay = read.replay(options)
        replay.writeSummary(to: &text)
        text.append(
          bytes: replay.report.json(start: replay.start, programVersion: "0").bytes)
      }
      answers += 1
    }
    #expect(answers > 0, "seed \(seed)")
  }
}

/// Numbers that a seed decides.
private struct Draws {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
