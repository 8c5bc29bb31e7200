import CLinux
import Findings

/// The kernel of the running machine; the only code that calls C.
///
/// It holds nothing, so that whatever knows its kernel hands nothing on and counts no reference.
public struct LinuxKernel: Kernel, Sendable {
  /// The one running kernel.
  public static let running = LinuxKernel()

  #if DEBUG
    // Of a generic, noncopyable struct of another module whose fields need no release, Swift 6.3
    // leaves out the `deinit` in debug builds, and files would stay open: here is what needs one.
    private final class Released: Sendable {}
    private let released = Released()
  #endif

  private init() {}

  public func open(_ path: Path, _ options: OpenOptions) -> Result<Int, Errno> {
    var flags = Int32(options.contains(.write) ? CL_O_READ_WRITE : CL_O_READ)
    if options.contains(.create) { flags |= Int32(CL_O_CREATE) }
    if options.contains(.empty) { flags |= Int32(CL_O_EMPTY) }
    if options.contains(.folder) { flags |= Int32(CL_O_FOLDER) }
    return unsafe path.terminated.withUnsafeBufferPointer {
      answer(unsafe cl_open($0.baseAddress, flags))
    }
  }

  public func close(_ descriptor: Int32) -> Result<Int, Errno> { answer(cl_close(descriptor)) }

  public func read(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>)
    -> Result<Int, Errno>
  {
    unsafe bytes.withUnsafeMutableBufferPointer {
      answer(unsafe cl_read(descriptor, $0.baseAddress, $0.count))
    }
  }

  public func write(_ descriptor: Int32, _ bytes: Span<UInt8>) -> Result<Int, Errno> {
    unsafe bytes.withUnsafeBufferPointer {
      answer(unsafe cl_write(descriptor, $0.baseAddress, $0.count))
    }
  }

  public func read(
    _ descriptor: Int32, at offset: Int, into bytes: inout MutableSpan<UInt8>, from start: Int
  ) -> Result<Int, Errno> {
    unsafe bytes.withUnsafeMutableBufferPointer {
      let rest = unsafe UnsafeMutableBufferPointer(rebasing: $0[start...])
      return answer(unsafe cl_pread(descriptor, rest.baseAddress, rest.count, Int64(offset)))
    }
  }

  public func write(_ descriptor: Int32, _ bytes: Span<UInt8>, at offset: Int)
    -> Result<Int, Errno>
  {
    unsafe bytes.withUnsafeBufferPointer {
      answer(unsafe cl_pwrite(descriptor, $0.baseAddress, $0.count, Int64(offset)))
    }
  }

  public func syncData(_ descriptor: Int32) -> Result<Int, Errno> {
    answer(cl_fdatasync(descriptor))
  }

  public func sync(_ descriptor: Int32) -> Result<Int, Errno> { answer(cl_fsync(descriptor)) }

  public func resize(_ descriptor: Int32, to size: Int) -> Result<Int, Errno> {
    answer(cl_ftruncate(descriptor, Int64(size)))
  }

  public func size(_ descriptor: Int32) -> Result<Int, Errno> { answer(cl_size(descriptor)) }

  public func remove(_ path: Path) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer { answer(unsafe cl_unlink($0.baseAddress)) }
  }

  public func makeFolder(_ path: Path) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer { answer(unsafe cl_mkdir($0.baseAddress)) }
  }

  public func entries(_ descriptor: Int32, into bytes: inout MutableSpan<UInt8>)
    -> Result<Int, Errno>
  {
    unsafe bytes.withUnsafeMutableBufferPointer {
      answer(unsafe cl_getdents(descriptor, $0.baseAddress, $0.count))
    }
  }

  public func monotonic() -> Microseconds { Microseconds(cl_monotonic() / 1_000) }

  public func sleep(until time: Microseconds) -> Result<Int, Errno> {
    answer(cl_sleep_until(nanoseconds(time)))
  }

  public func wait(_ descriptor: Int32, for direction: Direction, atMost time: Microseconds?)
    -> Result<Int, Errno>
  {
    answer(cl_wait(descriptor, direction == .writing ? 1 : 0, time.map(nanoseconds) ?? -1))
  }

  public func wait(_ descriptors: [Int32], atMost time: Microseconds) -> Result<Int, Errno> {
    unsafe descriptors.withUnsafeBufferPointer {
      answer(unsafe cl_wait_any($0.baseAddress, $0.count, nanoseconds(time)))
    }
  }

  public func makeWakeup() -> Result<Int, Errno> { answer(cl_wakeup()) }

  public func holdEndSignals() -> Result<Int, Errno> { answer(cl_end_signals()) }

  public func freeKibibytes(_ path: Path) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer {
      answer(unsafe cl_free_kibibytes($0.baseAddress))
    }
  }

  public func readLink(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer { path in
      unsafe bytes.withUnsafeMutableBufferPointer {
        answer(unsafe cl_read_link(path.baseAddress, $0.baseAddress, $0.count))
      }
    }
  }

  public func chipLabel(_ path: Path, into bytes: inout MutableSpan<UInt8>) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer { path in
      unsafe bytes.withUnsafeMutableBufferPointer {
        answer(unsafe cl_chip_label(path.baseAddress, $0.baseAddress, $0.count))
      }
    }
  }

  public func requestLines(_ chip: Path, _ lines: [LineRequest]) -> Result<Int, Errno> {
    var all = InlineArray<8, cl_line>(repeating: cl_line())
    guard lines.count <= all.count else { return .failure(.invalidArgument) }
    for index in Counting(lines.indices) {
      let line = lines[index]
      all[index] = cl_line(
        offset: line.offset, debounce_us: UInt32(clamping: line.debounce.count),
        is_output: line.isOutput ? 1 : 0, is_active_low: line.isActiveLow ? 1 : 0, bias: line.bias)
    }
    let asked = all.span.extracting(first: lines.count)
    return unsafe chip.terminated.withUnsafeBufferPointer { path in
      unsafe asked.withUnsafeBufferPointer {
        answer(unsafe cl_lines_request(path.baseAddress, $0.baseAddress, $0.count))
      }
    }
  }

  public func releaseLines(_ descriptor: Int32) -> Result<Int, Errno> {
    answer(cl_lines_release(descriptor))
  }

  public func readEdges(_ descriptor: Int32, into edges: inout EdgeBatch) -> Result<Int, Errno> {
    var words = edges.words.mutableSpan
    return unsafe words.withUnsafeMutableBufferPointer {
      answer(unsafe cl_lines_edges(descriptor, $0.baseAddress))
    }
  }

  public func levels(_ descriptor: Int32) -> Result<Int, Errno> {
    answer(cl_lines_levels(descriptor))
  }

  public func setLevels(_ descriptor: Int32, _ bits: UInt32) -> Result<Int, Errno> {
    answer(cl_lines_set(descriptor, bits))
  }

  public func transfer(
    _ bus: Int32, _ address: UInt8, write written: Span<UInt8>,
    read: inout MutableSpan<UInt8>
  ) -> Result<Int, Errno> {
    unsafe written.withUnsafeBufferPointer { written in
      unsafe read.withUnsafeMutableBufferPointer {
        answer(
          unsafe cl_bus_transfer(
            bus, address, written.baseAddress, written.count, $0.baseAddress, $0.count))
      }
    }
  }

  public func terminalWidth(_ descriptor: Int32) -> Result<Int, Errno> {
    answer(cl_terminal_width(descriptor))
  }

  public func terminalMode(_ descriptor: Int32, into mode: inout TerminalMode)
    -> Result<Int, Errno>
  {
    var bytes = mode.bytes.mutableSpan
    return unsafe bytes.withUnsafeMutableBufferPointer {
      answer(unsafe cl_terminal_mode(descriptor, $0.baseAddress))
    }
  }

  public func setTerminalMode(_ descriptor: Int32, _ mode: TerminalMode) -> Result<Int, Errno> {
    unsafe mode.bytes.span.withUnsafeBufferPointer {
      answer(unsafe cl_terminal_set_mode(descriptor, $0.baseAddress))
    }
  }
}

extension TerminalMode {
  /// The same mode, but each key can be read at once and is not shown, ctrl-C among them.
  var readingKeys: TerminalMode {
    var mode = self
    var bytes = mode.bytes.mutableSpan
    unsafe bytes.withUnsafeMutableBufferPointer { unsafe cl_terminal_key_mode($0.baseAddress) }
    return mode
  }
}

/// The kernel takes no time before its own zero, and a time of 292 years is for ever.
private func nanoseconds(_ time: Microseconds) -> Int64 {
  let (product, overflow) = max(time.count, 0).multipliedReportingOverflow(by: 1_000)
  return overflow ? .max : product
}

/// What a call of C answered.
func answer(_ raw: Int64) -> Result<Int, Errno> {
  if raw < 0 { return .failure(Errno(rawValue: Int32(truncatingIfNeeded: -raw))) }
  // A file of 2 GiB has no size in the Int of a 32-bit board.
  guard let value = Int(exactly: raw) else { return .failure(.overflow) }
  return .success(value)
}
