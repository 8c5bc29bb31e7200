import Board
import Findings
import Recording

/// Process 1: it makes a machine of a kernel, and keeps the appliance running as a worker of its own.
///
/// It holds no shell, no login and no network. What fails on the way up is told on the console and
/// left out: an exam that is not recorded is better than none.
public final class Init<K: InitKernel> {
  let kernel: K
  /// The word of the board that this is; empty where it is none of ours.
  var board: Literal = ""
  var disks = Disks()
  /// The disk of `disks`, kept open.
  var disk: FileDescriptor<K>?
  var marker = RunMarker()
  /// How the run before ended; nil where there was none.
  var lastEnd: RunEnd?
  var watchdog: FileDescriptor<K>?
  /// The watchdog says that it ended the run before.
  var hasBitten = false
  var supervisor = Supervisor()
  /// What runs as the worker.
  var program = Path("/init")
  var runsUpdate = false
  /// What is told beside how the run before ended, where an update was not taken.
  var updateWord: Literal = ""
  /// The worker's number, and the end of its pipe that is read.
  var worker: Int32 = 0
  var signs: FileDescriptor<K>?
  /// The end of the pipe by which a worker is told to begin that was started before the card; nil
  /// afterwards.
  var beginning: FileDescriptor<K>?
  /// When that worker began to test the lamps.
  var lampsSince: Microseconds?
  var isCardMounted = false
  /// The last line that a program started from here has written.
  var line: [UInt8] = []

  /// Makes process 1 of a kernel.
  public init(kernel: K) { self.kernel = kernel }

  /// Brings the machine up, works until it is to stop, and stops it. It returns only where the kernel
  /// refuses to stop.
  public func run() {
    takeStandardDescriptors()
    mountSystem()
    findBoard()
    startWorkerEarly()
    loadModules()
    startWatchdog()
    darkenBoard()
    findDisks()
    readMarker()
    prepareCard()
    takeUpdate()
    writeMarker(.powerCut, note: [])
    stop(work())
  }

  /// The kernel may have found no console: files opened later must not become one.
  private func takeStandardDescriptors() {
    let null = Path("/dev/null")
    while case .success(let number) = kernel.open(null, .write), number < 3 {}
  }

  private func findBoard() {
    if let found = BoardDevices.runningBoard(kernel: kernel) { board = found.word }
    tell("board", board)
  }

  /// Ends all writing and stops the machine.
  private func stop(_ end: MachineEnd) {
    do throws(Errno) {
      _ = try uninterrupted { kernel.unmount(cardFolder) }
    } catch {
      // Something still holds the card: what it was given is written all the same.
      kernel.syncAll()
    }
    // Unmounting leaves its last writes in the disk's cache, and a cut could keep the marker and lose
    // them: the card would then not be looked through.
    if end == .off, settleDisk() { writeMarker(.stopped, note: []) }
    tell(end == .off ? "off" : "restart", "")
    switch end {
    case .off:
      stopWatchdog()
      _ = kernel.powerOff()
    case .restart: _ = kernel.restart()
    }
  }
}

/// How the machine ends.
enum MachineEnd {
  case off, restart
}

let cardFolder = Path("/card")

// MARK: Small helps

extension Init {
  /// Tells a step and the time since the kernel started on the console, where there is one.
  @inline(never)
  func tell(_ step: Literal, _ more: Literal) { tell(step, more.bytes) }

  /// Tells what could not be done, and the kernel's reason.
  @inline(never)
  func tell(_ step: Literal, _ what: Literal, _ errno: Errno) {
    var text = TextBuffer(what)
    text.append(", error ")
    text.append(errno.rawValue)
    tell(step, text.bytes)
  }

  @inline(never)
  func tell(_ step: Literal, _ more: [UInt8]) {
    var text = TextBuffer("clonus: ")
    text.append(seconds: kernel.monotonic())
    text.append(" ")
    text.append(step)
    if !more.isEmpty { text.append(" ") }
    text.append(bytes: more)
    text.append("\n")
    try? FileDescriptor.standardError(kernel: kernel).write(text.bytes.span)
  }

  /// The first bytes of a file; none where it cannot be read.
  @inline(never)
  func contents(of path: Path, atMost limit: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    do throws(Errno) {
      let file = try FileDescriptor.open(path, kernel: kernel)
      var span = bytes.mutableSpan
      let count = try file.read(at: 0, into: &span)
      bytes.removeLast(limit - count)
      return bytes
    } catch {
      return []
    }
  }

  /// Overwrites bytes of a file or device in place, durable when this returns.
  @inline(never)
  func overwrite(_ path: Path, at offset: Int, _ bytes: [UInt8]) throws(Errno) {
    let file = try FileDescriptor.open(path, .write, kernel: kernel)
    try file.write(bytes.span, at: offset)
    try file.syncData()
  }

  /// The names of a folder's entries, without those that begin with a dot.
  func names(in folder: Path) -> [[UInt8]] {
    var names: [[UInt8]] = []
    do throws(Errno) {
      try forEachEntry(of: FileDescriptor.open(folder, .folder, kernel: kernel)) { name in
        guard name.count > 0, name[0] != UInt8(ascii: ".") else { return }
        var bytes: [UInt8] = []
        for index in Counting(name.indices) { bytes.append(name[index]) }
        names.append(bytes)
      }
    } catch {
      // A folder that is not there has no entries.
    }
    return names
  }
}
