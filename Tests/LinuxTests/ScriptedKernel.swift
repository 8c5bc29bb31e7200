import Findings

@testable import Linux

/// The calls of a kernel, by the room's own names.
enum Call: String, CaseIterable, Sendable {
  case open, close, read, write, readAt, writeAt, syncData, sync, resize, size, remove, makeFolder
  case entries, sleep, wait, terminalWidth, terminalMode, setTerminalMode
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
      isReadOnly && options.contains(.write)
        ? .failure(.readOnlyFileSystem) : real.open(path, options)
    }
  }
  func close(_ descriptor: Int32) -> Result<Int, Errno> {
    // Linux lets go of the descriptor even where it answers an error.
    let answer = real.close(descriptor)
    return perform(.close) { answer }
  }
  func read(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    perform(.read) { real.read(descriptor, into: &bytes) }
  }
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>) -> Result<Int, Errno> {
    perform(.write) {
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
  func monotonic() -> Microseconds { real.monotonic() }
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
}
