import CLinux

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
