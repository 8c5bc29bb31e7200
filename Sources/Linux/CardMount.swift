import Findings

extension Init {
  /// Mounts the card, looked through and repaired before it is first written.
  func prepareCard() {
    guard let card = disks.card else { return tell("card", "missing") }
    let wasDirty = isDirty(card)
    if wasDirty || lastEnd != .stopped { repair(card) }
    if mountCard(card, .lazyTimes) || (repair(card) && mountCard(card, .lazyTimes)) {
      return clearDirty(card)
    }
    // A card that cannot be written can still say how to examine.
    if !mountCard(card, .lazyReadOnly) { tell("card", "unreadable") }
  }

  /// Covers a card that was pulled: between exams nothing is written, and to the worker what the kernel
  /// still remembers of it would look like a card. Another in the same slot is left alone until the
  /// next start.
  func coverPulledCard() {
    guard isCardMounted, isDiskGone else { return }
    isCardMounted = false
    tell("card", "gone")
    _ = kernel.mount(
      Path("none"), on: cardFolder, as: "tmpfs", .guardedReadOnly, options: "")
  }

  private func mountCard(_ card: Path, _ flags: MountFlags) -> Bool {
    let answer = kernel.mount(
      card, on: cardFolder, as: "vfat", flags.union(.guarded),
      options: "uid=1,gid=1,fmask=0077,dmask=0077")
    switch answer {
    case .success:
      tell(flags.contains(.readOnly) ? "card, read-only:" : "card", card.bytes)
      isCardMounted = true
    case .failure(let errno): tell("no mount:", "card", errno)
    }
    return isCardMounted
  }

  /// Lets dosfstools look through the card and repair what it finds; answers whether it could.
  @discardableResult
  private func repair(_ card: Path) -> Bool {
    let how = runToEnd(Path("/fsck.fat"), [("-a" as Literal).bytes, card.bytes])
    tell("fsck", line)
    return how == 0 || how == 1
  }

  /// The byte of a FAT32 boot sector whose lowest bit says that the card was not taken out in order
  /// (Linux: struct fat_boot_sector, fat32.state).
  private static var stateOffset: Int { 65 }

  private func isDirty(_ card: Path) -> Bool {
    let sector = contents(of: card, atMost: 512)
    return sector.count == 512 && sector[Self.stateOffset] & 1 != 0
  }

  /// The kernel sets that bit for as long as the card is mounted, and a laptop would ask for a repair
  /// of every card that was pulled. An exam leaves nothing to repair; where a cut comes while files
  /// are made, the next boot looks through the card in any case: see `RunEnd`.
  private func clearDirty(_ card: Path) {
    var sector = contents(of: card, atMost: 512)
    guard sector.count == 512, sector[Self.stateOffset] & 1 != 0 else { return }
    sector[Self.stateOffset] &= ~1
    do throws(Errno) {
      try overwrite(card, at: 0, sector)
    } catch {
      tell("no clean mark:", "card", error)
    }
  }
}
