import Exam
import Findings
import Recording
import Sensing
import Simulation
import Testing

@testable import Exam
@testable import Linux

/// A card with one exam and a line for the clock, in a folder behind a scripted kernel, and what is
/// done on it beside the exams, in the time of the steps alone.
private struct CaredCard: ~Copyable {
  let folder: TemporaryFolder
  let kernel = ScriptedKernel()
  var card: FolderStorage<ScriptedKernel>
  var care: CardCare
  private var now = Microseconds.zero
  private(set) var steps = 0

  static let files = [
    "CLONUS.INI", "README.TXT", "TIME.TXT", "BOOT.LOG", "INDEX.CSV", "CLONUS.HTM",
    "EXAMS/E0001.EDF",
    "EXAMS/E0001.HTM", "EXAMS/E0001.CSV",
  ]

  init(_ recording: [UInt8]) throws {
    let folder = try TemporaryFolder()
    var card = try FolderStorage(folder.path(), kernel: kernel)
    try folder.put("EXAMS/E0001.EDF", recording)
    try folder.put("TIME.TXT", Array("2026-03-02T10:11:12Z\r\n".utf8))
    care = CardCare(
      CardReading(of: &card), version: "0.0.0", board: Array("bench".utf8), lastEnd: nil)
    care.prepare(&card)
    care.note(
      .tell(SensorNote(fault: nil, part: .lis3dh, selfTest: nil, time: .seconds(3))))
    self.card = card
    self.folder = folder
  }

  /// Takes each step when it is due.
  mutating func run(for duration: Microseconds) {
    let end = now + duration
    while let due = care.due, due <= end, steps < 1_000 {
      now = max(now, due)
      care.step(on: &card, at: now)
      steps += 1
    }
    now = end
  }

  func contents() -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for file in Self.files { contents[file] = try? folder.bytes(file) }
    return contents
  }
}

/// Errors of the kernel under everything that is done on the card beside the exams.
@Suite struct CardErrorTests {
  private static let calls: [Call] = [.open, .size, .readAt, .writeAt, .resize, .syncData, .sync]
  private static let errors: [Errno] = [
    .interrupted, .wouldBlock, .inputOutput, .noSuchAddress, .busy, .noSuchDevice, .noSpace,
    .readOnlyFileSystem,
  ]

  /// A recording of a still limb.
  private static func recording() throws -> [UInt8] {
    let appliance = try SteppedAppliance()
    appliance.run(for: .seconds(4))
    appliance.examine()
    return try #require(appliance.card.inner.contents(of: .recording(1)))
  }

  /// Whichever call fails once, the card is in the end as it had been without.
  @Test func anErrorAtAnyCallIsMadeGoodByTheNextTry() throws {
    let recording = try Self.recording()
    var whole = try CaredCard(recording)
    whole.kernel.forget()
    whole.run(for: .seconds(60))
    let expected = whole.contents()
    #expect(expected.count == CaredCard.files.count)
    #expect(expected["TIME.TXT"]?.first == UInt8(ascii: "#"))
    for call in Self.calls {
      let count = whole.kernel.count(call)
      #expect(count > 0, "\(call) is not used")
      for (index, errno) in Self.errors.enumerated() {
        // All places of a call in turn, spread over the errors.
        for place in stride(from: index, to: count, by: Self.errors.count) {
          var cared = try CaredCard(recording)
          cared.kernel.script = [.init(call: call, errno: errno, times: 1, passing: place)]
          cared.run(for: .seconds(60))
          for (file, bytes) in expected where file != "BOOT.LOG" {
            #expect(try cared.folder.bytes(file) == bytes, "\(file): \(call) \(place) \(errno)")
          }
          let log = String(decoding: try cared.folder.bytes("BOOT.LOG"), as: UTF8.self)
          #expect(
            log.split(separator: "\r\n").count { $0.hasPrefix("boot=0 ") } == 1,
            "\(call) \(place) \(errno): \(log)")
        }
      }
    }
  }

  /// A card that stays so is left as it is, asked again every ten seconds, and served once it is well.
  @Test(arguments: [Errno.noSpace, .readOnlyFileSystem, .inputOutput, .noSuchDevice])
  func aCardThatStaysUnwillingIsAskedNowAndThen(errno: Errno) throws {
    let recording = try Self.recording()
    var cared = try CaredCard(recording)
    let before = cared.contents()
    for call in [Call.writeAt, .resize] {
      cared.kernel.script.append(.init(call: call, errno: errno))
    }
    cared.run(for: .seconds(60))
    #expect((5...14).contains(cared.steps), "\(cared.steps) steps in a minute")
    let after = cared.contents()
    for (file, bytes) in before { #expect(after[file] == bytes, "\(file)") }
    for (file, bytes) in after where before[file] == nil { #expect(bytes.isEmpty, "\(file)") }
    cared.kernel.script = []
    cared.run(for: .seconds(30))
    #expect(cared.contents().count == CaredCard.files.count)
    #expect(cared.contents().values.allSatisfy { !$0.isEmpty })
  }

  /// What is made after an exam names the card's error, and the recording stays as it is.
  @Test(arguments: [
    (Errno.noSpace, StorageError.full), (.readOnlyFileSystem, .readOnly),
    (.noSuchDevice, .missing), (.inputOutput, .failed(5)), (.busy, .failed(16)),
  ])
  func whatIsMadeAfterAnExamNamesTheCardsError(errno: Errno, expected: StorageError) throws {
    let recording = try Self.recording()
    for call in [Call.writeAt, .syncData] {
      var cared = try CaredCard(recording)
      cared.kernel.script = [.init(call: call, errno: errno)]
      #expect(throws: RecordingError.source(expected)) {
        try DerivedFiles.write(afterExam: 1, on: &cared.card)
      }
      #expect(try cared.folder.bytes("EXAMS/E0001.EDF") == recording)
    }
  }

  /// The clock's line, the log and the settings each say what the card says.
  @Test(arguments: [
    (Errno.noSpace, StorageError.full), (.readOnlyFileSystem, .readOnly),
    (.noSuchDevice, .missing), (.inputOutput, .failed(5)),
  ])
  func eachFileBesideTheExamsNamesTheCardsError(errno: Errno, expected: StorageError) throws {
    for call in [Call.writeAt, .syncData] {
      var cared = try CaredCard([])
      let time = try TimeFile(on: &cared.card)
      cared.kernel.script = [.init(call: call, errno: errno)]
      #expect(throws: expected) { try time.markUsed(on: &cared.card) }
      #expect(throws: expected) { try CardSetup.writeMissing(on: &cared.card) }
      var log = BootLog(boot: 3, version: "0.0.0", board: [], clock: ClockNote())
      #expect(throws: expected) { try log.write(to: &cared.card) }
      // Used or not: never anything else.
      let line = String(decoding: try cared.folder.bytes("TIME.TXT"), as: UTF8.self)
      #expect(["2026-03-02T10:11:12Z\r\n", "#026-03-02T10:11:12Z\r\n"].contains(line))
    }
  }

  /// A card that cannot be read is as one without settings, and no start is kept by it.
  @Test(arguments: [Errno.inputOutput, .noSuchDevice, .busy])
  func aCardThatCannotBeReadGivesTheDefaults(errno: Errno) throws {
    var cared = try CaredCard([])
    try cared.folder.put("CLONUS.INI", Array("VOLUME=0\r\n".utf8))
    for call in [Call.open, .readAt, .size] {
      cared.kernel.script = [.init(call: call, errno: errno)]
      let reading = CardReading(of: &cared.card)
      #expect(reading.problems.isEmpty)
      #expect(reading.settings.feedback.volume == DeviceSettings().feedback.volume || call == .size)
    }
  }
}
