import Findings

// The Raspberry Pi family: one 40-pin header with the same lines in the same places; offsets are BCM
// numbers. Left free: 0 and 1 (EEPROM), 2 and 3 (I2C), 14 and 15 (console), 7 to 11 (SPI).
//
// The lights and the buzzer are on lines that the chip pulls down at power-on (9 to 27), so that
// they are dark and silent until the program runs.
//
// Read in sources and in others' reports: the labels, the model of the Zero 2 W, the Pi 5's bus node
// under Raspberry Pi's own kernels, the PWM channels of line 18. Unverified: the other models' strings,
// the bus node of the rest, the Pi 5's under a mainline kernel, and all of it on hardware.

extension Board {
  /// Raspberry Pi Zero 2 W.
  public static let piZero2W = Board(
    word: "pi-zero-2-w", name: "Raspberry Pi Zero 2 W", models: ["Raspberry Pi Zero 2 W"],
    bus: .deviceTreeNode("/soc/i2c@7e804000"), sensor: piSensor, lines: piLines("pinctrl-bcm2835"),
    pwm: piPWM)

  /// Raspberry Pi 3, every model.
  public static let pi3 = Board(
    word: "pi-3", name: "Raspberry Pi 3", models: ["Raspberry Pi 3"],
    bus: .deviceTreeNode("/soc/i2c@7e804000"), sensor: piSensor, lines: piLines("pinctrl-bcm2835"),
    pwm: piPWM)

  /// Raspberry Pi 4, every model.
  public static let pi4 = Board(
    word: "pi-4", name: "Raspberry Pi 4", models: ["Raspberry Pi 4"],
    bus: .deviceTreeNode("/soc/i2c@7e804000"), sensor: piSensor, lines: piLines("pinctrl-bcm2711"),
    pwm: piPWM)

  /// Raspberry Pi 5: its header hangs on the RP1.
  public static let pi5 = Board(
    word: "pi-5", name: "Raspberry Pi 5", models: ["Raspberry Pi 5"],
    bus: .deviceTreeNode("/axi/pcie@1000120000/rp1/i2c@74000"), sensor: piSensor,
    lines: piLines("pinctrl-rp1"),
    pwm: PWMChannel(node: "/rp1/pwm@98000", channel: 2, setup: "dtoverlay=pwm-2chan"))

  /// Raspberry Pi Zero and Zero W, the first ones (ARMv6).
  public static let piZero = Board(
    word: "pi-zero", name: "Raspberry Pi Zero or Zero W", models: ["Raspberry Pi Zero"],
    bus: .deviceTreeNode("/soc/i2c@7e804000"), sensor: piSensor, lines: piLines("pinctrl-bcm2835"),
    pwm: piPWM)

  private static let piSensor = SensorPins(
    power: HeaderPin(1), ground: HeaderPin(9), data: HeaderPin(3), clock: HeaderPin(5))

  private static let piPWM = PWMChannel(
    node: "/soc/pwm@7e20c000", channel: 0,
    setup: "dtparam=audio=off and dtoverlay=pwm,pin=18,func=2")

  @inline(never)
  private static func piLines(_ chip: Literal) -> Lines {
    Lines(
      dataReady: Line(chip, 17, pin: HeaderPin(11), bias: .pullDown),
      button: Line(
        chip, 27, pin: HeaderPin(13), isActiveLow: true, bias: .pullUp,
        debounce: .milliseconds(10)),
      light1: Line(chip, 22, pin: HeaderPin(15)),
      light2: Line(chip, 23, pin: HeaderPin(16)),
      light3: Line(chip, 24, pin: HeaderPin(18)),
      buzzer: Line(chip, 18, pin: HeaderPin(12)))
  }
}
