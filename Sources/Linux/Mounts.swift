import Findings

/// The user that the worker runs as: none but its card and its devices belong to it.
let workerUser: UInt32 = 1

extension Init {
  /// Mounts what every program expects of a kernel.
  func mountSystem() {
    mount("proc", on: "/proc", .guarded)
    mount("sysfs", on: "/sys", .guarded)
    mount("devtmpfs", on: "/dev", .devices)
  }

  private func mount(_ type: Literal, on folder: Literal, _ flags: MountFlags) {
    let (source, folder) = (Path(type), Path(folder))
    if case .failure(let errno) = kernel.mount(source, on: folder, as: type, flags, options: "") {
      tell("no", type, errno)
    }
  }

  /// The longest that is waited for the bus: an adapter on USB comes late.
  private static var busLimit: Microseconds { .seconds(3) }

  /// Gives the worker the devices that it works with, anew before each of its starts, for a bus may have
  /// come since the last. Without a bus it is of use for its lines alone.
  func giveDevices(waits: Bool) {
    let devices = Path("/dev")
    let limit = kernel.monotonic() + (waits ? Self.busLimit : .zero)
    while true {
      var hasBus = false
      for name in names(in: devices) {
        let isBus = ("i2c-" as Literal).begins(name.span)
        guard isBus || ("gpiochip" as Literal).begins(name.span) else { continue }
        _ = kernel.changeOwner(of: devices.appending(name), to: workerUser)
        if isBus { hasBus = true }
      }
      let now = kernel.monotonic()
      if hasBus || now >= limit { return }
      _ = kernel.sleep(until: now + .milliseconds(10))
    }
  }
}
