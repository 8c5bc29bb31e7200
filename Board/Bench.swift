import Findings

extension Board {
  /// The QEMU bench: `-M virt` with its PL061 (8 lines, of which 3 is the power button) and an
  /// i2c-tiny-usb adapter. A PL061 has no bias: the bench drives every input.
  public static let bench = Board(
    word: "bench", name: "QEMU bench (virt)", models: ["linux,dummy-virt"],
    bus: .adapterName("i2c-tiny-usb"), sensor: nil,
    lines: Lines(
      dataReady: Line("9030000.pl061", 0),
      button: Line("9030000.pl061", 1, isActiveLow: true, debounce: .milliseconds(10)),
      light1: Line("9030000.pl061", 4),
      light2: Line("9030000.pl061", 5),
      light3: Line("9030000.pl061", 6),
      buzzer: Line("9030000.pl061", 7)))
}
