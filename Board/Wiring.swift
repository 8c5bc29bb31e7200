extension Board {
  /// The wiring as lines of ASCII: what, header pin, wire, and for lines the kernel's name.
  public var wiring: [[UInt8]] {
    var rows = [Self.row("WHAT", ascii("PIN"), "WIRE", ascii("LINE"))]
    if let sensor {
      rows.append(Self.row("sensor 3.3 V", sensor.power.text, "red", []))
      rows.append(Self.row("sensor ground", sensor.ground.text, "black", []))
      rows.append(Self.row("sensor SDA", sensor.data.text, "blue", bus.text))
      rows.append(Self.row("sensor SCL", sensor.clock.text, "yellow", bus.text))
    }
    for use in Use.allCases {
      let line = lines[use]
      rows.append(Self.row(use.what, line.pin?.text ?? ascii("-"), use.wire, line.text))
    }
    return rows
  }

  @inline(never)
  private static func row(
    _ what: StaticString, _ pin: [UInt8], _ wire: StaticString, _ line: [UInt8]
  ) -> [UInt8] {
    let start = padded(ascii(what), to: 34) + padded(pin, to: 8)
    return line.isEmpty ? start + ascii(wire) : start + padded(ascii(wire), to: 8) + line
  }

  private static func padded(_ text: [UInt8], to width: Int) -> [UInt8] {
    text + [UInt8](repeating: UInt8(ascii: " "), count: max(width - text.count, 1))
  }
}

extension HeaderPin {
  /// The pin as people say it: `11`, or `P9.12` on a board with several headers.
  public var text: [UInt8] {
    header.utf8CodeUnitCount == 0
      ? decimal(UInt32(number)) : ascii(header) + ascii(".") + decimal(UInt32(number))
  }
}

extension Line {
  /// The line as the kernel names it, with what is asked of it.
  public var text: [UInt8] {
    let bias: StaticString =
      switch bias {
      case .none: ""
      case .pullUp: ", pull-up"
      case .pullDown: ", pull-down"
      }
    let level: StaticString = isActiveLow ? ", active low" : ""
    return ascii(chipLabel) + ascii(" ") + decimal(offset) + ascii(level) + ascii(bias)
  }
}

extension BusIdentity {
  /// The bus as the kernel names it.
  public var text: [UInt8] {
    switch self {
    case .deviceTreeNode(let node): ascii(node)
    case .adapterName(let name): ascii(name)
    case .simulated: ascii("simulated")
    }
  }
}

// Bytes and not String, whose concatenation brings 20 kB of the standard library along.

@inline(never)
private func ascii(_ text: StaticString) -> [UInt8] { text.withUTF8Buffer { unsafe [UInt8]($0) } }

private func decimal(_ number: UInt32) -> [UInt8] {
  let last = UInt8(ascii: "0") + UInt8(number % 10)
  return number < 10 ? [last] : decimal(number / 10) + [last]
}
