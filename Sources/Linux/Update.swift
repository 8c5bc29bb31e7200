import Findings

private let bootFolder = Path("/boot")
private let updateProgram = Path("/run/clonus")

extension Init {
  private static var chunk: Int { 32_768 }
  /// The largest program that is taken, in bytes.
  private static var limit: Int { 8 << 20 }

  /// Takes a newer program from the boot partition into memory, if it is whole and did not fail
  /// before. It is tried once; only one that reached ready is taken again at the next boot.
  func takeUpdate() {
    // Without the marker nobody would know that it failed.
    guard let boot = disks.boot else { return }
    let mounted = kernel.mount(
      boot, on: bootFolder, as: "vfat", .guardedReadOnly, options: "")
    guard case .success = mounted else { return tell("no mount:", "boot") }
    defer { _ = kernel.unmount(bootFolder) }
    let expected = expectedDigest()
    guard expected.count == 32 else {
      // Whoever removes an update and copies it again wants it tried again.
      marker.digest = []
      return
    }
    if marker.digest != expected {
      marker.digest = expected
      marker.update = .none
    }
    if marker.update == .tried { marker.update = .rejected }
    guard marker.update != .rejected else { return refuse("rejected") }
    do throws(Errno) {
      guard try copyUpdate() == expected else { return refuse("damaged") }
    } catch {
      return tell("no", "update", error)
    }
    if marker.update == .none { marker.update = .tried }
    program = updateProgram
    runsUpdate = true
    tell("update", "taken")
  }

  /// The update has reached ready.
  func keepUpdate() {
    guard runsUpdate, marker.update == .tried else { return }
    marker.update = .kept
    writeMarker(.powerCut, note: [])
  }

  /// The update has failed, now or at last: the built-in program goes on.
  func rejectUpdate() {
    guard runsUpdate else { return }
    marker.update = .rejected
    refuse("rejected")
    program = Path("/init")
    runsUpdate = false
  }

  /// Tells why the built-in program runs beside an update; BOOT.LOG says it too.
  private func refuse(_ why: Literal) {
    updateWord = why
    tell("update", why)
  }

  /// The digest in CLONUS.SHA, as `sha256sum` writes it; nothing where there is none.
  private func expectedDigest() -> [UInt8] {
    let text = contents(of: bootFolder.appending("CLONUS.SHA"), atMost: 64)
    var digest: [UInt8] = []
    var high: UInt8?
    for byte in text {
      guard let value = Self.hexadecimal(byte) else { break }
      if let first = high { digest.append(first << 4 | value) }
      high = high == nil ? value : nil
    }
    return digest
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Copies the update into memory; answers the digest of what was copied.
  private func copyUpdate() throws(Errno) -> [UInt8] {
    let file = bootFolder.appending("CLONUS.NEW")
    let source = try FileDescriptor.open(file, kernel: kernel)
    let copy = try FileDescriptor.open(updateProgram, .anew, kernel: kernel)
    var digest = SHA256()
    var bytes = [UInt8](repeating: 0, count: Self.chunk)
    var offset = 0
    while true {
      var span = bytes.mutableSpan
      let count = try source.read(at: offset, into: &span)
      if count == 0 || offset > Self.limit { break }
      for index in Counting(0..<count) { digest.update(bytes[index]) }
      try copy.write(bytes.span.extracting(0..<count), at: offset)
      offset += count
    }
    _ = try uninterrupted { kernel.makeRunnable(updateProgram) }
    return digest.finish()
  }
}
