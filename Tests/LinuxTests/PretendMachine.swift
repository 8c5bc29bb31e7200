import Findings

@testable import Linux

/// A machine in memory on which process 1 can run: it notes the calls that change something, and
/// plays a worker that says what the script has it say.
final class PretendMachine: InitKernel {
  /// What a program that was started does next.
  enum Act {
    case says([UInt8])
    /// It says nothing for as long as it is waited for.
    case silent
    /// It says nothing, and meanwhile a disk is pulled.
    case silentWhilePulled(String)
    /// Its exit code, or 128 and a signal's number.
    case ends(Int)
  }

  var files: [String: [UInt8]] = [:]
  var folders: [String: [String]] = [:]
  /// The acts of each run of a program, in turn; a program without any ends at once.
  var runs: [String: [[Act]]] = [:]
  /// Errors of the calls whose line in the transcript begins so.
  var errors: [(line: String, errno: Errno)] = []
  /// What appears under that path once it was opened so many times in vain.
  var late: (path: String, afterOpens: Int, bytes: [UInt8])?
  /// The watchdog says that it reset the machine last.
  var hasBitten = false
  /// Whether a program that ends has done so before it is listened to.
  var endsEarly = false
  /// What happens once the worker was started.
  var afterRun: ((PretendMachine) -> Void)?
  private(set) var transcript: [String] = []
  private(set) var console = ""
  private(set) var clock = Microseconds.zero

  private var opened: [Int32: String] = [1: "console", 2: "console"]
  private var positions: [Int32: Int] = [:]
  private var nextDescriptor: Int32 = 0
  /// The programs that run, by the ends of their pipes that process 1 reads.
  private var programs: [Int32: (number: Int32, acts: [Act], saying: [UInt8])] = [:]
  private var nextPipe: Int32 = 100
  private var nextProgram: Int32 = 40
  private var ended: [Int] = []
  private var listed: Set<Int32> = []

  /// Lets time pass.
  func pass(_ time: Microseconds) { clock = clock + time }

  func lines(of word: String) -> [String] { transcript.filter { $0.hasPrefix(word) } }

  private func note(_ line: String) -> Result<Int, Errno> {
    transcript.append(line)
    for error in errors where line.hasPrefix(error.line) { return .failure(error.errno) }
    return .success(0)
  }

  private func text(_ path: Path) -> String { String(decoding: path.bytes, as: UTF8.self) }

  // MARK: Files

  func open(_ path: Path, _ options: OpenOptions) -> Result<Int, Errno> {
    let name = text(path)
    if options.contains(.write), case .failure(let errno) = note("open \(name)") {
      return .failure(errno)
    }
    if options.contains(.create) { files[name] = [] }
    if let waiting = late, waiting.path == name {
      late?.afterOpens -= 1
      if waiting.afterOpens <= 0 { files[name] = waiting.bytes }
    }
    guard files[name] != nil || folders[name] != nil else { return .failure(.noSuchFile) }
    while opened[nextDescriptor] != nil { nextDescriptor += 1 }
    opened[nextDescriptor] = name
    positions[nextDescriptor] = 0
    return .success(Int(nextDescriptor))
  }
  func close(_ descriptor: Int32) -> Result<Int, Errno> {
    opened[descriptor] = nil
    nextDescriptor = min(nextDescriptor, descriptor)
    return .success(0)
  }
  func read(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    if let name = opened[descriptor], name != "pipe" {
      let file = files[name] ?? []
      let start = positions[descriptor] ?? 0
      let count = max(0, min(bytes.count, file.count - start))
      for index in 0..<count { bytes[index] = file[start + index] }
      positions[descriptor] = start + count
      return .success(count)
    }
    let saying = programs[descriptor]?.saying ?? []
    let count = min(saying.count, bytes.count)
    for index in 0..<count { bytes[index] = saying[index] }
    programs[descriptor]?.saying.removeFirst(count)
    return .success(count)
  }
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>) -> Result<Int, Errno> {
    let name = opened[descriptor] ?? ""
    let content = bytes.indices.map { bytes[$0] }
    if name == "console" {
      console += String(decoding: content, as: UTF8.self)
      return .success(bytes.count)
    }
    let shown = content == [0] ? "0x00" : String(decoding: content, as: UTF8.self)
    return note("write \(name) \(shown)").map { _ in content.count }
  }
  func read(
    _ descriptor: Int32, at offset: Int, into bytes: inout MutableSpan<UInt8>, from start: Int
  ) -> Result<Int, Errno> {
    guard let file = files[opened[descriptor] ?? ""] else { return .failure(.inputOutput) }
    let count = max(0, min(bytes.count - start, file.count - offset))
    for index in 0..<count { bytes[start + index] = file[offset + index] }
    return .success(count)
  }
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>, at offset: Int) -> Result<Int, Errno> {
    let name = opened[descriptor] ?? ""
    let place = name.hasPrefix("/dev/") ? " at \(offset)" : ""
    return note("write \(name)\(place), \(bytes.count) bytes").map { _ in
      var content = files[name] ?? []
      while content.count < offset + bytes.count { content.append(0) }
      for index in bytes.indices { content[offset + index] = bytes[index] }
      files[name] = content
      return bytes.count
    }
  }
  func syncData(_ descriptor: Int32) -> Result<Int, Errno> {
    note("fdatasync \(opened[descriptor] ?? "")")
  }
  func sync(_ descriptor: Int32) -> Result<Int, Errno> { note("fsync") }
  func resize(_ descriptor: Int32, to size: Int) -> Result<Int, Errno> { note("ftruncate") }
  func size(_ descriptor: Int32) -> Result<Int, Errno> {
    .success(files[opened[descriptor] ?? ""]?.count ?? 0)
  }
  func remove(_ path: Path) -> Result<Int, Errno> { note("unlink \(text(path))") }
  func makeFolder(_ path: Path) -> Result<Int, Errno> { note("mkdir \(text(path))") }
  func entries(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    guard listed.insert(descriptor).inserted else {
      listed.remove(descriptor)
      return .success(0)
    }
    var offset = 0
    for name in [".", ".."] + (folders[opened[descriptor] ?? ""] ?? []) {
      let record = 19 + name.utf8.count + 1
      bytes[offset + 16] = UInt8(record)
      for (index, byte) in name.utf8.enumerated() { bytes[offset + 19 + index] = byte }
      offset += record
    }
    return .success(offset)
  }
  func monotonic() -> Microseconds { clock }
  func sleep(until time: Microseconds) -> Result<Int, Errno> {
    clock = max(clock, time)
    return .success(0)
  }
  func wait(_ descriptor: Int32, for direction: Direction, atMost time: Microseconds?)
    -> Result<Int, Errno>
  {
    guard let program = programs[descriptor] else { return .success(1) }
    if !program.saying.isEmpty { return .success(1) }
    clock = clock + .milliseconds(100)
    switch program.acts.first ?? .ends(0) {
    case .says(let bytes): programs[descriptor]?.saying = bytes
    case .silent, .silentWhilePulled:
      if case .silentWhilePulled(let disk)? = program.acts.first { files[disk] = [] }
      clock = clock + (time ?? .zero)
      programs[descriptor]?.acts.removeFirst()
      return .success(0)
    case .ends(let how):
      ended.append(Int(program.number) << 8 | how)
      programs[descriptor] = nil
      return .success(1)
    }
    programs[descriptor]?.acts.removeFirst()
    return .success(1)
  }
  func wait(_ descriptors: [Int32], atMost time: Microseconds) -> Result<Int, Errno> { .success(0) }
  func freeKibibytes(_ path: Path) -> Result<Int, Errno> { .failure(.noSuchFile) }
  func makeWakeup() -> Result<Int, Errno> { .failure(.notBuiltIn) }
  func holdEndSignals() -> Result<Int, Errno> { .failure(.notBuiltIn) }
  func readLink(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    .failure(.noSuchFile)
  }
  func chipLabel(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    .failure(.noSuchFile)
  }
  func requestLines(_ chip: Path, _ lines: [LineRequest]) -> Result<Int, Errno> {
    .failure(.notBuiltIn)
  }
  func releaseLines(_ descriptor: Int32) -> Result<Int, Errno> { .success(0) }
  func readEdges(_ descriptor: Int32, into edges: inout EdgeBatch) -> Result<Int, Errno> {
    .failure(.notBuiltIn)
  }
  func levels(_ descriptor: Int32) -> Result<Int, Errno> { .failure(.notBuiltIn) }
  func setLevels(_ descriptor: Int32, _ bits: UInt32) -> Result<Int, Errno> {
    .failure(.notBuiltIn)
  }
  func transfer(
    _ bus: Int32, _ address: UInt8, write written: Span<UInt8>,
    read: inout MutableSpan<UInt8>
  ) -> Result<Int, Errno> { .failure(.notBuiltIn) }
  func terminalWidth(_ descriptor: Int32) -> Result<Int, Errno> { .failure(.notTerminal) }
  func terminalMode(_ descriptor: Int32, into mode: inout TerminalMode) -> Result<Int, Errno> {
    .failure(.notTerminal)
  }
  func setTerminalMode(_ descriptor: Int32, _ mode: TerminalMode) -> Result<Int, Errno> {
    .failure(.notTerminal)
  }

  // MARK: Process 1

  func mount(
    _ source: Path, on folder: Path, as type: Literal, _ flags: MountFlags,
    options: Literal
  ) -> Result<Int, Errno> {
    var words = ["mount", "\(type)", text(source), text(folder)]
    if flags.contains(.guarded) { words.append("nosuid,nodev,noexec") }
    if flags.contains(.devices) { words.append("nosuid,noexec") }
    if flags.contains(.lazyTimes) { words.append("noatime,lazytime") }
    if flags.contains(.readOnly) { words.append("ro") }
    if options.count > 0 { words.append("\(options)") }
    return note(words.joined(separator: " "))
  }
  func unmount(_ folder: Path) -> Result<Int, Errno> { note("umount \(text(folder))") }
  func syncAll() { _ = note("sync") }
  func loadModule(_ descriptor: Int32) -> Result<Int, Errno> {
    note("finit_module \(opened[descriptor] ?? "")")
  }
  func setWatchdog(_ descriptor: Int32, seconds: Int32) -> Result<Int, Errno> {
    note("watchdog \(seconds) s").map { _ in hasBitten ? 1 : 0 }
  }
  func changeOwner(of path: Path, to user: UInt32) -> Result<Int, Errno> {
    note("chown \(text(path)) \(user)")
  }
  func makeRunnable(_ path: Path) -> Result<Int, Errno> { note("chmod \(text(path))") }
  func pipe() -> Result<Int, Errno> {
    opened[nextPipe] = "pipe"
    opened[nextPipe + 1] = "pipe"
    nextPipe += 2
    return .success(Int(nextPipe - 2) | Int(nextPipe - 1) << 16)
  }
  func start(
    _ program: Path, _ words: [[UInt8]], as user: UInt32, input: Int32, output: Int32
  ) -> Result<Int, Errno> {
    let all = [text(program)] + words.map { String(decoding: $0, as: UTF8.self) }
    return note("run \(all.joined(separator: " ")) as \(user)").map { _ in
      if user != 0 { afterRun?(self) }
      let key = text(program)
      var left = runs[key] ?? []
      let acts = left.isEmpty ? [] : left.removeFirst()
      runs[key] = left
      if endsEarly, case .ends(let how)? = acts.first {
        ended.append(Int(nextProgram) << 8 | how)
      } else {
        programs[output - 1] = (nextProgram, acts, [])
      }
      nextProgram += 1
      return Int(nextProgram - 1)
    }
  }
  func kill(_ process: Int32) -> Result<Int, Errno> {
    guard let (pipe, _) = programs.first(where: { $0.value.number == process }) else {
      return .failure(.invalidArgument)
    }
    programs[pipe] = nil
    ended.append(Int(process) << 8 | 128 + 9)
    return note("kill \(process)")
  }
  func endedChild() -> Result<Int, Errno> { .success(ended.isEmpty ? 0 : ended.removeFirst()) }
  func restart() -> Result<Int, Errno> { note("reboot") }
  func powerOff() -> Result<Int, Errno> { note("power off") }
}
