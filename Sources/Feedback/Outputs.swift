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
  // Named, for a literal such as `[.one, .two]` is an array that is made anew each time.
  public static let oneAndTwo = Self(rawValue: 0b011)
  public static let oneAndThree = Self(rawValue: 0b101)
  public static let twoAndThree = Self(rawValue: 0b110)
  /// All three.
  public static let all = Self(rawValue: 0b111)
  /// None.
  public static var dark: Self { Self(rawValue: 0) }
}

/// The pitches of the buzzer; rhythm alone carries the meaning, pitch only helps.
public enum Tone: UInt8, Sendable, CaseIterable {
  case low, middle, high, click
}

/// How loud the buzzer is: 0 is silence, 3 the loudest.
public struct Volume: Sendable, Hashable, Comparable {
  /// 0 to 3.
  public let level: UInt8

  /// Makes a volume; above 3 is 3.
  public init(_ level: UInt8) { self.level = min(level, 3) }

  /// Silence.
  public static let off = Self(0)
  /// The volume where nothing else is set.
  public static let standard = Self(2)

  public static func < (a: Self, b: Self) -> Bool { a.level < b.level }
}

/// What the lights and the buzzer do at one moment.
public struct Outputs: Sendable, Hashable {
  /// The lights that are lit.
  public var lights: Lights
  /// Whether the buzzer sounds, and how: nil is silence. Boards without PWM play every tone alike.
  public var tone: Tone?
  /// How loud it sounds; `off` in silence. Boards without PWM play every volume but `off` alike.
  public var volume: Volume

  /// Makes outputs; a tone without a volume has the standard one.
  public init(lights: Lights = .dark, tone: Tone? = nil, volume: Volume = .standard) {
    self.lights = lights
    self.tone = volume == .off ? nil : tone
    self.volume = tone == nil ? .off : volume
  }
}
