import Board
import Exam
import Feedback
import Findings
import Recording
import Sensing
import Simulation

@testable import Linux

/// A simulated bus in the kernel's time; a transfer takes the time of its bits.
final class TimedBus: I2CBus {
  var inner: SimulatedBus<StillSource>
  let kernel: ScriptedKernel

  init(_ kernel: ScriptedKernel) {
    self.kernel = kernel
    inner = SimulatedBus(source: StillSource(), chip: SimulatedLIS3DH(seed: 3))
  }

  func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    inner.advance(to: kernel.monotonic())
    defer { kernel.clock = inner.now }
    try inner.transfer(address, write: written, read: &read)
  }
}

/// A card that the test can look at while the thread has it.
final class SharedCard: Storage {
  var inner = MemoryStorage()

  /// Lays a file on the card, as another machine would.
  func put(_ bytes: [UInt8], as file: CardFile) throws {
    try inner.create(file, size: 0)
    try inner.write(bytes.span, to: file, at: 0)
    try inner.sync(file)
  }

  func size(of file: CardFile) throws(StorageError) -> Int? { try inner.size(of: file) }
  func create(_ file: CardFile, size: Int) throws(StorageError) {
    try inner.create(file, size: size)
  }
  func write(_ bytes: Span<UInt8>, to file: CardFile, at offset: Int) throws(StorageError) {
    try inner.write(bytes, to: file, at: offset)
  }
  func read(_ file: CardFile, at offset: Int, into bytes: inout MutableSpan<UInt8>)
    throws(StorageError) -> Int
  { try inner.read(file, at: offset, into: &bytes) }
  func resize(_ file: CardFile, to size: Int) throws(StorageError) {
    try inner.resize(file, to: size)
  }
  func sync(_ file: CardFile) throws(StorageError) { try inner.sync(file) }
  func remove(_ file: CardFile) throws(StorageError) { try inner.remove(file) }
  func lastRecording() throws(StorageError) -> UInt16 { try inner.lastRecording() }
}

/// The appliance of the board with its three threads taken in turn, in virtual time: each gets every
/// millisecond its chance, unless the test holds it back as a bus or a card would.
final class SteppedAppliance {
  let kernel = ScriptedKernel()
  let bus: TimedBus
  let card = SharedCard()
  var loop: EventLoop<ScriptedKernel>
  private let shared: SharedExam<ScriptedKernel>
  private let sensor: SensorThread<ScriptedKernel, TimedBus>
  private let log: CardThread<ScriptedKernel, SharedCard>
  /// A transfer that does not come back, a write that does not.
  var busHangs = false
  var cardStalls = false
  /// Whether the loop sleeps until it is woken, as it does on a board; else it gets its chance too.
  var loopSleeps = false
  /// Whether edges of the sensor's line reach the kernel.
  var hasInterrupt = true
  private(set) var signals: [(signal: Signal, at: Microseconds)] = []
  private let button: Int32
  private let dataReady: Int32
  private var edges: UInt32 = 0
  private var presses: UInt32 = 0

  init(
    settings: DeviceSettings? = nil, buttonIsDown: Bool = false, testsSensor: Bool = false,
    files: [(CardFile, String)] = [], prepared: [UInt8]? = nil
  ) throws {
    if let prepared { try card.put(prepared, as: .recording(1)) }
    for (file, text) in files { try card.put(Array(text.utf8), as: file) }
    var card = card
    let reading = CardReading(of: &card)
    let settings = settings ?? reading.settings
    kernel.clock = .seconds(2)
    kernel.machine.chips = ["/dev/chip": "simulated"]
    bus = TimedBus(kernel)
    bus.inner.advance(to: .seconds(2))
    let posts = try Posts(kernel: kernel)
    let chip = Path(literal: Array("/dev/chip".utf8))
    let indicators = try Indicators(of: .simulated, on: chip, kernel: kernel)
    let button = try TakenLines.input(.button, of: .simulated, on: chip, kernel: kernel)
    let dataReady = try TakenLines.input(.dataReady, of: .simulated, on: chip, kernel: kernel)
    self.button = button.descriptor
    self.dataReady = dataReady.descriptor
    if buttonIsDown { kernel.machine.levels[button.descriptor] = 1 }
    loop = try EventLoop(
      button: button, indicators: indicators, settings: settings, clock: reading.clock,
      posts: posts,
      kernel: kernel)
    let exam = loop.exam
    shared = exam
    sensor = SensorThread(
      bus: bus, dataReady: dataReady,
      feed: SensorFeed(
        dataRate: settings.dataRate, fullScale: settings.fullScale, testsSensor: testsSensor),
      posts: posts, kernel: kernel
    ) { exam.take($0) }
    log = CardThread(
      card: card, log: ExamLog(version: "0.0.0"),
      care: CardCare(
        reading, version: "0.0.0", board: Array("bench".utf8), lastEnd: Array("power_cut".utf8)),
      posts: posts, kernel: kernel, deliver: { exam.take($0) }
    ) { exam, card in
      guard let number = exam.number else { return }
      try? DerivedFiles.write(afterExam: number, on: &card)
    }
    log.prepare()
  }

  /// The exam as it stands.
  var exam: Conductor {
    var seen: [Conductor] = []
    shared.look { exam, _ in seen.append(copy exam) }
    return seen[0]
  }
  var now: Microseconds { kernel.monotonic() }
  /// What lights and buzzer were told last.
  var outputs: UInt32 { kernel.machine.outputs.last ?? 0 }

  /// When a signal was first seen after a time.
  func time(of signal: Signal, after start: Microseconds = .zero) -> Microseconds? {
    signals.first { $0.signal == signal && $0.at >= start }?.at
  }

  func run(for duration: Microseconds) { run(for: duration) { false } }

  func run(for duration: Microseconds, until isTrue: () -> Bool) {
    let end = now + duration
    while now < end, !shared.isOver, !isTrue() {
      if loopSleeps {
        sleep(until: end, isTrue)
      } else {
        step()
        loop.turn()
        note()
      }
    }
  }

  /// A millisecond for all but the loop.
  private func step() {
    kernel.clock = now + .milliseconds(1)
    takeEdges()
    if !busHangs { sensor.turn() }
    if !cardStalls { log.turn(atMost: .zero) }
  }

  private func note() {
    if signals.last?.signal != exam.signal { signals.append((exam.signal, now)) }
  }

  /// One turn of the loop, which the others let sleep until it is woken, due, or the test goes on.
  private func sleep(until end: Microseconds, _ isTrue: () -> Bool) {
    withoutActuallyEscaping(isTrue) { isTrue in
      kernel.whileWaiting = { [unowned self] descriptors, time in
        let due = min(now + time, end)
        repeat {
          step()
          note()
        } while now < due && !isTrue() && kernel.isSilent(descriptors)
      }
      loop.turn()
      kernel.whileWaiting = nil
      note()
    }
  }

  /// A whole exam of a still limb, stopped by the button two seconds after the cue, to the moment at
  /// which it is on the card.
  func examine() {
    press()
    run(for: .seconds(10)) { exam.signal == .stretchNow }
    run(for: .seconds(2))
    press()
    let before = exam.finishedCount
    run(for: .seconds(5)) { exam.finishedCount > before && exam.finished?.number != nil }
  }

  private func takeEdges() {
    bus.inner.advance(to: now)
    while let edge = bus.inner.interrupt.takeEdge() {
      guard hasInterrupt else { continue }
      edges += 1
      kernel.machine.edges[dataReady, default: []].append(
        Edge(time: edge.time, number: edges, isRising: edge.isRising))
    }
  }

  /// Holds the button for a while.
  func press(for duration: Microseconds = .milliseconds(120)) {
    setButton(true)
    run(for: duration)
    setButton(false)
  }

  /// The line of the button changes; without an edge where the kernel's queue was full.
  func setButton(_ isDown: Bool, withEdge: Bool = true) {
    presses += 1
    kernel.machine.levels[button] = isDown ? 1 : 0
    guard withEdge else { return }
    kernel.machine.edges[button, default: []].append(
      Edge(time: now, number: presses, isRising: isDown))
  }

  /// Sends the program a signal that asks for its end.
  func askToEnd() {
    let one: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0]
    _ = kernel.write(kernel.machine.endSignals, one.span)
  }
}
