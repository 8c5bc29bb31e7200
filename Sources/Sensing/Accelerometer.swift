/// The range of an accelerometer, either sign.
public enum FullScale: UInt8, Sendable, CaseIterable {
  case g2, g4, g8, g16
}

/// The nominal rates that are used; a part takes its own nearest.
public enum DataRate: UInt8, Sendable, CaseIterable {
  case hz50, hz100, hz200, hz400
}

/// How many samples the FIFO gathers before it asks to be drained: 1 to 31.
public struct Watermark: Sendable, Hashable {
  /// 12 samples: at 200 Hz an interrupt every 60 ms, and 100 ms to serve it.
  public static let standard = Self(unchecked: 12)

  /// The number of samples.
  public let samples: UInt8

  /// Makes a watermark; nil outside 1 to 31.
  public init?(_ samples: UInt8) {
    guard (1...31).contains(samples) else { return nil }
    self.samples = samples
  }

  private init(unchecked samples: UInt8) { self.samples = samples }
}

/// What one drain did.
public struct Drain: Sendable, Hashable {
  /// Samples may be missing: the FIFO was full, or a transfer failed that may have taken some out. How
  /// many (none, if it was full that very moment) only time can say: `SampleClock`.
  public var isOverrun = false
  /// How many of the block's samples came before those that are missing.
  public var gap = 0
  /// The FIFO is still at or above the watermark, because the block is full or an overrun needs a
  /// new one: empty the block and drain again before waiting for an edge, for none will come.
  public var isUnfinished = false
  /// How many samples were in the FIFO when it was last looked at: those that came during the drain.
  public var left = 0

  /// Makes the outcome of a drain that found nothing.
  public init() {}
}
