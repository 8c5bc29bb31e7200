import Sensing

/// An I2C bus of a kernel: `/dev/i2c-N`.
public struct KernelBus<K: Kernel>: ~Copyable, I2CBus {
  private let kernel: K
  private let device: FileDescriptor<K>

  /// Opens a bus.
  public init(_ path: Path, kernel: K) throws(Errno) {
    self.kernel = kernel
    device = try FileDescriptor.open(path, .write, kernel: kernel)
  }

  public mutating func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    // A signal that came first has begun nothing: adapters that can be interrupted say so before the
    // transfer, and no signal is delivered to the thread of the bus.
    while true {
      switch kernel.transfer(device.number, address.value, write: written, read: &read) {
      case .success: return
      case .failure(.interrupted): continue
      case .failure(let errno): throw BusError(errno)
      }
    }
  }
}

extension BusError {
  /// What the kernel's error means for a bus (Linux: Documentation/i2c/fault-codes.rst). Adapters
  /// that know no better say EREMOTEIO or ENXIO where nobody acknowledges.
  init(_ errno: Errno) {
    switch errno {
    case .noSuchAddress, .remoteFailed: self = .noAcknowledge
    case .noSuchDevice: self = .noData
    case .wouldBlock: self = .arbitrationLost
    case .busy, .invalidArgument, .inputOutput: self = .bus
    case .timedOut: self = .timeout
    default: self = .other(errno.rawValue)
    }
  }
}
