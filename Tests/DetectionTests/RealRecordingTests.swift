import Findings
import Foundation
import Recording
import Testing

@testable import Detection

/// Movements recorded from people and things without clonus: none may be called clonus.
@Suite struct RealRecordingTests {
  static let folder = "../shared/data/recordings"

  static var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".csv") }.sorted()
  }

  @Test("The recordings are there")
  func present() {
    if Self.files.isEmpty { print("SKIPPED: \(Self.folder) is absent") }
  }

  @Test("No recording without clonus is called clonus", arguments: files)
  func stretch(name: String) throws {
    let data = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name)"))
    let recording = try CSVRecording(reading: MemorySource(Array(data)))
    let course = Course(recording.samples, rate: recording.rate)
    #expect(
      [.absent, .indeterminate].contains(course.findings.verdict), "\(name): \(course.summary)")
  }
}
