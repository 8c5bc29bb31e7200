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
    finit_module /modules/vfat
    finit_module /modules/i2c_bcm2835
    finit_module /modules/sdhci_iproc
    open /dev/watchdog
    watchdog 15 s
    open /sys/class/leds/ACT/trigger
    write /sys/class/leds/ACT/trigger none
    open /sys/class/leds/ACT/brightness
    write /sys/class/leds/ACT/brightness 0
    run /fsck.fat -a /dev/mmcblk0p2 as 0
    mount vfat /dev/mmcblk0p2 /card nosuid,nodev,noexec noatime,lazytime \
    uid=1,gid=1,fmask=0077,dmask=0077
    mount vfat /dev/mmcblk0p1 /boot nosuid,nodev,noexec ro
    umount /boot
    open /dev/mmcblk0
    write /dev/mmcblk0 at 1052672, 512 bytes
    fdatasync /dev/mmcblk0
    chown /dev/gpiochip0 1
    chown /dev/i2c-1 1
    run /init run --card /card --supervised first as 1
    write /dev/watchdog 0x00
    write /dev/watchdog 0x00
    umount /card
    open /dev/mmcblk0
    write /dev/mmcblk0 at 1048576, 512 bytes
    fdatasync /dev/mmcblk0
    write /dev/watchdog V
    power off
    """
  #expect(machine.transcript == golden.split(separator: "\n").map(String.init))
}
