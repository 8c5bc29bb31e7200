/// The user that the worker runs as: none but its card and its devices belong to it.
let workerUser: UInt32 = 1

extension Init {
  /// Mounts what every program expects of a kernel.
  func mountSystem() {
    mount("proc", on: "/proc", .guarded)
    mount("sysfs", on: "/sys", .guarded)
    mount("devtmpfs", on: "/dev", .devices)
  }

  private func mount(_ type: StaticString, on folder: StaticString, _ flags: MountFlags) {
    let (source, folder) = (Path(type), Path(folder))
    if case .failure(let errno) = kernel.mount(source, on: folder, as: type, flags, options: "") {
      tell("no", type, errno)
    }
  }

  /// Gives the worker the devices that it works with.
  func giveDevices() {
    let devices = Path("/dev")
    for name in names(in: devices)
    where name.starts(with: ("gpiochip" as StaticString).bytes)
      || name.starts(with: ("i2c-" as StaticString).bytes)
    {
      _ = kernel.changeOwner(of: devices.appending(name), to: workerUser)
    }
  }
}
