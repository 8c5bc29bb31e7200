import Findings
import Testing

@testable import Linux

private let ready: PretendMachine.Act = .says([LifeSign.ready.rawValue])
private let model = Array("Raspberry Pi 4 Model B Rev 1.5\0".utf8)

/// The first sector of a disk of `make image`.
private let ownDisk: [UInt8] = {
  var sector = [UInt8](repeating: 0, count: 512)
  sector.replaceSubrange(440..<444, with: [0x4E, 0x4F, 0x4C, 0x43])
  (sector[450], sector[466]) = (0x0C, 0x0C)
  sector.replaceSubrange(454..<458, with: [0x00, 0x20, 0, 0])
  (sector[510], sector[511]) = (0x55, 0xAA)
  return sector
}()

/// The first sector of a FAT32 partition.
private func fat(_ label: String = "CLONUS     ", isDirty: Bool = false) -> [UInt8] {
  var sector = [UInt8](repeating: 0, count: 512)
  sector[65] = isDirty ? 1 : 0
  sector.replaceSubrange(71..<90, with: Array((label + "FAT32   ").utf8))
  (sector[510], sector[511]) = (0x55, 0xAA)
  return sector
}

/// A Raspberry Pi 4 with its card in it.
private func machine(_ runs: [[PretendMachine.Act]]) -> PretendMachine {
  let machine = PretendMachine()
  machine.files = [
    "/dev/null": [], "/dev/watchdog": [], "/proc/device-tree/model": model,
    "/modules/list": Array("* vfat\npi- i2c_bcm2835\npi-4 sdhci_iproc\nbench virtio_blk\n".utf8),
    "/modules/vfat": [1], "/modules/i2c_bcm2835": [1], "/modules/sdhci_iproc": [1],
    "/modules/virtio_blk": [1],
    "/proc/partitions": Array(
      "major minor  #blocks  name\n\n 179 0 1 mmcblk0\n 179 1 1 mmcblk0p1\n 179 2 1 mmcblk0p2\n"
        .utf8),
    "/dev/mmcblk0": ownDisk + [UInt8](repeating: 0, count: 2 << 20),
    "/dev/mmcblk0p1": fat("CLONUSBOOT "), "/dev/mmcblk0p2": fat(),
    "/sys/class/leds/ACT/trigger": [], "/sys/class/leds/ACT/brightness": [],
  ]
  machine.folders = ["/dev": ["gpiochip0", "i2c-1", "mem"], "/sys/class/leds": ["ACT"]]
  machine.runs = ["/init": runs]
  return machine
}

private func run(_ machine: PretendMachine) -> Init<PretendMachine> {
  let process = Init(kernel: machine)
  process.run()
  return process
}

@Test func theBootMakesTheseCallsInThisOrder() {
  let machine = machine([[ready, .silent, .ends(0)]])
  _ = run(machine)
  let golden = """
    open /dev/null
    open /dev/null
    mount proc proc /proc nosuid,nodev,noexec
    mount sysfs sysfs /sys nosuid,nodev,noexec
    mount devtmpfs devtmpfs /dev nosuid,noexec
    chown /dev/gpiochip0 1
    chown /dev/i2c-1 1
    run /init run --card /card --supervised wait as 1
    finit_module /modules/vfat
    finit_module /modules/i2c_bcm2835
    finit_module /modules/sdhci_iproc
    open /dev/watchdog
    watchdog 15 s
    open /sys/class/leds/ACT/trigger
    write /sys/class/leds/ACT/trigger none
    open /sys/class/leds/ACT/brightness
    write /sys/class/leds/ACT/brightness 0
    open /dev/mmcblk0
    run /fsck.fat -a /dev/mmcblk0p2 as 0
    mount vfat /dev/mmcblk0p2 /card nosuid,nodev,noexec noatime,lazytime \
    uid=1,gid=1,fmask=0077,dmask=0077
    mount vfat /dev/mmcblk0p1 /boot nosuid,nodev,noexec ro
    umount /boot
    write /dev/mmcblk0 at 1052672, 512 bytes
    fdatasync /dev/mmcblk0
    chown /dev/gpiochip0 1
    chown /dev/i2c-1 1
    write pipe first
    write /dev/watchdog 0x00
    write /dev/watchdog 0x00
    umount /card
    fdatasync /dev/mmcblk0
    write /dev/mmcblk0 at 1048576, 512 bytes
    fdatasync /dev/mmcblk0
    write /dev/watchdog V
    power off
    """
  #expect(machine.transcript == golden.split(separator: "\n").map(String.init))
}

@Test func modulesOfOtherBoardsStayAway() {
  let machine = machine([[.ends(0)]])
  machine.files["/proc/device-tree/model"] = Array("linux,dummy-virt\0".utf8)
  _ = run(machine)
  #expect(
    machine.lines(of: "finit_module") == [
      "finit_module /modules/vfat", "finit_module /modules/virtio_blk",
    ])
}

@Test func aRunThatWasStoppedInOrderIsToldAndTheCardIsNotLookedThrough() {
  let machine = machine([[ready, .ends(0)], [ready, .ends(0)]])
  _ = run(machine)
  let second = run(machine)
  #expect(second.lastEnd == .stopped)
  #expect(machine.lines(of: "run /fsck.fat").count == 1)
  #expect(machine.lines(of: "write pipe") == ["write pipe first", "write pipe stopped"])
}

@Test func aRunThatTheWatchdogEndedIsToldFromACut() {
  let machine = machine([[ready, .ends(0)]])
  machine.errors = [("write /dev/mmcblk0 at 1048576", .inputOutput)]
  _ = run(machine)
  machine.errors = []
  machine.hasBitten = true
  machine.runs["/init"] = [[.ends(0)]]
  #expect(run(machine).lastEnd == .watchdog)
  #expect(machine.lines(of: "write pipe").last == "write pipe watchdog")
  // An orderly stop is one, whatever the watchdog remembers.
  machine.runs["/init"] = [[.ends(0)]]
  #expect(run(machine).lastEnd == .stopped)
}

@Test func aCutRunIsToldAndTheCardIsLookedThrough() {
  let machine = machine([[ready, .ends(0)]])
  // As a cut would leave it: no marker after the one of the boot.
  machine.errors = [
    ("umount /card", .inputOutput), ("write /dev/mmcblk0 at 1048576", .inputOutput),
  ]
  _ = run(machine)
  machine.errors = []
  machine.runs["/init"] = [[.ends(0)]]
  let second = run(machine)
  #expect(second.lastEnd == .powerCut)
  #expect(machine.lines(of: "run /fsck.fat").count == 2)
  #expect(machine.lines(of: "sync") == ["sync"])
}

@Test func aWorkerThatCrashesIsStartedAgainAndItsLastLineKept() {
  let machine = machine([
    [ready, .says(Array("clonus: one\nclonus: trapped by SIGILL\n".utf8)), .ends(128 + 4)],
    [ready, .ends(0)],
  ])
  let process = run(machine)
  #expect(machine.lines(of: "run /init").count == 2)
  #expect(machine.lines(of: "run /init").last?.contains("crashed") == true)
  #expect(machine.console.contains("crashed: clonus: trapped by SIGILL"))
  #expect(process.marker.end == .stopped)
  #expect(machine.transcript.last == "power off")
}

@Test func aWorkerThatCrashesAgainAndAgainStartsTheMachineAnew() throws {
  let machine = machine(Array(repeating: [.ends(1)], count: 9))
  _ = run(machine)
  #expect(machine.lines(of: "run /init").count == Supervisor.mostEnds)
  #expect(machine.transcript.last == "reboot")
  let disk = try #require(machine.files["/dev/mmcblk0"])
  let slots = [1_048_576, 1_052_672].compactMap { RunMarker([UInt8](disk[$0..<$0 + 512])) }
  #expect(slots.count == 2)
  #expect(slots.allSatisfy { $0.end == .crashed })
}

@Test func aWorkerThatStandsStillIsKilledAndTheWatchdogNotFed() throws {
  let machine = machine([
    [ready] + Array(repeating: .silent, count: 20), [ready, .ends(0)],
  ])
  let process = run(machine)
  #expect(machine.lines(of: "kill") == ["kill 40"])
  #expect(machine.lines(of: "run /init").last?.contains("hung") == true)
  // One feeding a second while it lives, and none from then on until it is started again.
  let killed = try #require(machine.transcript.firstIndex(of: "kill 40"))
  let started = try #require(machine.transcript.firstIndex(of: "write pipe first"))
  let fed = machine.transcript[started..<killed].count { $0 == "write /dev/watchdog 0x00" }
  #expect((7...9).contains(fed))
  #expect(process.marker.end == .stopped)
}

@Test func aDirtyCardIsRepairedAndItsMarkTakenAway() throws {
  let machine = machine([[ready, .ends(0)]])
  machine.files["/dev/mmcblk0p2"] = fat(isDirty: true)
  _ = run(machine)
  let calls = machine.transcript
  let repaired = try #require(calls.firstIndex { $0.hasPrefix("run /fsck.fat") })
  let mounted = try #require(calls.firstIndex { $0.hasPrefix("mount vfat /dev/mmcblk0p2") })
  #expect(repaired < mounted)
  #expect(machine.transcript.contains("write /dev/mmcblk0p2 at 0, 512 bytes"))
  #expect(machine.files["/dev/mmcblk0p2"]?[65] == 0)
}

@Test func aCardThatCannotBeWrittenIsMountedForReading() {
  let machine = machine([[ready, .ends(0)]])
  machine.errors = [
    (
      "mount vfat /dev/mmcblk0p2 /card nosuid,nodev,noexec noatime,lazytime uid",
      .readOnlyFileSystem
    )
  ]
  _ = run(machine)
  #expect(
    machine.lines(of: "mount vfat /dev/mmcblk0p2").last
      == "mount vfat /dev/mmcblk0p2 /card nosuid,nodev,noexec noatime,lazytime ro "
      + "uid=1,gid=1,fmask=0077,dmask=0077")
  #expect(machine.lines(of: "run /init").first?.contains("--card") == true)
}

@Test func withoutACardTheWorkerRunsAllTheSame() {
  let machine = machine([[ready, .ends(0)]])
  machine.files["/proc/partitions"] = []
  _ = run(machine)
  // Told of a folder where no card is, it cannot record and says so; without any it would not know.
  #expect(machine.lines(of: "run /init") == ["run /init run --card /card --supervised wait as 1"])
  #expect(machine.lines(of: "write pipe") == ["write pipe first"])
  #expect(machine.lines(of: "write /dev/mmcblk0").isEmpty)
  #expect(machine.clock > .seconds(4))
}

@Test func aKernelThatStartsSlowlyIsWaitedForAllTheSame() throws {
  let machine = machine([[ready, .ends(0)]])
  machine.pass(.seconds(20))
  let partitions = try #require(machine.files["/proc/partitions"])
  machine.files["/proc/partitions"] = nil
  machine.late = ("/proc/partitions", 30, partitions)
  _ = run(machine)
  #expect(machine.lines(of: "mount vfat /dev/mmcblk0p2").count == 1)
}

@Test func aBusThatComesAfterTheFirstStartIsGivenToTheNext() throws {
  let machine = machine([[.ends(69)], [ready, .ends(0)]])
  machine.folders["/dev"] = ["gpiochip0", "mem"]
  machine.afterRun = { $0.folders["/dev"] = ["gpiochip0", "i2c-1", "mem"] }
  _ = run(machine)
  let given = try #require(machine.transcript.firstIndex(of: "chown /dev/i2c-1 1"))
  let starts = machine.transcript.indices.filter {
    machine.transcript[$0].hasPrefix("run /init")
  }
  #expect(starts.count == 2 && starts[0] < given && given < starts[1])
}

@Test func aWorkerThatEndsBeforeTheCardIsThereIsStartedAgain() {
  let machine = machine([[.ends(69)], [ready, .ends(0)]])
  // It is reaped with what repairs the card.
  machine.runs["/fsck.fat"] = [[.ends(1)]]
  machine.endsEarly = true
  _ = run(machine)
  #expect(
    machine.lines(of: "run /init").last
      == "run /init run --card /card --supervised first --lamps-since 0 as 1")
  #expect(machine.transcript.last == "power off")
}

@Test func aRepairThatTakesLongFeedsTheWatchdog() throws {
  let machine = machine([[ready, .ends(0)]])
  machine.runs["/fsck.fat"] = [Array(repeating: .silent, count: 60) + [.ends(1)]]
  _ = run(machine)
  let begun = try #require(machine.transcript.firstIndex { $0.hasPrefix("run /fsck.fat") })
  let mounted = try #require(machine.transcript.firstIndex { $0.hasPrefix("mount vfat") })
  let fed = machine.transcript[begun..<mounted].count { $0 == "write /dev/watchdog 0x00" }
  #expect(fed >= 60)
  #expect(machine.lines(of: "kill").isEmpty)
}

@Test func aRepairThatNeverEndsIsEnded() {
  let machine = machine([[ready, .ends(0)]])
  machine.runs["/fsck.fat"] = [Array(repeating: .silent, count: 1_000)]
  _ = run(machine)
  #expect(machine.lines(of: "kill") == ["kill 41"])
  #expect(machine.lines(of: "write pipe") == ["write pipe first"])
}

@Test func aForeignDiskIsNeverWritten() {
  let machine = machine([[ready, .ends(0)]])
  machine.files["/dev/mmcblk0"]?[440] = 0
  machine.files["/dev/mmcblk0p2"] = fat("HOLIDAYS   ")
  _ = run(machine)
  #expect(machine.lines(of: "mount vfat").isEmpty)
  #expect(machine.lines(of: "write /dev/mmcblk0").isEmpty)
}

/// Its name may be another card's by then: whatever has to be noted goes to the disk that was opened.
@Test func aCardThatWasSwappedIsNotOpenedAgain() {
  let machine = machine([[ready, .ends(1)], [ready, .ends(0)]])
  _ = run(machine)
  #expect(machine.lines(of: "open /dev/mmcblk0").count == 1)
  #expect(machine.lines(of: "write /dev/mmcblk0 at").count == 3)
}

@Test func aCardThatWasPulledIsCovered() {
  let machine = machine([
    [ready, .silent, .silentWhilePulled("/dev/mmcblk0"), .silent, .ends(0)]
  ])
  _ = run(machine)
  #expect(machine.lines(of: "mount tmpfs") == ["mount tmpfs none /card nosuid,nodev,noexec ro"])
  #expect(machine.console.contains(" card gone\n"))
}

@Test func aDiskThatCannotBeWrittenStillTellsHowTheRunBeforeEnded() {
  let machine = machine([[ready, .ends(0)], [ready, .ends(0)]])
  _ = run(machine)
  machine.errors = [("open /dev/mmcblk0", .readOnlyFileSystem)]
  #expect(run(machine).lastEnd == .stopped)
}

@Test func aPartitionCalledClonusOfAnotherDiskIsTaken() {
  let machine = machine([[ready, .ends(0)]])
  machine.files["/dev/mmcblk0"]?[440] = 0
  _ = run(machine)
  #expect(machine.lines(of: "mount vfat").count == 1)
  #expect(machine.lines(of: "write /dev/mmcblk0 ").isEmpty)
}

@Test func aCardThatIsFoundLateIsWaitedFor() throws {
  let machine = machine([[ready, .ends(0)]])
  let partitions = try #require(machine.files["/proc/partitions"])
  machine.files["/proc/partitions"] = nil
  machine.late = ("/proc/partitions", 30, partitions)
  _ = run(machine)
  #expect(machine.lines(of: "mount vfat /dev/mmcblk0p2").count == 1)
}

// MARK: Updates

private func withUpdate(_ runs: [String: [[PretendMachine.Act]]], damaged: Bool = false)
  -> PretendMachine
{
  let machine = machine([])
  machine.runs = runs
  let program = Array("abc".utf8)
  machine.files["/boot/CLONUS.NEW"] = damaged ? Array("abd".utf8) : program
  // FIPS 180-4's own example.
  machine.files["/boot/CLONUS.SHA"] = Array(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  CLONUS.NEW\n".utf8)
  return machine
}

@Test func anUpdateThatReachesReadyIsKept() {
  let machine = withUpdate(["/run/clonus": [[ready, .ends(0)], [ready, .ends(0)]]])
  let first = run(machine)
  #expect(first.marker.update == .kept)
  let second = run(machine)
  #expect(second.runsUpdate)
  // The built-in program has tested the lamps meanwhile; the update goes on with that.
  #expect(machine.lines(of: "run /init").allSatisfy { $0.contains("wait") })
  #expect(machine.lines(of: "write pipe").isEmpty)
  #expect(machine.lines(of: "kill").count == 2)
  #expect(machine.lines(of: "run /run/clonus").allSatisfy { $0.contains("--lamps-since") })
}

@Test func anUpdateThatEndsBeforeReadyIsNeverTriedAgain() {
  let machine = withUpdate([
    "/run/clonus": [[.ends(1)]], "/init": [[ready, .ends(0)], [ready, .ends(0)]],
  ])
  let first = run(machine)
  #expect(first.marker.update == .rejected)
  _ = run(machine)
  #expect(machine.lines(of: "run /run/clonus").count == 1)
  #expect(machine.lines(of: "run /init").count { !$0.contains("wait") } == 1)
  #expect(machine.lines(of: "run /init").contains { $0.contains("crashed+update_rejected") })
  #expect(machine.lines(of: "write pipe") == ["write pipe stopped+update_rejected"])
  #expect(machine.console.contains("update rejected"))
}

@Test func anUpdateThatWasRemovedForAStartIsTriedAgain() throws {
  let machine = withUpdate([
    "/run/clonus": [[.ends(1)], [ready, .ends(0)]],
    "/init": [[ready, .ends(0)], [ready, .ends(0)]],
  ])
  let first = run(machine)
  #expect(first.marker.update == .rejected)
  let digest = try #require(machine.files["/boot/CLONUS.SHA"])
  machine.files["/boot/CLONUS.SHA"] = nil
  _ = run(machine)
  #expect(machine.lines(of: "write pipe") == ["write pipe stopped"])
  machine.files["/boot/CLONUS.SHA"] = digest
  let last = run(machine)
  #expect(last.marker.update == .kept)
}

@Test func anUpdateThatHangsTheMachineIsNotTriedAtTheNextBoot() {
  let machine = withUpdate(["/init": [[ready, .ends(0)]]])
  var marker = RunMarker()
  marker.sequence = 7
  marker.update = .tried
  marker.digest = [
    0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40, 0xDE, 0x5D, 0xAE, 0x22,
    0x23, 0xB0, 0x03, 0x61, 0xA3, 0x96, 0x17, 0x7A, 0x9C, 0xB4, 0x10, 0xFF, 0x61, 0xF2, 0x00,
    0x15, 0xAD,
  ]
  machine.files["/dev/mmcblk0"]?.replaceSubrange(1_052_672..<1_053_184, with: marker.bytes)
  let process = run(machine)
  #expect(process.lastEnd == .powerCut)
  #expect(process.marker.update == .rejected)
  #expect(machine.lines(of: "run /run/clonus").isEmpty)
}

@Test func anUpdateThatWasCopiedInPartIsLeftAlone() {
  let machine = withUpdate(["/init": [[ready, .ends(0)]]], damaged: true)
  let process = run(machine)
  #expect(machine.console.contains("update damaged"))
  #expect(machine.lines(of: "write pipe") == ["write pipe first+update_damaged"])
  #expect(!process.runsUpdate)
  // Copied anew it is tried: nothing was held against its digest.
  #expect(process.marker.update == .none)
}

// MARK: Pieces

@Test func aMarkerThatIsTornIsNone() throws {
  var marker = RunMarker()
  marker.end = .hung
  marker.note = Array("why".utf8)
  marker.digest = [UInt8](repeating: 9, count: 32)
  let found = try #require(RunMarker(marker.bytes))
  #expect(found.end == .hung && found.note == marker.note && found.digest == marker.digest)
  for index in [0, 16, 20, 100, 508] {
    var torn = marker.bytes
    torn[index] ^= 1
    #expect(RunMarker(torn) == nil)
  }
  #expect(RunMarker([UInt8](repeating: 0, count: 512)) == nil)
}

@Test func digestsAreThoseOfTheStandard() {
  func digest(_ text: String) -> String {
    var digest = SHA256()
    for byte in text.utf8 { digest.update(byte) }
    return digest.finish().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
  #expect(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  #expect(
    digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
      == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
}

@Test func inAnExamWritesMustAdvanceToo() {
  var supervisor = Supervisor()
  supervisor.start(at: .zero)
  #expect(supervisor.isAlive(at: .seconds(9)))
  #expect(!supervisor.isAlive(at: .seconds(11)))
  supervisor.take(.examBegan, at: .seconds(20))
  for second in Int64(21)...49 { supervisor.take(.beat, at: .seconds(second)) }
  #expect(supervisor.isAlive(at: .seconds(50)))
  supervisor.take(.beat, at: .seconds(51))
  #expect(!supervisor.isAlive(at: .seconds(51)))
  supervisor.take(.saved, at: .seconds(51))
  #expect(supervisor.isAlive(at: .seconds(51)))
  supervisor.take(.examEnded, at: .seconds(52))
  supervisor.take(.beat, at: .seconds(100))
  #expect(supervisor.isAlive(at: .seconds(101)))
}

@Test func endsThatAreFarApartAreForgotten() {
  var supervisor = Supervisor()
  for life in Int64(1)...20 {
    supervisor.start(at: .seconds(life * 1_000))
    let mayStart = supervisor.end(at: .seconds(life * 1_000 + 700))
    #expect(mayStart)
  }
}
