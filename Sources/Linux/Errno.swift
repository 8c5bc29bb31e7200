/// An error number of the kernel.
///
/// The numbers named here are the same on every architecture of the appliance (Linux:
/// asm-generic/errno-base.h and errno.h).
public struct Errno: Error, Hashable {
  /// The number: 1 to 4,095.
  public let rawValue: Int32

  /// Makes an error of its number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// EPERM: not permitted, such as a change of an immutable file.
  public static let notPermitted = Self(rawValue: 1)
  /// ENOENT: no such file or folder.
  public static let noSuchFile = Self(rawValue: 2)
  /// EINTR: a signal came first.
  public static let interrupted = Self(rawValue: 4)
  /// EIO: the device failed.
  public static let inputOutput = Self(rawValue: 5)
  /// ENXIO: no such device or address.
  public static let noSuchAddress = Self(rawValue: 6)
  /// EAGAIN: would have to wait, and was asked not to.
  public static let wouldBlock = Self(rawValue: 11)
  /// EBADF: no such descriptor.
  public static let badDescriptor = Self(rawValue: 9)
  /// EACCES: the file's permissions forbid it.
  public static let accessDenied = Self(rawValue: 13)
  /// EBUSY: somebody else has it.
  public static let busy = Self(rawValue: 16)
  /// EEXIST: there is such a file.
  public static let fileExists = Self(rawValue: 17)
  /// ENODEV: no such device.
  public static let noSuchDevice = Self(rawValue: 19)
  /// EINVAL: the kernel does not accept an argument.
  public static let invalidArgument = Self(rawValue: 22)
  /// ENOTTY: not a terminal.
  public static let notTerminal = Self(rawValue: 25)
  /// ENOSPC: no room left.
  public static let noSpace = Self(rawValue: 28)
  /// EROFS: the file system can only be read.
  public static let readOnlyFileSystem = Self(rawValue: 30)
  /// ENOSYS: no such call, or none in this build.
  public static let notBuiltIn = Self(rawValue: 38)
  /// EOVERFLOW: the value has no room in its type.
  public static let overflow = Self(rawValue: 75)
  /// ETIMEDOUT: the device took too long.
  public static let timedOut = Self(rawValue: 110)
  /// EREMOTEIO: the device did not acknowledge, as many adapters say it.
  public static let remoteFailed = Self(rawValue: 121)
  /// EDQUOT: no room left for this user.
  public static let quotaExceeded = Self(rawValue: 122)
  /// ENOMEDIUM: no card in the slot.
  public static let noMedium = Self(rawValue: 123)
}
