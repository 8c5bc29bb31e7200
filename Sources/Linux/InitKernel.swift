import Findings

/// What process 1 asks of the kernel beside the calls of every program.
public protocol InitKernel: Kernel {
  /// Mounts `source` on a folder. The corresponding C function is `mount`.
  func mount(
    _ source: Path, on folder: Path, as type: Literal, _ flags: MountFlags,
    options: Literal
  ) -> Result<Int, Errno>
  /// The corresponding C function is `umount2`.
  func unmount(_ folder: Path) -> Result<Int, Errno>
  /// Makes all that was written to any card durable. The corresponding C function is `sync`.
  func syncAll()
  /// Loads the kernel module in an open file. The corresponding C function is `finit_module`.
  func loadModule(_ descriptor: Int32) -> Result<Int, Errno>
  /// Sets how many seconds a watchdog waits to be fed; answers 1 where it knows that it reset the
  /// machine last. The corresponding C function is `ioctl`.
  func setWatchdog(_ descriptor: Int32, seconds: Int32) -> Result<Int, Errno>
  /// Gives a file to a user. The corresponding C function is `chown`.
  func changeOwner(of path: Path, to user: UInt32) -> Result<Int, Errno>
  /// Lets everyone read and run a file. The corresponding C function is `chmod`.
  func makeRunnable(_ path: Path) -> Result<Int, Errno>
  /// Answers the end of a new pipe that is read, and 65,536 times the one that is written. The
  /// corresponding C function is `pipe2`.
  func pipe() -> Result<Int, Errno>
  /// Starts a program, as a user without privileges where `user` is not 0, which reads from the
  /// descriptor `input` (none: -1) and whose output goes to another; answers its number. The
  /// corresponding C functions are `fork` and `execve`.
  func start(
    _ program: Path, _ words: [[UInt8]], as user: UInt32, input: Int32, output: Int32
  ) -> Result<Int, Errno>
  /// Ends a program at once. The corresponding C function is `kill`.
  func kill(_ process: Int32) -> Result<Int, Errno>
  /// Answers 256 times the number of a child that has ended, and how: its exit code, or 128 and the
  /// signal's number; 0 where none has. The corresponding C function is `waitpid`.
  func endedChild() -> Result<Int, Errno>
  /// Starts the machine anew. The corresponding C function is `reboot`.
  func restart() -> Result<Int, Errno>
  /// Switches the machine off. The corresponding C function is `reboot`.
  func powerOff() -> Result<Int, Errno>
}

/// How a file system is mounted.
public struct MountFlags: OptionSet, Sendable {
  /// The bits, which are this type's own and not the kernel's.
  public let rawValue: UInt32

  /// Makes flags of their bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// No program, no device and no change of user from it.
  public static let guarded = Self(rawValue: 1 << 0)
  /// The same, but for devices.
  public static let devices = Self(rawValue: 1 << 1)
  /// It is never written.
  public static let readOnly = Self(rawValue: 1 << 2)
  /// Reading writes no times, and writing writes them late: an exam must not touch the folder.
  public static let lazyTimes = Self(rawValue: 1 << 3)
  /// Guarded, and never written.
  public static let guardedReadOnly = Self(rawValue: guarded.rawValue | readOnly.rawValue)
  /// Without times, and never written.
  public static let lazyReadOnly = Self(rawValue: lazyTimes.rawValue | readOnly.rawValue)
  /// It is mounted already, and changes.
  public static let again = Self(rawValue: 1 << 4)
}
