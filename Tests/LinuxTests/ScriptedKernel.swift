import Findings

@testable import Linux

/// The calls of a kernel, by the room's own names.
enum Call: String, CaseIterable, Sendable {
  case open, close, read, write, readAt, writeAt, syncData, sync, resize, size, remove, makeFolder
  case entries, sleep, wait, terminalWidth, terminalMode, setTerminalMode
  case waitForAny, makeWakeup, holdEndSignals, readLink, chipLabel, requestLines, releaseLines
  case readEdges, levels, setLevels, transfer, freeKibibytes
}

/// The running kernel, but it notes every call and fails where the script says so.
final class ScriptedKernel: Kernel {
  /// One rule of the script: this call fails with this error, `times` times, after `passing` calls.
  struct Failure {
    var call: Call
    var errno: Errno
    var times = Int.max
    var passing = 0
  }

  var script: [Failure] = []
  /// The most bytes that one write takes.
  var writeLimit = Int.max
  /// The bytes that the next reading of a folder answers, in place of the kernel's.
  var forgedEntries: [UInt8]?
  /// Whether files cannot be opened for writing.
  var isReadOnly = false
  /// Folders whose paths begin so are taken from elsewhere, and what is written there is noted.
  var moved: (from: String, to: String)?
  private(set) var notes: [String] = []
  private var names: [Int32: String] = [:]
  /// What is wired to this machine: chips, lines and bus are never the running machine's own.
  var machine = ScriptedMachine()
  /// The time, where it is not the running kernel's; waits take none of it.
  var clock: Microseconds?
  /// What goes on while somebody waits for something: other threads, in turn.
  var whileWaiting: ((_ descriptors: [Int32], _ time: Microseconds) -> Void)?
  private(set) var trace: [Call] = []
  private let real = LinuxKernel.running

  func count(_ call: Call) -> Int { trace.count { $0 == call } }
  func forget() { trace = [] }

  private func perform(_ call: Call, _ body: () -> Result<Int, Errno>) -> Result<Int, Errno> {
    trace.append(call)
    for index in script.indices where script[index].call == call {
      if script[index].passing > 0 {
        script[index].passing -= 1
      } else if script[index].times > 0 {
        script[index].times -= 1
        return .failure(script[index].errno)
      }
    }
    return body()
  }

  func open(_ path: Path, _ options: OpenOptions) -> Result<Int, Errno> {
    perform(.open) {
      if isReadOnly, options.contains(.write) { return .failure(.readOnlyFileSystem) }
      guard let moved, path.text.hasPrefix(moved.from) else { return real.open(path, options) }
      let name = String(path.text.dropFirst(moved.from.count))
      let answer = real.open(Path(literal: Array((moved.to + name).utf8)), options)
      if case .success(let number) = answer { names[Int32(number)] = name }
      return answer
    }
  }
  func close(_ descriptor: Int32) -> Result<Int, Errno> {
    // Linux lets go of the descriptor even where it answers an error.
    let answer = real.close(descriptor)
    names[descriptor] = nil
    return perform(.close) { answer }
  }
  func read(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    perform(.read) { real.read(descriptor, into: &bytes) }
  }
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>) -> Result<Int, Errno> {
    if let name = names[descriptor] {
      let text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      notes.append("\(name) \(text)")
    }
    return perform(.write) {
      real.write(descriptor, bytes.extracting(0..<min(writeLimit, bytes.count)))
    }
  }
  func read(
    _ descriptor: Int32, at offset: Int, into bytes: inout MutableSpan<UInt8>, from start: Int
  ) -> Result<Int, Errno> {
    perform(.readAt) { real.read(descriptor, at: offset, into: &bytes, from: start) }
  }
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>, at offset: Int) -> Result<Int, Errno> {
    perform(.writeAt) {
      real.write(descriptor, bytes.extracting(0..<min(writeLimit, bytes.count)), at: offset)
    }
  }
  func syncData(_ descriptor: Int32) -> Result<Int, Errno> {
    perform(.syncData) { real.syncData(descriptor) }
  }
  func sync(_ descriptor: Int32) -> Result<Int, Errno> { perform(.sync) { real.sync(descriptor) } }
  func resize(_ descriptor: Int32, to size: Int) -> Result<Int, Errno> {
    perform(.resize) { real.resize(descriptor, to: size) }
  }
  func size(_ descriptor: Int32) -> Result<Int, Errno> { perform(.size) { real.size(descriptor) } }
  func remove(_ path: Path) -> Result<Int, Errno> { perform(.remove) { real.remove(path) } }
  func makeFolder(_ path: Path) -> Result<Int, Errno> {
    perform(.makeFolder) { real.makeFolder(path) }
  }
  func entries(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    perform(.entries) {
      guard let forged = forgedEntries else { return real.entries(descriptor, into: &bytes) }
      forgedEntries = []
      for index in forged.indices { bytes[index] = forged[index] }
      return .success(forged.count)
    }
  }
  func monotonic() -> Microseconds { clock ?? real.monotonic() }
  func sleep(until time: Microseconds) -> Result<Int, Errno> {
    perform(.sleep) { real.sleep(until: time) }
  }
  func wait(_ descriptor: Int32, for direction: Direction, atMost time: Microseconds?)
    -> Result<Int, Errno>
  {
    perform(.wait) { real.wait(descriptor, for: direction, atMost: time) }
  }
  func terminalWidth(_ descriptor: Int32) -> Result<Int, Errno> {
    perform(.terminalWidth) { real.terminalWidth(descriptor) }
  }
  func terminalMode(_ descriptor: Int32, into mode: inout TerminalMode) -> Result<Int, Errno> {
    perform(.terminalMode) { real.terminalMode(descriptor, into: &mode) }
  }
  func setTerminalMode(_ descriptor: Int32, _ mode: TerminalMode) -> Result<Int, Errno> {
    perform(.setTerminalMode) { real.setTerminalMode(descriptor, mode) }
  }

  // MARK: What is wired to it

  func wait(_ descriptors: [Int32], atMost time: Microseconds) -> Result<Int, Errno> {
    // Whoever is taken in turn may wait too.
    if let others = whileWaiting {
      whileWaiting = nil
      others(descriptors, time)
      whileWaiting = others
    }
    return perform(.waitForAny) {
      machine.waits.append(time)
      // Lines have descriptors of their own here, of which the running kernel knows nothing.
      var ready = 0
      for (index, number) in descriptors.enumerated() {
        if ScriptedMachine.isOfLines(number) {
          if !(machine.edges[number] ?? []).isEmpty { ready |= 1 << index }
        } else if case .success(1) = real.wait(number, for: .reading, atMost: .zero) {
          ready |= 1 << index
        }
      }
      return .success(ready)
    }
  }
  /// Whether none of the descriptors can be read; no call is noted.
  func isSilent(_ descriptors: [Int32]) -> Bool {
    descriptors.allSatisfy { number in
      ScriptedMachine.isOfLines(number)
        ? (machine.edges[number] ?? []).isEmpty
        : real.wait(number, for: .reading, atMost: .zero) == .success(0)
    }
  }
  func makeWakeup() -> Result<Int, Errno> { perform(.makeWakeup) { real.makeWakeup() } }
  func holdEndSignals() -> Result<Int, Errno> {
    // An eventfd in the place of the signals, so that the tests' own process keeps its.
    perform(.holdEndSignals) {
      let answer = real.makeWakeup()
      if case .success(let number) = answer { machine.endSignals = Int32(number) }
      return answer
    }
  }
  func freeKibibytes(_ path: Path) -> Result<Int, Errno> {
    perform(.freeKibibytes) { real.freeKibibytes(path) }
  }
  func readLink(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    perform(.readLink) { machine.answer(machine.links[path.text], into: &bytes) }
  }
  func chipLabel(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    perform(.chipLabel) { machine.answer(machine.chips[path.text], into: &bytes) }
  }
  func requestLines(_ chip: Path, _ lines: [LineRequest]) -> Result<Int, Errno> {
    perform(.requestLines) {
      guard machine.chips[chip.text] != nil else { return .failure(.noSuchFile) }
      machine.requests.append(lines)
      return .success(Int(ScriptedMachine.firstLines) + machine.requests.count - 1)
    }
  }
  func releaseLines(_ descriptor: Int32) -> Result<Int, Errno> {
    perform(.releaseLines) {
      machine.released.append(descriptor)
      return .success(0)
    }
  }
  func readEdges(_ descriptor: Int32, into edges: inout EdgeBatch) -> Result<Int, Errno> {
    perform(.readEdges) {
      let waiting = machine.edges[descriptor] ?? []
      let taken = waiting.prefix(EdgeBatch.capacity)
      for (index, edge) in taken.enumerated() {
        edges.words[3 * index] = edge.time.count * 1_000
        edges.words[3 * index + 1] = Int64(edge.number)
        edges.words[3 * index + 2] = edge.isRising ? 1 : 0
      }
      machine.edges[descriptor] = Array(waiting.dropFirst(taken.count))
      return .success(taken.count)
    }
  }
  func levels(_ descriptor: Int32) -> Result<Int, Errno> {
    perform(.levels) { .success(machine.levels[descriptor] ?? 0) }
  }
  func setLevels(_ descriptor: Int32, _ bits: UInt32) -> Result<Int, Errno> {
    perform(.setLevels) {
      machine.outputs.append(bits)
      return .success(0)
    }
  }
  func transfer(
    _ bus: Int32, _ address: UInt8, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) -> Result<Int, Errno> {
    perform(.transfer) {
      machine.transfers.append((address, written.count, read.count))
      for index in read.indices { read[index] = UInt8(truncatingIfNeeded: 0x30 + index) }
      return .success(0)
    }
  }
}

/// What is wired to a scripted kernel, and what was asked of it.
struct ScriptedMachine {
  static let firstLines: Int32 = 1_000_000

  /// GPIO chips by path, with their labels.
  var chips: [String: String] = [:]
  /// Symbolic links by path.
  var links: [String: String] = [:]
  /// The edges that wait on each descriptor of lines, the first of which is `firstLines`.
  var edges: [Int32: [Edge]] = [:]
  var levels: [Int32: Int] = [:]
  var endSignals: Int32 = -1
  var requests: [[LineRequest]] = []
  var released: [Int32] = []
  var outputs: [UInt32] = []
  var transfers: [(address: UInt8, written: Int, read: Int)] = []
  var waits: [Microseconds] = []

  static func isOfLines(_ descriptor: Int32) -> Bool { descriptor >= firstLines }

  func answer(_ text: String?, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    guard let text else { return .failure(.noSuchFile) }
    for (index, byte) in text.utf8.enumerated() { bytes[index] = byte }
    return .success(text.utf8.count)
  }
}

extension Path {
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
