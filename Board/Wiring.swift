import Findings

extension Board {
  /// The wiring as lines of ASCII: what, header pin, wire, and for lines the kernel's name.
  public var wiring: [[UInt8]] {
    var rows = [Self.row("WHAT", Literal("PIN").bytes, "WIRE", Literal("LINE").bytes)]
    if let sensor {
      rows.append(Self.row("sensor 3.3 V", sensor.power.text, "red", []))
      rows.append(Self.row("sensor ground", sensor.ground.text, "black", []))
      rows.append(Self.row("sensor SDA", sensor.data.text, "blue", bus.text))
      rows.append(Self.row("sensor SCL", sensor.clock.text, "yellow", bus.text))
    }
    for use in Use.allCases {
      let line = lines[use]
      rows.append(Self.row(use.what, line.pin?.text ?? Literal("-").bytes, use.wire, line.text))
    }
    if let pwm, let pin = lines.buzzer.pin {
      rows.append(
        Self.row("or a passive one, BUZZER=passive", pin.text, Use.buzzer.wire, pwm.text))
      rows.append(
        Self.padded(Literal("  which needs in config.txt").bytes, to: 34) + pwm.setup.bytes)
    }
    return rows
  }

  @inline(never)
  private static func row(
    _ what: Literal, _ pin: [UInt8], _ wire: Literal, _ line: [UInt8]
  ) -> [UInt8] {
    let start = padded(what.bytes, to: 34) + padded(pin, to: 8)
    return line.isEmpty ? start + wire.bytes : start + padded(wire.bytes, to: 8) + line
  }

  private static func padded(_ text: [UInt8], to width: Int) -> [UInt8] {
    text + [UInt8](repeating: UInt8(ascii: " "), count: max(width - text.count, 1))
  }
}

extension HeaderPin {
  /// The pin as people say it: `11`, or `P9.12` on a board with several headers.
  public var text: [UInt8] {
    header.count == 0
      ? decimal(UInt32(number)) : header.bytes + Literal(".").bytes + decimal(UInt32(number))
  }
}

extension Line {
  /// The line as the kernel names it, with what is asked of it.
  public var text: [UInt8] {
    let bias: Literal =
      switch bias {
      case .none: ""
      case .pullUp: ", pull-up"
      case .pullDown: ", pull-down"
      }
    let level: Literal = isActiveLow ? ", active low" : ""
    return chipLabel.bytes + Literal(" ").bytes + decimal(offset) + level.bytes + bias.bytes
  }
}

extension PWMChannel {
  /// The channel as the kernel names it.
  public var text: [UInt8] {
    node.bytes + Literal(" channel ").bytes + decimal(UInt32(channel))
  }
}

extension BusIdentity {
  /// The bus as the kernel names it.
  public var text: [UInt8] {
    switch self {
    case .deviceTreeNode(let node): node.bytes
    case .adapterName(let name): name.bytes
    case .simulated: Literal("simulated").bytes
    }
  }
}

// Bytes and not String, whose concatenation brings 20 kB of the standard library along.

private func decimal(_ number: UInt32) -> [UInt8] {
  let last = UInt8(ascii: "0") + UInt8(number % 10)
  return number < 10 ? [last] : decimal(number / 10) + [last]
}
