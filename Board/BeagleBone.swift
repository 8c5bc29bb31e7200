import Findings

// BeagleBone Black: all lines on one bank, gpio1, on pins that neither the eMMC (P8.3 to 6 and 20 to
// 25), nor HDMI and the boot configuration (P8.27 to 46) need.
//
// The kernel labels the banks in the order in which it probes them, so the label may name another
// bank: the node decides. Read in sources and in others' reports: how labels are made, the model,
// the node of I2C2. Unverified: the node of gpio1, that the pins are left as GPIO, that the kernel
// can set their bias (a resistor of 10 kohm from the button to 3.3 V does no harm).

extension Board {
  /// BeagleBone Black, also the wireless one. The sensor is on I2C2.
  public static let beagleBoneBlack = Board(
    word: "beaglebone-black", name: "BeagleBone Black", models: ["TI AM335x BeagleBone Black"],
    bus: .deviceTreeNode(
      "/ocp/interconnect@48000000/segment@100000/target-module@9c000/i2c@0"),
    sensor: SensorPins(
      power: HeaderPin(3, on: "P9"), ground: HeaderPin(1, on: "P9"), data: HeaderPin(20, on: "P9"),
      clock: HeaderPin(19, on: "P9")),
    lines: Lines(
      dataReady: gpio1(28, "P9", 12, bias: .pullDown),
      button: gpio1(
        17, "P9", 23, isActiveLow: true, bias: .pullUp, debounce: .milliseconds(10)),
      light1: gpio1(13, "P8", 11),
      light2: gpio1(12, "P8", 12),
      light3: gpio1(15, "P8", 15),
      buzzer: gpio1(14, "P8", 16)))

  @inline(never)
  private static func gpio1(
    _ offset: UInt32, _ header: Literal, _ number: UInt8, isActiveLow: Bool = false,
    bias: Bias = .none, debounce: Microseconds = .zero
  ) -> Line {
    Line(
      "gpio-32-63", offset, pin: HeaderPin(number, on: header),
      chipNode: "/ocp/interconnect@48000000/segment@0/target-module@4c000/gpio@0",
      isActiveLow: isActiveLow, bias: bias, debounce: debounce)
  }
}
