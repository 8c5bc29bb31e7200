import Board
import Exam
import Findings
import Recording
import Sensing
import Testing

@testable import Linux

/// What becomes of the kernel's errors above the calls: each has a name that a person is told.
@Suite struct KernelErrorTests {
  /// What a feed tells within two seconds whose bus fails in every transfer; the kernel's time is the
  /// test's.
  private func told(by errno: Errno) throws -> SensorFeed.News? {
    let kernel = ScriptedKernel()
    kernel.script = [.init(call: .transfer, errno: errno)]
    var bus = try KernelBus(try #require(Path(Array("/dev/null".utf8))), kernel: kernel)
    var feed = SensorFeed(dataRate: .hz200, fullScale: .g8)
    var now = Microseconds.zero
    while now < .seconds(2) {
      let report = feed.wake(edge: nil, over: &bus, at: now) { _ in now }
      if let news = report?.news { return news }
      now = max(feed.deadline, now + .milliseconds(1))
    }
    return nil
  }

  @Test(arguments: [
    (Errno.inputOutput, BusError.bus), (.busy, .bus), (.wouldBlock, .arbitrationLost),
    (.timedOut, .timeout), (.notBuiltIn, .other(38)),
  ])
  func aBusThatFailsIsNamedByItsError(errno: Errno, cause: BusError) throws {
    let error = SensorError.bus(cause, at: I2CAddress(0x18), register: Register(0x0F))
    #expect(try told(by: errno) == .lost(.sensor(error)))
  }

  @Test(arguments: [Errno.noSuchAddress, .noSuchDevice, .remoteFailed])
  func aBusWithoutASensorSaysThatNobodyAnswers(errno: Errno) throws {
    #expect(try told(by: errno) == .lost(.nobody))
  }

  @Test(arguments: [
    (Errno.busy, "another program has them"), (.accessDenied, "join the groups i2c and gpio"),
    (.noSuchDevice, "are the drivers loaded?"),
  ])
  func linesThatCannotBeTakenAreNamed(errno: Errno, advice: String) throws {
    let kernel = ScriptedKernel()
    let chip = Path(literal: Array("/dev/chip".utf8))
    kernel.machine.chips = ["/dev/chip": "simulated"]
    kernel.script = [.init(call: .requestLines, errno: errno)]
    #expect(throws: HardwareError.lines(errno)) {
      _ = try Indicators(of: .simulated, on: chip, kernel: kernel)
    }
    var text = TextBuffer()
    HardwareError.lines(errno).write(to: &text)
    #expect(String(decoding: text.bytes, as: UTF8.self).contains(advice))
  }

  /// An empty eventfd answers EAGAIN, a full one too: neither loses a letter.
  @Test func aQueueWhoseWakeupWouldBlockLosesNothing() throws {
    let kernel = ScriptedKernel()
    let box = try Mailbox<ScriptedKernel, Int>(capacity: 4, kernel: kernel)
    #expect(box.takeAll() == [])
    kernel.script = [
      .init(call: .write, errno: .wouldBlock, times: 1),
      .init(call: .read, errno: .wouldBlock, times: 1),
    ]
    #expect(box.put(7))
    #expect(box.takeAll() == [7])
  }

  /// What the exam is told of its card.
  private func fault(
    of call: Call, _ errno: Errno
  ) throws -> (fault: StorageError?, isRecording: Bool, afterwards: Bool) {
    let folder = try TemporaryFolder()
    let kernel = ScriptedKernel()
    var card = try FolderStorage(folder.path(), kernel: kernel)
    var log = ExamLog(version: "0.0.0")
    let scale = try #require(CountScale(nanoGravitiesPerCount: 250_000, railCount: 32_752))
    let rate = try #require(SampleRate(samplePicoseconds: 5_000_000_000))
    let order = CardOrder.prepare(rate, scale, capacity: .seconds(20))
    kernel.script = [.init(call: call, errno: errno)]
    let report = log.carryOut(order, on: &card)
    kernel.script = []
    let next = log.carryOut(order, on: &card)
    #expect(next.fault == nil, "the card is well again")
    return (report.fault, report.isRecording, next.isRecording)
  }

  @Test(arguments: [
    (Errno.noSpace, StorageError.full), (.readOnlyFileSystem, .readOnly),
    (.noSuchDevice, .missing), (.noSuchAddress, .missing), (.inputOutput, .failed(5)),
    (.busy, .failed(16)),
  ])
  func aCardThatFailsIsNamedAndRecordsOnceItIsWell(errno: Errno, expected: StorageError) throws {
    for call in [Call.open, .resize, .writeAt, .syncData, .sync] {
      let (fault, isRecording, afterwards) = try fault(of: call, errno)
      #expect(fault == expected, "\(call)")
      #expect(!isRecording, "\(call)")
      #expect(afterwards, "\(call)")
    }
  }
}
