import Findings
import Recording

extension Init {
  /// Process 1 looks at the worker, and feeds the watchdog, this often.
  private static var round: Microseconds { .seconds(1) }
  /// The longest that a program to be waited for may take.
  private static var patience: Microseconds { .seconds(300) }

  /// Keeps a worker running until the machine is to end.
  func work() -> MachineEnd {
    letWorkerBegin()
    while true {
      let isOpen = listen()
      coverPulledCard()
      if let how = reap(worker) {
        if how == 0 { return .off }
        guard restartWorker(after: how) else { return .restart }
        continue
      }
      let now = kernel.monotonic()
      if supervisor.isAlive(at: now) {
        feedWatchdog()
      } else {
        // What cannot even be killed is left to the watchdog: the next start must know.
        if marker.end != .hung { writeMarker(.hung, note: line) }
        _ = kernel.kill(worker)
      }
      // A worker that closed its pipe is about to end, or will not be heard of again.
      if !isOpen { _ = kernel.sleep(until: now + .milliseconds(100)) }
    }
  }

  /// Waits for what the worker says, and takes it; answers whether its pipe is still open.
  private func listen() -> Bool {
    guard let taken = take(atMost: Self.round) else { return false }
    for byte in taken {
      guard let sign = LifeSign(rawValue: byte) else { continue }
      supervisor.take(sign, at: kernel.monotonic())
      if sign == .ready {
        tell("ready", "")
        keepUpdate()
      }
    }
    return true
  }

  /// Starts the worker before there are modules, bus and card: it tests the lamps until it is told how
  /// the run before ended.
  func startWorkerEarly() {
    giveDevices(waits: false)
    do throws(Errno) {
      let pipe = try uninterrupted { kernel.pipe() }
      let end = FileDescriptor(owning: Int32(truncatingIfNeeded: pipe & 0xFFFF), kernel: kernel)
      beginning = FileDescriptor(
        owning: Int32(truncatingIfNeeded: pipe >> 16), kernel: kernel)
      lampsSince = kernel.monotonic()
      let wait = words(("wait" as Literal).bytes)
      worker = start(program, wait, as: workerUser, input: end.number) ?? 0
    } catch {
      tell("no", "pipe", error)
    }
  }

  /// Tells the worker that all is there; an update takes its place.
  private func letWorkerBegin() {
    if worker != 0, !runsUpdate, tellEnd() { return workerBegins() }
    if worker != 0 {
      _ = kernel.kill(worker)
      awaitEnd(of: worker)
    }
    beginning = nil
    startWorker()
  }

  /// Tells the worker how the run before ended; answers whether it was there to be told.
  private func tellEnd() -> Bool {
    giveDevices(waits: true)
    let word = endWord
    guard let pipe = beginning.take() else { return false }
    return (try? pipe.write(word.span)) != nil
  }

  private func startWorker() {
    giveDevices(waits: true)
    worker = start(program, words(endWord), as: workerUser) ?? 0
    workerBegins()
  }

  /// How the run before ended, and what became of an update that was not taken: for BOOT.LOG.
  private var endWord: [UInt8] {
    var text = TextBuffer(lastEnd?.word ?? "first")
    if updateWord.count > 0 { text.append("+update_") }
    text.append(updateWord)
    return text.bytes
  }

  private func workerBegins() {
    marker.end = .powerCut
    lampsSince = nil
    supervisor.start(at: kernel.monotonic())
    tell("worker", "")
  }

  /// Where nothing is mounted at the card's place it cannot be written, and the lights say so.
  private func words(_ end: [UInt8]) -> [[UInt8]] {
    var words = [
      ("run" as Literal).bytes, ("--card" as Literal).bytes, cardFolder.bytes,
      ("--supervised" as Literal).bytes, end,
    ]
    if let lampsSince, beginning == nil {
      words.append(("--lamps-since" as Literal).bytes)
      var text = TextBuffer()
      text.append(lampsSince.count)
      words.append(text.bytes)
    }
    return words
  }

  /// Notes why the worker ended and starts it again; answers whether it may be.
  private func restartWorker(after how: UInt8) -> Bool {
    let end: RunEnd = marker.end == .hung ? .hung : .crashed
    tell(end == .hung ? "hung:" : "crashed:", line)
    // Not before ready: a program that fails later is no worse than the one before it may be.
    if !supervisor.isReady || marker.update != .kept { rejectUpdate() }
    writeMarker(end, note: line)
    lastEnd = end
    guard supervisor.end(at: kernel.monotonic()) else {
      rejectUpdate()
      writeMarker(end, note: line)
      return false
    }
    startWorker()
    return true
  }
}

// MARK: Programs

extension Init {
  /// Starts a program whose signs and lines are then taken; nil where it cannot be started.
  private func start(_ path: Path, _ words: [[UInt8]], as user: UInt32, input: Int32 = -1)
    -> Int32?
  {
    signs = nil
    line = []
    do throws(Errno) {
      let pipe = try uninterrupted { kernel.pipe() }
      let output = Int32(truncatingIfNeeded: pipe >> 16)
      signs = FileDescriptor(owning: Int32(truncatingIfNeeded: pipe & 0xFFFF), kernel: kernel)
      defer { _ = kernel.close(output) }
      let number = try uninterrupted {
        kernel.start(path, words, as: user, input: input, output: output)
      }
      return Int32(truncatingIfNeeded: number)
    } catch {
      tell("no", "program", error)
      return nil
    }
  }

  /// Runs a program to its end; answers how it ended, nil where it did not start or would not end.
  func runToEnd(_ path: Path, _ words: [[UInt8]]) -> UInt8? {
    // A worker that waits for its beginning is listened to later.
    let workerSigns = signs.take()
    let how = listenToEnd(path, words)
    signs = workerSigns
    return how
  }

  private func listenToEnd(_ path: Path, _ words: [[UInt8]]) -> UInt8? {
    guard let number = start(path, words, as: 0) else { return nil }
    let limit = kernel.monotonic() + Self.patience
    // It may say nothing for longer than the watchdog waits.
    while take(atMost: Self.round) != nil {
      if kernel.monotonic() > limit { _ = kernel.kill(number) }
      feedWatchdog()
    }
    return awaitEnd(of: number)
  }

  /// How a program that is about to end has ended; nil where it has not.
  @discardableResult
  private func awaitEnd(of number: Int32) -> UInt8? {
    for _ in Counting(0..<100) where number != 0 {
      if let how = reap(number) { return how }
      _ = kernel.sleep(until: kernel.monotonic() + .milliseconds(1))
    }
    return nil
  }

  /// The next bytes that the program writes, of which the last line is kept; none where it says
  /// nothing for so long, nil where its pipe has ended.
  private func take(atMost time: Microseconds) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 512)
    switch signs {
    case .some(let pipe):
      do throws(Errno) {
        let ready = try uninterrupted { kernel.wait(pipe.number, for: .reading, atMost: time) }
        guard ready > 0 else { return [] }
        var span = bytes.mutableSpan
        let count = try pipe.read(into: &span)
        guard count > 0 else { return nil }
        bytes.removeLast(bytes.count - count)
      } catch {
        return nil
      }
    case .none: return nil
    }
    for byte in bytes where byte >= UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { keep(byte) }
    return bytes
  }

  private func keep(_ byte: UInt8) {
    if line.last == UInt8(ascii: "\n") || line.count > 160 { line = [] }
    line.append(byte)
  }

  /// Takes the ends of all children that have ended, orphans among them; answers how `number` did.
  private func reap(_ number: Int32) -> UInt8? {
    var how: UInt8?
    while case .success(let ended) = kernel.endedChild(), ended > 0 {
      if ended >> 8 == Int(number) {
        how = UInt8(truncatingIfNeeded: ended)
      } else if ended >> 8 == Int(worker) {
        // It ended before it could begin.
        worker = 0
      }
    }
    return how
  }
}
