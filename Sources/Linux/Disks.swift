import Findings
import Recording

/// Where the card is.
struct Disks {
  /// The whole disk, where it is one of `make image`: sectors before its first partition are ours.
  var disk: Path?
  /// Its first partition.
  var boot: Path?
  /// The partition of the exams.
  var card: Path?
}

extension Init {
  /// The longest that a card may take to be found once its modules are loaded.
  private static var cardLimit: Microseconds { .seconds(4) }
  private static var lookAgain: Microseconds { .milliseconds(10) }

  /// Waits until the card is found, or until it would have been.
  func findDisks() {
    let devices = Path("/dev")
    let limit = kernel.monotonic() + Self.cardLimit
    while true {
      let partitions = contents(of: Path("/proc/partitions"), atMost: 4_096)
      var rows = partitions.span
      // A line that names the columns goes before those of the partitions.
      _ = part(of: &rows, before: UInt8(ascii: "\n"))
      while !rows.isEmpty {
        let row = part(of: &rows, before: UInt8(ascii: "\n"))
        var start = row.count
        while start > 0, row[start - 1] != UInt8(ascii: " ") { start -= 1 }
        if start > 0 { look(at: devices.appending(row.extracting(start...))) }
      }
      let now = kernel.monotonic()
      if disks.card != nil || now > limit { return }
      _ = kernel.sleep(until: now + Self.lookAgain)
    }
  }

  /// A disk of `make image` goes before a partition that is merely called CLONUS.
  private func look(at device: Path) {
    let sector = contents(of: device, atMost: 512)
    guard disks.disk == nil, sector.count == 512, sector[510] == 0x55, sector[511] == 0xAA else {
      return
    }
    if isOurs(sector) {
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      let needsLetter = device.bytes.last.map { digits.contains($0) } ?? false
      disks.disk = device
      disks.boot = Self.partition(device, needsLetter ? "p1" : "1")
      disks.card = Self.partition(device, needsLetter ? "p2" : "2")
    } else if disks.card == nil, cardLabel.begins(sector.span.extracting(71...)) {
      disks.card = device
    }
  }

  /// Whether the sector is the MBR that image/genimage.cfg describes: the disk's signature, and two
  /// FAT32 partitions of which the first leaves 4 MiB before it.
  private func isOurs(_ sector: [UInt8]) -> Bool {
    RunMarker.word(sector, at: 440) == 0x434C_4F4E && sector[450] == 0x0C && sector[466] == 0x0C
      && RunMarker.word(sector, at: 454) == 8_192
  }

  private static func partition(_ disk: Path, _ ending: Literal) -> Path {
    var text = TextBuffer()
    text.append(bytes: disk.bytes)
    text.append(ending)
    return Path(literal: text.bytes)
  }
}

/// The label in a FAT32 boot sector, and what follows it there.
private let cardLabel: Literal = "CLONUS     FAT32   "
