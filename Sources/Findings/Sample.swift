/// An acceleration in three axes of the sensor, in g as Q20 (`Gravities`).
public struct Acceleration: Sendable, Hashable {
  /// The components along the sensor's own axes.
  public var x, y, z: Gravities

  /// Makes an acceleration of three components.
  public init(x: Gravities, y: Gravities, z: Gravities) {
    self.x = x
    self.y = y
    self.z = z
  }
}

/// What is known of a sample beside its value.
public struct SampleFlags: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: UInt8

  /// Makes flags of their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Nothing is known.
  public static var none: Self { Self(rawValue: 0) }
  /// The sample was lost; its value repeats the one before.
  public static let filled = Self(rawValue: 1 << 0)
  /// At least one axis is at the end of the sensor's range.
  public static let clipped = Self(rawValue: 1 << 1)
}

/// A sample as detection takes it.
public struct Sample: Sendable, Hashable {
  /// The acceleration, gravity included.
  public var acceleration: Acceleration
  /// Whether it was lost or clipped.
  public var flags: SampleFlags

  /// Makes a sample.
  public init(_ acceleration: Acceleration, flags: SampleFlags = .none) {
    self.acceleration = acceleration
    self.flags = flags
  }
}

/// A sample as the sensor sends it and the file keeps it: three counts and flags.
public struct RawSample: Sendable, Hashable {
  /// The counts of each axis.
  public var x, y, z: Int16
  /// Whether it was lost or clipped.
  public var flags: SampleFlags

  /// Makes a sample of counts.
  public init(x: Int16, y: Int16, z: Int16, flags: SampleFlags = .none) {
    self.x = x
    self.y = y
    self.z = z
    self.flags = flags
  }
}

/// What a count is worth, and where the range ends.
public struct CountScale: Sendable, Hashable {
  /// The worth of one count in billionths of a g: 1,000 to 1,000,000.
  public let nanoGravitiesPerCount: Int32
  /// Counts from which on an axis is at the end of its range, either sign.
  public let railCount: Int16

  /// Makes a scale; nil outside the range above.
  public init?(nanoGravitiesPerCount: Int32, railCount: Int16) {
    guard (1_000...1_000_000).contains(nanoGravitiesPerCount), railCount > 0 else { return nil }
    self.nanoGravitiesPerCount = nanoGravitiesPerCount
    self.railCount = railCount
  }

  /// The acceleration of a count, rounded to the nearest Q20.
  public func gravities(_ count: Int16) -> Gravities {
    // |count| < 2^15, nano < 2^20, shifted by 20: below 2^55.
    let scaled = Int64(count) * Int64(nanoGravitiesPerCount) * (1 << 20)
    let half: Int64 = scaled < 0 ? -500_000_000 : 500_000_000
    return Gravities(q20: Int32((scaled + half) / 1_000_000_000))
  }

  /// The sample that detection takes for a raw one; clipping is found from the rail.
  public func sample(_ raw: RawSample) -> Sample {
    var flags = raw.flags
    if isRail(raw.x) || isRail(raw.y) || isRail(raw.z) { flags.insert(.clipped) }
    return Sample(
      Acceleration(x: gravities(raw.x), y: gravities(raw.y), z: gravities(raw.z)), flags: flags)
  }

  private func isRail(_ count: Int16) -> Bool { count >= railCount || count <= -railCount }
}
