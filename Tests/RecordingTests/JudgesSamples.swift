import Findings
import Foundation
import Testing

@testable import Recording

/// Writes files for readers that are not ours: Tests/Judges opens them with MNE and pyEDFlib.
///
/// They go to the folder that `JUDGES_SAMPLES` names, else to build/judges-samples.
@Suite struct JudgesSamples {
  static let folder: URL = {
    let named = ProcessInfo.processInfo.environment["JUDGES_SAMPLES"]
    return URL(fileURLWithPath: named ?? "build/judges-samples", isDirectory: true)
  }()

  static func keep(_ bytes: [UInt8], as name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: folder.appendingPathComponent(name))
  }

  /// What a judge is to find: one line per sample in g, then one per annotation.
  static func keepTruth(of specimen: Specimen, count: Int, records: Int, as name: String) throws {
    var text = "records \(records) duration \(specimen.rate.recordMicroseconds)"
    text += " samples \(specimen.rate.samplesPerRecord)\n"
    for sample in specimen.samples.prefix(count) {
      let nano = Int64(specimen.scale.nanoGravitiesPerCount)
      text += "s \(Int64(sample.x) * nano) \(Int64(sample.y) * nano) \(Int64(sample.z) * nano)\n"
    }
    for timed in specimen.marks {
      var mark = TextBuffer()
      timed.mark.write(to: &mark)
      text += "a \(timed.onset.count) \(timed.duration?.count ?? -1) "
      text += String(decoding: mark.bytes, as: UTF8.self) + "\n"
    }
    try keep(Array(text.utf8), as: name)
  }

  /// Records of 0.4 s (0.64 s at 25 Hz), as the device writes, and of a second, as it once did.
  @Test(arguments: [
    ("80", 80, 399_911), ("16", 16, 640_003), ("400", 400, 400_049), ("193", 193, 964_786),
  ])
  func wholeCutOffAndPreparedFilesAreLaidOutForTheJudges(
    name: String, samplesPerRecord: Int32, microseconds: Int32
  ) throws {
    let rate = try #require(
      SampleRate(samplesPerRecord: samplesPerRecord, recordMicroseconds: microseconds))
    let perRecord = Int(samplesPerRecord)
    let specimen = Specimen(seed: 11, samples: perRecord * 10 + perRecord / 2, rate: rate)
    let (file, _) = try specimen.recorded()
    try Self.keep(file.bytes, as: "whole-\(name).edf")
    try Self.keepTruth(
      of: specimen, count: specimen.samples.count, records: 11, as: "whole-\(name).txt")

    var card = MemoryCard()
    var cut = specimen.file()
    try cut.prepare(on: &card)
    let prepared = (30_000_000 + Int(microseconds) - 1) / Int(microseconds)
    try Self.keep(
      try #require(card.files[ExamFileTests.recording]), as: "prepared-\(name).edf")
    try Self.keepTruth(of: specimen, count: 0, records: prepared, as: "prepared-\(name).txt")
    try specimen.record(&cut, on: &card, count: perRecord * 6 + 7)
    try Self.keep(try #require(card.files[ExamFileTests.recording]), as: "cut-\(name).edf")
    try Self.keepTruth(of: specimen, count: perRecord * 6, records: prepared, as: "cut-\(name).txt")
    #expect(try RecordingRecovery(closing: 42, on: &card) == .closed(records: 6))
    try Self.keep(
      try #require(card.files[ExamFileTests.recording]), as: "recovered-\(name).edf")
    try Self.keepTruth(of: specimen, count: perRecord * 6, records: 6, as: "recovered-\(name).txt")
  }
}
