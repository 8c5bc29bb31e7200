import Findings

/// Two slots before the first partition, a page apart, so that no write of one can touch the other.
private let slotOffsets = [1 << 20, 1 << 20 + 4_096]

extension Init {
  /// Reads the newer slot, and with it how the run before ended.
  ///
  /// The disk stays open from here on. By its name, another card that was put in its place would be
  /// written, or this one told that it was stopped in order after it had been pulled.
  func readMarker() {
    guard let path = disks.disk else { return }
    disk = open(path, .write) ?? open(path, .reading)
    for offset in slotOffsets {
      guard let found = RunMarker(bytes(ofDiskAt: offset)) else { continue }
      // By the distance, which also holds where the numbers begin anew.
      if lastEnd == nil || Int32(bitPattern: found.sequence &- marker.sequence) > 0 {
        marker = found
        lastEnd = found.end
      }
    }
    if hasBitten, lastEnd == .powerCut { lastEnd = .watchdog }
  }

  /// Writes how the run ends if nothing more is written.
  @inline(never)
  func writeMarker(_ end: RunEnd, note: [UInt8]) {
    switch disk {
    case .some(let disk):
      marker.sequence &+= 1
      marker.end = end
      marker.note = note
      do throws(Errno) {
        try disk.write(marker.bytes.span, at: slotOffsets[Int(marker.sequence & 1)])
        try disk.syncData()
      } catch {
        tell("no marker:", "card", error)
      }
    case .none: break
    }
  }

  /// Returns once all that was written to the disk is durable; answers whether it is.
  func settleDisk() -> Bool {
    switch disk {
    case .some(let disk): (try? disk.syncData()) != nil
    case .none: false
    }
  }

  /// Whether the disk that was opened has no byte left, as the kernel leaves one that was pulled.
  var isDiskGone: Bool {
    var bytes = [UInt8](repeating: 0, count: 1)
    var span = bytes.mutableSpan
    return switch disk {
    case .some(let disk): (try? disk.read(at: 0, into: &span)) ?? 0 == 0
    case .none: false
    }
  }

  private func open(_ path: Path, _ options: OpenOptions) -> FileDescriptor<K>? {
    try? FileDescriptor.open(path, options, kernel: kernel)
  }

  private func bytes(ofDiskAt offset: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: RunMarker.byteCount)
    var span = bytes.mutableSpan
    switch disk {
    // What cannot be read holds no marker.
    case .some(let disk): _ = try? disk.read(at: offset, into: &span)
    case .none: break
    }
    return bytes
  }
}
