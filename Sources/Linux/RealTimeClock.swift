import Findings
import Recording

/// The board's clock that runs on while it is off, where it has one.
public enum RealTimeClock {
  /// No device was switched on before this: 2026-01-01T00:00:00Z. A clock whose battery is empty begins
  /// at 1970 or 2000.
  private static let earliest: Int64 = 1_767_225_600

  /// What the clock said when the machine was switched on; nil where there is none, or it lost its time.
  public static func atPowerOn(_ kernel: some Kernel) -> CivilTime? {
    var seconds: Int64 = 0
    for byte in BoardDevices.contents(of: Path("/sys/class/rtc/rtc0/since_epoch"), kernel) {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), seconds < earliest * 100 else {
        break
      }
      seconds = seconds * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    guard seconds >= earliest else { return nil }
    return CivilTime(secondsSince1970: seconds - kernel.monotonic().count / 1_000_000)
  }
}
