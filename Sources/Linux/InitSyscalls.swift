import CLinux
import Findings

extension LinuxKernel: InitKernel {
  /// Whether the kernel started this program as the first of all, from the initramfs.
  @unsafe
  public static func isInit(
    words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> Bool {
    guard cl_process() == 1, let name = unsafe words?.pointee else { return false }
    // In a container the first process is none of ours.
    return unsafe Arguments.isSame(name, "/init")
  }

  public func mount(
    _ source: Path, on folder: Path, as type: Literal, _ flags: MountFlags,
    options: Literal
  ) -> Result<Int, Errno> {
    unsafe source.terminated.withUnsafeBufferPointer { source in
      unsafe folder.terminated.withUnsafeBufferPointer { folder in
        answer(
          unsafe cl_mount(
            source.baseAddress, folder.baseAddress, type.start, flags.rawValue,
            options.start))
      }
    }
  }

  public func unmount(_ folder: Path) -> Result<Int, Errno> {
    unsafe folder.terminated.withUnsafeBufferPointer { answer(unsafe cl_unmount($0.baseAddress)) }
  }

  public func syncAll() { cl_sync_all() }

  public func loadModule(_ descriptor: Int32) -> Result<Int, Errno> {
    answer(cl_load_module(descriptor))
  }

  public func setWatchdog(_ descriptor: Int32, seconds: Int32) -> Result<Int, Errno> {
    answer(cl_set_watchdog(descriptor, seconds))
  }

  public func changeOwner(of path: Path, to user: UInt32) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer {
      answer(unsafe cl_change_owner($0.baseAddress, user))
    }
  }

  public func makeRunnable(_ path: Path) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer {
      answer(unsafe cl_make_runnable($0.baseAddress))
    }
  }

  public func pipe() -> Result<Int, Errno> { answer(cl_pipe()) }

  public func start(
    _ program: Path, _ words: [[UInt8]], as user: UInt32, input: Int32, output: Int32
  ) -> Result<Int, Errno> {
    var all: [UInt8] = []
    for word in words {
      all.append(contentsOf: word)
      all.append(0)
    }
    return unsafe program.terminated.withUnsafeBufferPointer { program in
      unsafe all.withUnsafeBufferPointer { all in
        answer(
          unsafe cl_start(
            program.baseAddress, all.baseAddress, words.count, user, input, output))
      }
    }
  }

  public func kill(_ process: Int32) -> Result<Int, Errno> { answer(cl_kill(process)) }
  public func endedChild() -> Result<Int, Errno> { answer(cl_ended_child()) }
  public func restart() -> Result<Int, Errno> { answer(cl_restart()) }
  public func powerOff() -> Result<Int, Errno> { answer(cl_power_off()) }
}
