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

  /// When the bus must have been found, counted from the kernel's start: an adapter on USB comes late.
  private static var busLimit: Microseconds { .seconds(6) }

  /// Gives the worker the devices that it works with.
  func giveDevices() {
    let devices = Path("/dev")
    while true {
      var hasBus = false
      for name in names(in: devices) {
        let isBus = name.starts(with: ("i2c-" as Literal).bytes)
        guard isBus || name.starts(with: ("gpiochip" as Literal).bytes) else { continue }
        _ = kernel.changeOwner(of: devices.appending(name), to: workerUser)
        if isBus { hasBus = true }
      }
      let now = kernel.monotonic()
      if hasBus || now > Self.busLimit { return }
      _ = kernel.sleep(until: now + .milliseconds(10))
    }
  }
}
