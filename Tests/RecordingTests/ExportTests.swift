import Findings
import Testing

@testable import Recording

@Suite struct ExportTests {
  private static func export(_ isCSV: Bool) throws -> (files: [String: String], bytes: [UInt8]) {
    var card = MemoryCard()
    try ReportSpecimen(.sustained, beats: 14).record(on: &card)
    let bytes = try #require(card.files[.recording(7)])
    let read = bytesAt(bytes)
    var export = try Export(read)
    var samples: [UInt8] = []
    try export.samples(csv: isCSV, read) { samples += $0.bytes }
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    var files: [String: String] = [:]
    var index = 0
    while let file = export.bidsFile(index) {
      files[text(file.place.bytes)] = text(file.text.bytes)
      index += 1
    }
    files[text(export.bidsSamples.bytes)] = text(samples)
    return (files, bytes)
  }

  @Test func theCSVOfARecordingIsReadBackAsItsSamples() throws {
    let (files, bytes) = try Self.export(true)
    let csv = try #require(files[Self.samples])
    let table = try CSVRecording(reading: MemorySource(Array(csv.utf8)))
    let recording = try RecordingContents(reading: MemorySource(bytes))
    #expect(table.samples.count == recording.samples.count)
    #expect(table.rate == recording.header.rate)
    for (one, other) in zip(table.samples, recording.samples) {
      #expect(one.acceleration == recording.header.scale.sample(other).acceleration)
    }
  }

  private static let samples =
    "sub-AB12CD34/motion/sub-AB12CD34_task-clonus_tracksys-imu_run-7_motion.tsv"

  @Test func theBIDSFolderHasItsFilesAndARowForEachSample() throws {
    let (files, _) = try Self.export(false)
    #expect(files.count == 7)
    let rows = try #require(files[Self.samples]).split(separator: "\n")
    #expect(rows.count == 2_400 && rows[0] == "0\t0\t-1")
    let events = try #require(
      files["sub-AB12CD34/motion/sub-AB12CD34_task-clonus_run-7_events.tsv"])
    #expect(events.contains("\n4\t0.093\tstretch\n") && events.contains("\tbeat 14\n"))
    #expect(files["participants.tsv"] == "participant_id\nsub-AB12CD34\n")
    let channels = try #require(files[Self.samples.replacing("_motion.tsv", with: "_channels.tsv")])
    #expect(channels.contains("acc_x\tx\tACCEL\tfoot dorsum\tg\tfoot dorsum\t200\n"))
  }
}
