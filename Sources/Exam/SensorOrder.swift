import Findings
import Sensing

/// What is asked of the part that owns the bus.
public enum SensorOrder: Sendable {
  /// Give samples from an empty FIFO on, for the exam of this number.
  case begin(UInt32)
  /// The exam is over: look after the sensor and no more.
  case end
}

/// What the part that owns the bus tells of itself.
public struct SensorReport: Sendable {
  /// The exam that the samples are of.
  public var exam: UInt32
  /// New samples, oldest first.
  public var samples: [RawSample]
  /// What became known.
  public var news: SensorFeed.News?
  /// The rate for the next exam; nil before it is known.
  public var rate: SampleRate?
  /// What a count is worth; nil before the sensor is found.
  public var scale: CountScale?
  /// Whether this answers `SensorOrder.end`.
  public var hasEnded: Bool
  /// Whether samples come, or would.
  public var isWell: Bool
  /// Whether the interrupt line gives no edges: it is stuck or broken, and the sensor is served by
  /// time alone.
  public var isLineSilent: Bool
  /// The part; nil before it is found.
  public var part: Part?
  /// The nominal time between its samples, in picoseconds.
  public var nominalPicoseconds: Int64
  /// How the last self-test went; nil before.
  public var selfTest: SelfTestResult?
  /// When the samples were drained.
  public var time: Microseconds
  /// By when there is another report, as long as the bus does not hang.
  public var due: Microseconds
  /// How soon the first one comes after power-on: the sensor is looked for at once.
  public static let firstDue = Microseconds.milliseconds(1_800)

  /// Whether there is more in it than that the bus does not hang.
  public var saysMore: Bool { !samples.isEmpty || news != nil || hasEnded }
}
