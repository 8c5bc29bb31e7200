import Findings

extension Init {
  /// Process 1 looks at the worker, and feeds the watchdog, this often.
  private static var round: Microseconds { .seconds(1) }
  /// The longest that a program to be waited for may say nothing.
  private static var patience: Microseconds { .seconds(60) }

  /// Keeps a worker running until the machine is to end.
  func work() -> MachineEnd {
    startWorker()
    while true {
      let isOpen = listen()
      if let how = reap(worker) {
        if how == 0 { return .off }
        guard restartWorker(after: how) else { return .restart }
        continue
      }
      let now = kernel.monotonic()
      if supervisor.isAlive(at: now) {
        feedWatchdog()
      } else {
        // What cannot even be killed is left to the watchdog.
        marker.end = .hung
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

  private func startWorker() {
    var words = [("run" as Literal).bytes]
    if isCardMounted {
      words.append(("--card" as Literal).bytes)
      words.append([UInt8](cardFolder.bytes))
    }
    words.append(("--supervised" as Literal).bytes)
    words.append((lastEnd?.word ?? "first").bytes)
    marker.end = .powerCut
    supervisor.start(at: kernel.monotonic())
    worker = start(program, words, as: workerUser) ?? 0
    tell("worker", "")
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
  private func start(_ path: Path, _ words: [[UInt8]], as user: UInt32) -> Int32? {
    signs = nil
    line = []
    do throws(Errno) {
      let pipe = try uninterrupted { kernel.pipe() }
      let output = Int32(truncatingIfNeeded: pipe >> 16)
      signs = FileDescriptor(owning: Int32(truncatingIfNeeded: pipe & 0xFFFF), kernel: kernel)
      defer { _ = kernel.close(output) }
      let number = try uninterrupted { kernel.start(path, words, as: user, output: output) }
      return Int32(truncatingIfNeeded: number)
    } catch {
      tell("no", "program", error)
      return nil
    }
  }

  /// Runs a program to its end; answers how it ended, nil where it did not start or would not end.
  func runToEnd(_ path: Path, _ words: [[UInt8]]) -> UInt8? {
    guard let number = start(path, words, as: 0) else { return nil }
    while let taken = take(atMost: Self.patience) {
      if taken.isEmpty { _ = kernel.kill(number) }
      feedWatchdog()
    }
    for _ in 0..<100 {
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
      if ended >> 8 == Int(number) { how = UInt8(truncatingIfNeeded: ended) }
    }
    return how
  }
}
