extension Board {
  /// The wiring as lines of text: what, header pin, wire, and for lines the kernel's name.
  public var wiring: [String] {
    var rows = [Self.row("WHAT", "PIN", "WIRE", "LINE")]
    if let sensor {
      rows.append(Self.row("sensor 3.3 V", sensor.power.text, "red", ""))
      rows.append(Self.row("sensor ground", sensor.ground.text, "black", ""))
      rows.append(Self.row("sensor SDA", sensor.data.text, "blue", bus.text))
      rows.append(Self.row("sensor SCL", sensor.clock.text, "yellow", bus.text))
    }
    for use in Use.allCases {
      let line = lines[use]
      rows.append(
        Self.row("\(use.what)", line.pin?.text ?? "-", "\(use.wire)", line.text))
    }
    return rows
  }

  private static func row(_ what: String, _ pin: String, _ wire: String, _ line: String) -> String {
    let start = padded(what, to: 34) + padded(pin, to: 8)
    return line.utf8.isEmpty ? start + wire : start + padded(wire, to: 8) + line
  }

  private static func padded(_ text: String, to width: Int) -> String {
    var padded = text
    for _ in 0..<max(width - text.utf8.count, 1) { padded += " " }
    return padded
  }
}

extension HeaderPin {
  /// The pin as people say it: `11`, or `P9.12` on a board with several headers.
  public var text: String {
    header.utf8CodeUnitCount == 0 ? "\(number)" : "\(header).\(number)"
  }
}

extension Line {
  /// The line as the kernel names it, with what is asked of it.
  public var text: String {
    let bias =
      switch bias {
      case .none: ""
      case .pullUp: ", pull-up"
      case .pullDown: ", pull-down"
      }
    return "\(chipLabel) \(offset)\(isActiveLow ? ", active low" : "")\(bias)"
  }
}

extension BusIdentity {
  /// The bus as the kernel names it.
  public var text: String {
    switch self {
    case .deviceTreeNode(let node): "\(node)"
    case .adapterName(let name): "\(name)"
    case .simulated: "simulated"
    }
  }
}
