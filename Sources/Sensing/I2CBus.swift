/// A device's 7-bit address, right-aligned.
public struct I2CAddress: Sendable, Hashable {
  /// The address: 0x08 to 0x77.
  public let value: UInt8

  /// Makes an address.
  public init(_ value: UInt8) { self.value = value }
}

/// What a bus says went wrong, after the kernel's fault codes (Linux: i2c/fault-codes).
public enum BusError: Error, Hashable {
  /// Nobody answered at the address (ENXIO).
  case noAcknowledge
  /// The device stopped answering within a transfer (ENODEV).
  case noData
  /// Another controller took the bus (EAGAIN).
  case arbitrationLost
  /// The bus is busy or in a state it should not be in (EBUSY, EINVAL, EIO).
  case bus
  /// The transfer took too long (ETIMEDOUT).
  case timeout
  /// Any other error number.
  case other(Int32)
}

/// A bus to which chips are tied; the one seam below Sensing.
///
/// One transfer is: start, address and write, the bytes of `written`, then, where `read` is not
/// empty, a repeated start, address and read, one byte for each of `read`, stop. Either part may be
/// empty. A failed transfer may have written some of its bytes; `read` then holds nothing of worth.
public protocol I2CBus: ~Copyable {
  /// Carries out one transfer.
  mutating func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError)
}
