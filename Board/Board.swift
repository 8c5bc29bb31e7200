import Findings

/// How the I2C bus of a board is found: never by its number.
public enum BusIdentity: Sendable {
  /// The controller's node in the device tree.
  case deviceTreeNode(Literal)
  /// What the adapter's name begins with, for adapters without a node.
  case adapterName(Literal)
  /// The simulated bus.
  case simulated
}

/// The sensor's four wires.
public struct SensorPins: Sendable {
  /// 3.3 V, ground, and the bus's two lines.
  public let power, ground, data, clock: HeaderPin

  /// Makes pins.
  public init(power: HeaderPin, ground: HeaderPin, data: HeaderPin, clock: HeaderPin) {
    self.power = power
    self.ground = ground
    self.data = data
    self.clock = clock
  }
}

/// A PWM channel that can sound a passive buzzer in pitches, on the pin of the active one.
public struct PWMChannel: Sendable {
  /// What the path of the controller's node in the device tree ends in.
  public let node: Literal
  /// The channel's number in it.
  public let channel: UInt8
  /// What config.txt must say for the channel to be on, and on the pin.
  public let setup: Literal

  /// Makes a channel.
  public init(node: Literal, channel: UInt8, setup: Literal) {
    self.node = node
    self.channel = channel
    self.setup = setup
  }
}

/// One line for each use.
public struct Lines: Sendable {
  /// The sensor's INT1; rises at the FIFO's watermark and stays high until it is drained.
  public let dataReady: Line
  /// The one button.
  public let button: Line
  /// The lights from left to right.
  public let light1, light2, light3: Line
  /// An active buzzer: it sounds while the line is on.
  public let buzzer: Line

  /// Makes lines.
  public init(
    dataReady: Line, button: Line, light1: Line, light2: Line, light3: Line, buzzer: Line
  ) {
    self.dataReady = dataReady
    self.button = button
    self.light1 = light1
    self.light2 = light2
    self.light3 = light3
    self.buzzer = buzzer
  }

  /// The line for a use.
  public subscript(use: Use) -> Line {
    switch use {
    case .dataReady: dataReady
    case .button: button
    case .light1: light1
    case .light2: light2
    case .light3: light3
    case .buzzer: buzzer
    }
  }
}

/// A board as data: everything that differs between boards, and nothing else. A class, since it is
/// large and never changes: lists and functions share the one value.
public final class Board: Sendable {
  /// The word by which settings and the command line name it.
  public let word: Literal
  /// What it is called.
  public let name: Literal
  /// What the device tree's `model` begins with, up to a space or its end.
  public let models: [Literal]
  /// How its I2C bus is found.
  public let bus: BusIdentity
  /// The sensor's wires; nil on a board without headers.
  public let sensor: SensorPins?
  /// Its lines.
  public let lines: Lines
  /// PWM for a passive buzzer in the place of the active one, where the settings ask for it.
  public let pwm: PWMChannel?

  /// Makes a board.
  public init(
    word: Literal, name: Literal, models: [Literal], bus: BusIdentity,
    sensor: SensorPins?, lines: Lines, pwm: PWMChannel? = nil
  ) {
    self.word = word
    self.name = name
    self.models = models
    self.bus = bus
    self.sensor = sensor
    self.lines = lines
    self.pwm = pwm
  }

  /// Every board.
  public static let all: [Board] = [
    .piZero2W, .pi3, .pi4, .pi5, .piZero, .beagleBoneBlack, .bench, .simulated,
  ]
}
