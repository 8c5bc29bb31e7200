import ConformanceVectors
import Foundation
import Testing

/// Full Swift on the host answers as Embedded Swift does on every board: `make conformance` compares
/// those with the same file.
@Suite struct ConformanceTests {
  @Test func theHostPrintsTheGoldenVectors() throws {
    let golden = try lines(of: "Tests/Golden/vectors.txt")
    let here = Vectors.text().split(separator: UInt8(ascii: "\n")).map { text($0) }
    for (index, (mine, theirs)) in zip(here, golden).enumerated() where mine != theirs {
      Issue.record("line \(index + 1): '\(mine)', golden '\(theirs)'; see make golden")
      return
    }
    #expect(here.count == golden.count)
  }

  private func lines(of name: String) throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(contentsOf: root.appending(path: name)).split(separator: UInt8(ascii: "\n"))
      .map { text($0) }
  }

  private func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
