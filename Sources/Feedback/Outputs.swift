/// The three lights in a row: 1 blue, 2 amber, 3 white. Position carries the meaning.
public struct Lights: OptionSet, Sendable, Hashable {
  /// Bit 0 is light 1.
  public let rawValue: UInt8

  /// Makes a set of lights of its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The left, blue light.
  public static let one = Self(rawValue: 1 << 0)
  /// The middle, amber light.
  public static let two = Self(rawValue: 1 << 1)
  /// The right, white light.
  public static let three = Self(rawValue: 1 << 2)
}

/// What the lights and the buzzer do at one moment.
public struct Outputs: Sendable, Hashable {
  /// The lights that are lit.
  public var lights: Lights
  /// Whether the buzzer sounds, and how: nil is silence. Boards without PWM play every tone alike.
  public var tone: Tone?

  /// Makes outputs.
  public init(lights: Lights = [], tone: Tone? = nil) {
    self.lights = lights
    self.tone = tone
  }
}

/// The pitches of the buzzer; rhythm alone carries the meaning, pitch only helps.
public enum Tone: UInt8, Sendable, CaseIterable {
  case low, middle, high, click
}
