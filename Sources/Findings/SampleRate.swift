/// How fast samples come: a whole number of samples in a record of a whole number of microseconds.
///
/// This is what an EDF header can say (a record's duration has eight characters, such as
/// `0.964786`), so the file and the detection share one number and a replay is equal to the bit.
public struct SampleRate: Sendable, Hashable {
  /// Samples in one record: 25 to 1,000.
  public let samplesPerRecord: Int32

  /// A record's duration in microseconds: 500,000 to 2,000,000.
  public let recordMicroseconds: Int32

  /// The rates that detection accepts.
  public static let accepted = Millihertz(25_000 * 95 / 100)...Millihertz(1_000 * 1_050)

  private static let records: ClosedRange<Int32> = 1...1_100

  /// Makes a rate, or nil where it lies outside the ranges above.
  public init?(samplesPerRecord: Int32, recordMicroseconds: Int32) {
    guard Self.records.contains(samplesPerRecord),
      (500_000...2_000_000).contains(recordMicroseconds)
    else { return nil }
    self.samplesPerRecord = samplesPerRecord
    self.recordMicroseconds = recordMicroseconds
    guard Self.accepted.contains(rounded) else { return nil }
  }

  /// Makes the rate of samples that come every `samplePicoseconds`, with records of about a second
  /// and `nominal` samples each (the nearest whole number of hertz where nil).
  public init?(samplePicoseconds: Int64, samplesPerRecord nominal: Int32? = nil) {
    guard (900_000_000...50_000_000_000).contains(samplePicoseconds) else { return nil }
    let samples =
      nominal ?? Int32((1_000_000_000_000 + samplePicoseconds / 2) / samplePicoseconds)
    guard Self.records.contains(samples) else { return nil }
    let microseconds = (Int64(samples) * samplePicoseconds + 500_000) / 1_000_000
    guard let duration = Int32(exactly: microseconds) else { return nil }
    self.init(samplesPerRecord: samples, recordMicroseconds: duration)
  }

  /// The rate in millihertz, rounded to the nearest.
  public var rounded: Millihertz {
    let scaled = Int64(samplesPerRecord) * 1_000_000_000
    return Millihertz(
      Int32(clamping: (scaled + Int64(recordMicroseconds) / 2) / Int64(recordMicroseconds)))
  }

  /// The time of sample `index` (the first is 0), rounded to the nearest microsecond.
  public func time(ofSample index: Int64) -> Microseconds {
    time(ofSample: index, plusQ16: 0)
  }

  /// The time of the instant `fraction` / 65,536 of a sample after sample `index`.
  public func time(ofSample index: Int64, plusQ16 fraction: Int32) -> Microseconds {
    // Whole records apart, so that nothing overflows: the rest is below 2^11 * 2^16 * 2^21.
    let perRecord = Int64(samplesPerRecord)
    let (records, rest) = index.quotientAndRemainder(dividingBy: perRecord)
    let inRecord = (rest * 65_536 + Int64(fraction)) * Int64(recordMicroseconds)
    let divisor = perRecord * 65_536
    let rounding = inRecord < 0 ? -divisor / 2 : divisor / 2
    return Microseconds(records * Int64(recordMicroseconds) + (inRecord + rounding) / divisor)
  }

  /// The number of samples that last at least `time`.
  public func samples(in time: Microseconds) -> Int32 {
    let scaled = time.count * Int64(samplesPerRecord)
    let divisor = Int64(recordMicroseconds)
    return Int32(clamping: (scaled + divisor - 1) / divisor)
  }
}
