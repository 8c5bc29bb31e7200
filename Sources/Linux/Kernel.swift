import Findings

/// What this room asks of the kernel, call by call; `LinuxKernel` is the running one.
///
/// The types of this room are generic over it instead of switching to a scripted kernel at run time:
/// the compiler builds the appliance for `LinuxKernel` alone and calls it directly, so the seam costs
/// no branch; and each test has a kernel of its own, so tests can run side by side.
public protocol Kernel {
  /// Answers a new descriptor. The corresponding C function is `open`.
  func open(_ path: Path, _ options: OpenOptions) -> Result<Int, Errno>
  /// The corresponding C function is `close`.
  func close(_ descriptor: Int32) -> Result<Int, Errno>
  /// Answers how many bytes there were, 0 at the end. The corresponding C function is `read`.
  func read(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno>
  /// Answers how many bytes were taken. The corresponding C function is `write`.
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>) -> Result<Int, Errno>
  /// Reads from `offset` of the file on into `bytes` from index `start` on. The corresponding C
  /// function is `pread`.
  func read(
    _ descriptor: Int32, at offset: Int, into bytes: inout MutableSpan<UInt8>, from start: Int
  ) -> Result<Int, Errno>
  /// Writes from `offset` of the file on. The corresponding C function is `pwrite`.
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>, at offset: Int) -> Result<Int, Errno>
  /// Makes a file's bytes durable. The corresponding C function is `fdatasync`.
  func syncData(_ descriptor: Int32) -> Result<Int, Errno>
  /// Makes a file or folder durable with all that is known of it. The corresponding C function is
  /// `fsync`.
  func sync(_ descriptor: Int32) -> Result<Int, Errno>
  /// The corresponding C function is `ftruncate`.
  func resize(_ descriptor: Int32, to size: Int) -> Result<Int, Errno>
  /// Answers a file's size in bytes. The corresponding C function is `fstat`.
  func size(_ descriptor: Int32) -> Result<Int, Errno>
  /// The corresponding C function is `unlink`.
  func remove(_ path: Path) -> Result<Int, Errno>
  /// The corresponding C function is `mkdir`.
  func makeFolder(_ path: Path) -> Result<Int, Errno>
  /// Answers how many bytes of entries there were, 0 at the end. The corresponding C function is
  /// `getdents64`.
  func entries(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno>
  /// The time since an unnamed moment. The corresponding C function is `clock_gettime`.
  func monotonic() -> Microseconds
  /// The corresponding C function is `clock_nanosleep`.
  func sleep(until time: Microseconds) -> Result<Int, Errno>
  /// Waits until a descriptor can be read or written, `time` at most, or for ever where it is nil;
  /// answers 1 if it can, 0 at the end of the time. The corresponding C function is `ppoll`.
  func wait(
    _ descriptor: Int32, for direction: Direction, atMost time: Microseconds?
  ) -> Result<Int, Errno>
  /// Waits until one of up to four descriptors can be read or has failed, `time` at most; answers one
  /// bit for each, 0 at the end of the time. The corresponding C function is `ppoll`.
  func wait(_ descriptors: [Int32], atMost time: Microseconds) -> Result<Int, Errno>
  /// Answers a descriptor that can be read once something was written to it. The corresponding C
  /// function is `eventfd`.
  func makeWakeup() -> Result<Int, Errno>
  /// Holds the signals back that ask for an end; answers a descriptor that can be read when one came.
  /// The corresponding C function is `signalfd`.
  func holdEndSignals() -> Result<Int, Errno>
  /// Answers how many KiB of the file system that holds a file or folder are free. The corresponding
  /// C function is `statvfs`.
  func freeKibibytes(_ path: Path) -> Result<Int, Errno>
  /// Answers how many bytes the target of a symbolic link has. The corresponding C function is
  /// `readlink`.
  func readLink(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno>
  /// Answers how many bytes a GPIO chip's label has. The corresponding C function is
  /// `gpiod_chip_get_info`.
  func chipLabel(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno>
  /// Answers a descriptor for lines of one chip. The corresponding C function is
  /// `gpiod_chip_request_lines`.
  func requestLines(_ chip: Path, _ lines: [LineRequest]) -> Result<Int, Errno>
  /// The corresponding C function is `gpiod_line_request_release`.
  func releaseLines(_ descriptor: Int32) -> Result<Int, Errno>
  /// Answers how many edges there were. The corresponding C function is
  /// `gpiod_line_request_read_edge_events`.
  func readEdges(_ descriptor: Int32, into edges: inout EdgeBatch) -> Result<Int, Errno>
  /// Answers a bit for each line, set where it is on. The corresponding C function is
  /// `gpiod_line_request_get_values`.
  func levels(_ descriptor: Int32) -> Result<Int, Errno>
  /// Switches each line by its bit. The corresponding C function is `gpiod_line_request_set_values`.
  func setLevels(_ descriptor: Int32, _ bits: UInt32) -> Result<Int, Errno>
  /// Carries out a transfer on an open bus. The corresponding C functions are `i2c_smbus_*` for
  /// registers and `ioctl` with `I2C_RDWR` for longer runs.
  func transfer(
    _ bus: Int32, _ address: UInt8, write written: Span<UInt8>,
    read: inout MutableSpan<UInt8>
  ) -> Result<Int, Errno>
  /// Answers a terminal's width in columns. The corresponding C function is `ioctl`.
  func terminalWidth(_ descriptor: Int32) -> Result<Int, Errno>
  /// The corresponding C function is `tcgetattr`.
  func terminalMode(_ descriptor: Int32, into mode: inout TerminalMode) -> Result<Int, Errno>
  /// The corresponding C function is `tcsetattr`.
  func setTerminalMode(_ descriptor: Int32, _ mode: TerminalMode) -> Result<Int, Errno>
}

/// A line as it is asked for.
public struct LineRequest: Sendable, Hashable {
  /// Its offset within the chip.
  public var offset: UInt32
  /// Whether it is driven; else it is watched, with both edges.
  public var isOutput: Bool
  /// Whether a low level means on.
  public var isActiveLow: Bool
  /// What holds it where nothing drives it: none, up, down.
  public var bias: UInt8
  /// How long a level must stay before it counts.
  public var debounce: Microseconds
}

/// An edge of a watched line.
public struct Edge: Sendable, Hashable {
  /// When, by the monotonic clock.
  public var time: Microseconds
  /// Which one of its line, from 1: where one is missing, the kernel's queue was full.
  public var number: UInt32
  /// Whether the line went on.
  public var isRising: Bool
}

/// Room for the edges of one reading.
public struct EdgeBatch: Sendable {
  /// How many edges it has room for.
  public static let capacity = 16
  /// Three numbers an edge: nanoseconds, number, and 1 where it rose.
  var words = InlineArray<48, Int64>(repeating: 0)

  /// Makes room.
  public init() {}

  /// Edge `index` of the last reading.
  public subscript(index: Int) -> Edge {
    Edge(
      time: Microseconds(words[3 * index] / 1_000),
      number: UInt32(truncatingIfNeeded: words[3 * index + 1]), isRising: words[3 * index + 2] != 0)
  }
}

/// Which way bytes go.
public enum Direction: Sendable {
  case reading, writing
}

/// How a file is opened. It is never handed on to another program.
public struct OpenOptions: OptionSet, Sendable {
  /// The bits, which are this type's own and not the kernel's.
  public let rawValue: UInt8

  /// Makes options of their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// For writing too; without it for reading only.
  public static let write = Self(rawValue: 1 << 0)
  /// Made where it is missing.
  public static let create = Self(rawValue: 1 << 1)
  /// Cut to no bytes.
  public static let empty = Self(rawValue: 1 << 2)
  /// Must be a folder.
  public static let folder = Self(rawValue: 1 << 3)
  /// For reading a file that is there.
  public static var reading: Self { Self(rawValue: 0) }
  /// For writing from the start, whatever was there.
  public static let anew = Self(rawValue: write.rawValue | create.rawValue | empty.rawValue)
}

/// How a terminal treats keys; only the C library knows what the bytes mean.
public struct TerminalMode: Sendable {
  /// The C library's `struct termios`, which is shorter than this.
  public var bytes = InlineArray<64, UInt8>(repeating: 0)

  /// Makes room for a mode.
  public init() {}
}

/// Makes a call again for as long as signals interrupt it: a signal is never an error here.
///
/// This is the room's whole policy on EINTR. `close` alone is not called through it: Linux has let go
/// of the descriptor even then, and a second call could close somebody else's.
func uninterrupted(_ call: () -> Result<Int, Errno>) throws(Errno) -> Int {
  while true {
    switch call() {
    case .success(let value): return value
    case .failure(.interrupted): continue
    case .failure(let errno): throw errno
    }
  }
}
