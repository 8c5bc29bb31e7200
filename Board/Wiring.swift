import Findings

extension Board {
  /// Appends the wiring, a line of ASCII each: what, header pin, wire, and for lines the kernel's name.
  public func writeWiring(to text: inout TextBuffer) {
    Self.row("WHAT", TextBuffer("PIN"), "WIRE", TextBuffer("LINE"), &text)
    if let sensor {
      Self.row("sensor 3.3 V", sensor.power.text, "red", TextBuffer(), &text)
      Self.row("sensor ground", sensor.ground.text, "black", TextBuffer(), &text)
      Self.row("sensor SDA", sensor.data.text, "blue", bus.text, &text)
      Self.row("sensor SCL", sensor.clock.text, "yellow", bus.text, &text)
    }
    for use in Use.allCases {
      let line = lines[use]
      Self.row(use.what, line.pin?.text ?? TextBuffer("-"), use.wire, line.text, &text)
    }
    if let pwm, let pin = lines.buzzer.pin {
      Self.row("or a passive one, BUZZER=passive", pin.text, Use.buzzer.wire, pwm.text, &text)
      text.append("    which needs in config.txt       ")
      text.append(pwm.setup)
      text.append("\n")
    }
  }

  @inline(never)
  private static func row(
    _ what: Literal, _ pin: TextBuffer, _ wire: Literal, _ line: TextBuffer,
    _ text: inout TextBuffer
  ) {
    text.append("  ")
    let start = text.bytes.count
    text.append(what)
    text.pad(from: start, to: 34)
    text.append(bytes: pin.bytes)
    text.pad(from: start, to: 42)
    text.append(wire)
    if !line.bytes.isEmpty { text.pad(from: start, to: 50) }
    text.append(bytes: line.bytes)
    text.append("\n")
  }
}

extension HeaderPin {
  /// The pin as people say it: `11`, or `P9.12` on a board with several headers.
  public var text: TextBuffer {
    var text = TextBuffer(header)
    if header.count > 0 { text.append(".") }
    text.append(number)
    return text
  }
}

extension Line {
  /// The line as the kernel names it, with what is asked of it.
  public var text: TextBuffer {
    var text = TextBuffer(chipLabel)
    text.append(" ")
    text.append(offset)
    if isActiveLow { text.append(", active low") }
    switch bias {
    case .none: break
    case .pullUp: text.append(", pull-up")
    case .pullDown: text.append(", pull-down")
    }
    return text
  }
}

extension PWMChannel {
  /// The channel as the kernel names it.
  public var text: TextBuffer {
    var text = TextBuffer(node)
    text.append(" channel ")
    text.append(channel)
    return text
  }
}

extension BusIdentity {
  /// The bus as the kernel names it.
  public var text: TextBuffer {
    switch self {
    case .deviceTreeNode(let name), .adapterName(let name): TextBuffer(name)
    case .simulated: TextBuffer("simulated")
    }
  }
}
