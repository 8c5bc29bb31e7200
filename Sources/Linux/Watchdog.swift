import Findings

extension Init {
  /// The longest that the Raspberry Pi's watchdog can wait is just under 16 s.
  private static var watchdogSeconds: Int32 { 15 }

  /// Opens the watchdog, from where on it must be fed.
  func startWatchdog() {
    do throws(Errno) {
      let device = try FileDescriptor.open(Path("/dev/watchdog"), .write, kernel: kernel)
      hasBitten =
        try uninterrupted {
          kernel.setWatchdog(device.number, seconds: Self.watchdogSeconds)
        } == 1
      watchdog = consume device
    } catch {
      tell("no", "watchdog", error)
    }
  }

  /// Feeds it: any byte will do.
  func feedWatchdog() { writeWatchdog(0) }

  /// Lets it sleep: this byte before the file is closed (Linux: watchdog-api.rst, magic close).
  func stopWatchdog() {
    writeWatchdog(UInt8(ascii: "V"))
    watchdog = nil
  }

  private func writeWatchdog(_ byte: UInt8) {
    let bytes: [UInt8] = [byte]
    switch watchdog {
    case .some(let device): try? device.write(bytes.span)
    case .none: break
    }
  }
}
