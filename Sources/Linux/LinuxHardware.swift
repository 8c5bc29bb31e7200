import CLinux

/// The chips and buses of the running machine, by libgpiod and libi2c.
public struct LinuxHardware: Hardware {
  /// Makes what can be asked.
  public init() {}

  public func chipLines(_ path: Path) -> Result<Int, Errno> {
    unsafe path.terminated.withUnsafeBufferPointer { answer(unsafe cl_chip_lines($0.baseAddress)) }
  }

  public func readByte(_ bus: Path, of address: UInt8, in register: UInt8) -> Result<Int, Errno> {
    unsafe bus.terminated.withUnsafeBufferPointer {
      answer(unsafe cl_bus_read_byte($0.baseAddress, address, register))
    }
  }
}

/// The two libraries that are linked in.
public enum Libraries {
  /// The version of libgpiod; nil in a build without it.
  public static var gpiod: [UInt8]? { unsafe bytes(cl_gpiod_version()) }

  /// The version of libi2c; nil in a build without it.
  public static var i2c: [UInt8]? { unsafe bytes(cl_i2c_version()) }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
    guard var next = unsafe text else { return nil }
    var bytes: [UInt8] = []
    while unsafe next.pointee != 0 {
      bytes.append(UInt8(bitPattern: Int8(unsafe next.pointee)))
      unsafe next += 1
    }
    return bytes
  }
}
