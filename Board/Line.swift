import Findings

/// A pin of a header, for people.
public struct HeaderPin: Sendable {
  /// What is printed beside the header; empty where the board has only one.
  public let header: Literal
  /// The pin's number on it.
  public let number: UInt8

  /// Makes a pin.
  public init(_ number: UInt8, on header: Literal = "") {
    self.header = header
    self.number = number
  }
}

/// What holds a line where nothing drives it.
public enum Bias: Sendable {
  case none, pullUp, pullDown
}

/// A line of a GPIO chip.
public struct Line: Sendable {
  /// The chip's label, as `gpiodetect` prints it in brackets.
  public let chipLabel: Literal
  /// The chip's device-tree node, where labels depend on the order of probing; it then decides.
  public let chipNode: Literal?
  /// The line's offset within the chip.
  public let offset: UInt32
  /// Where it comes out; nil on a board without headers.
  public let pin: HeaderPin?
  /// Whether a low level means on.
  public let isActiveLow: Bool
  /// What the line asks of the chip.
  public let bias: Bias
  /// How long a level must stay before it counts; zero for outputs and the sensor.
  public let debounce: Microseconds

  /// Makes a line.
  public init(
    _ chipLabel: Literal, _ offset: UInt32, pin: HeaderPin? = nil,
    chipNode: Literal? = nil, isActiveLow: Bool = false, bias: Bias = .none,
    debounce: Microseconds = .zero
  ) {
    self.chipLabel = chipLabel
    self.chipNode = chipNode
    self.offset = offset
    self.pin = pin
    self.isActiveLow = isActiveLow
    self.bias = bias
    self.debounce = debounce
  }
}

/// What a line is for.
public enum Use: UInt8, Sendable, CaseIterable {
  case dataReady, button, light1, light2, light3, buzzer

  /// What is wired there, for people.
  public var what: Literal {
    switch self {
    case .dataReady: "sensor INT1"
    case .button: "button, other side to ground"
    case .light1: "light 1 (left), blue, 330 ohm"
    case .light2: "light 2 (middle), amber, 330 ohm"
    case .light3: "light 3 (right), white, 330 ohm"
    case .buzzer: "buzzer, active, under 10 mA"
    }
  }

  /// The colour of wire that is suggested.
  public var wire: Literal {
    switch self {
    case .dataReady: "green"
    case .button: "grey"
    case .light1: "violet"
    case .light2: "orange"
    case .light3: "white"
    case .buzzer: "brown"
    }
  }
}
