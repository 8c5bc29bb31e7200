// Quantities with their units in the type. All are integers: the same bits on every machine.

/// A time since the exam's first sample, or a length of time, in microseconds.
///
/// Range: +-292,000 years; arithmetic traps on overflow, which no exam can reach.
public struct Microseconds: Sendable, Hashable, Comparable, AdditiveArithmetic {
  /// The number of microseconds.
  public var count: Int64

  /// Makes a time of `count` microseconds.
  public init(_ count: Int64) { self.count = count }

  /// Makes a time of whole milliseconds.
  public static func milliseconds(_ count: Int64) -> Self { Self(count * 1_000) }

  /// Makes a time of whole seconds.
  public static func seconds(_ count: Int64) -> Self { Self(count * 1_000_000) }

  /// No time.
  public static let zero = Self(0)

  public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
  public static func + (a: Self, b: Self) -> Self { Self(a.count + b.count) }
  public static func - (a: Self, b: Self) -> Self { Self(a.count - b.count) }
}

/// A frequency in thousandths of a hertz. Range: 0 to 2,147 kHz.
public struct Millihertz: Sendable, Hashable, Comparable {
  /// The number of millihertz.
  public var count: Int32

  /// Makes a frequency of `count` millihertz.
  public init(_ count: Int32) { self.count = count }

  /// The frequency of a cycle that lasts `period`, rounded to the nearest; nil unless it is positive.
  public init?(period: Microseconds) {
    guard period.count > 0 else { return nil }
    self.count = Int32(clamping: (1_000_000_000 + period.count / 2) / period.count)
  }

  public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
}

/// An acceleration along one direction in units of standard gravity, Q20: 2^-20 g, about 1 microg.
///
/// Range: +-2,048 g; every sensor here stays within +-32 g, which leaves six bits of headroom.
public struct Gravities: Sendable, Hashable, Comparable {
  /// The value times 2^20.
  public var q20: Int32

  /// Makes an acceleration of `q20` / 2^20 g.
  public init(q20: Int32) { self.q20 = q20 }

  /// Makes an acceleration of thousandths of a g, rounded to the nearest; |count| <= 2,000,000.
  public init(milli count: Int32) {
    let scaled = Int64(count) * (1 << 20)
    self.q20 = Int32((scaled + (scaled < 0 ? -500 : 500)) / 1_000)
  }

  /// The value in thousandths of a g, rounded to the nearest.
  public var milli: Int32 {
    let scaled = Int64(q20) * 1_000
    return Int32((scaled + (scaled < 0 ? -(1 << 19) : 1 << 19)) / (1 << 20))
  }

  public static func < (a: Self, b: Self) -> Bool { a.q20 < b.q20 }
}

/// An angle in hundredths of a degree.
public struct Centidegrees: Sendable, Hashable, Comparable {
  /// The number of hundredths of a degree.
  public var count: Int32

  /// Makes an angle of `count` hundredths of a degree.
  public init(_ count: Int32) { self.count = count }

  public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
}

/// An angular speed in degrees a second.
public struct DegreesPerSecond: Sendable, Hashable, Comparable {
  /// The number of degrees a second.
  public var count: Int32

  /// Makes a speed of `count` degrees a second.
  public init(_ count: Int32) { self.count = count }

  public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
}

/// A ratio in thousandths.
public struct Permille: Sendable, Hashable, Comparable {
  /// The number of thousandths.
  public var count: Int32

  /// Makes a ratio of `count` thousandths.
  public init(_ count: Int32) { self.count = count }

  public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
}
