import Findings

/// Two slots before the first partition, a page apart, so that no write of one can touch the other.
private let slotOffsets = [1 << 20, 1 << 20 + 4_096]

extension Init {
  /// Reads the newer slot, and with it how the run before ended.
  func readMarker() {
    guard let disk = disks.disk else { return }
    for offset in slotOffsets {
      guard let found = RunMarker(bytes(of: disk, at: offset)) else { continue }
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
    guard let disk = disks.disk else { return }
    marker.sequence &+= 1
    marker.end = end
    marker.note = note
    do throws(Errno) {
      try overwrite(disk, at: slotOffsets[Int(marker.sequence & 1)], marker.bytes)
    } catch {
      tell("no marker:", "card", error)
    }
  }

  /// Returns once all that was written to the disk is durable; answers whether it is.
  func settleDisk() -> Bool {
    guard let disk = disks.disk else { return false }
    do throws(Errno) {
      try FileDescriptor.open(disk, kernel: kernel).syncData()
      return true
    } catch {
      return false
    }
  }

  private func bytes(of disk: Path, at offset: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: RunMarker.byteCount)
    do throws(Errno) {
      let file = try FileDescriptor.open(disk, kernel: kernel)
      var span = bytes.mutableSpan
      _ = try file.read(at: offset, into: &span)
    } catch {
      // No marker, then.
    }
    return bytes
  }
}
