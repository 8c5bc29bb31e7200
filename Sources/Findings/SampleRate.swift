/// How fast samples come: a whole number of samples in a record of a whole number of microseconds.
///
/// This is what an EDF header can say (a record's duration has eight characters, such as
/// `0.964786`), so the file and the detection share one number and a replay is equal to the bit.
public struct SampleRate: Sendable, Hashable {
  /// Samples in one record: 16 to 1,100. The device's records hold 0.4 s; those of a second,
  /// which earlier programs wrote, are read alike.
  public let samplesPerRecord: Int32

  /// A record's duration in microseconds: 380,000 to 2,000,000.
  public let recordMicroseconds: Int32

  /// The rates that detection accepts.
  public static let accepted = Millihertz(25_000 * 95 / 100)...Millihertz(1_000 * 1_050)

  /// With fewer, a record's status would have more words than the acceleration has samples, and readers
  /// that take the fastest signal's rate for all (MNE) would stretch the acceleration to it.
  private static let fewestSamples: Int32 = 16
  private static let records = fewestSamples...1_100
  private static let durations: ClosedRange<Int32> = 380_000...2_000_000

  /// Makes a rate, or nil where it lies outside the ranges above.
  public init?(samplesPerRecord: Int32, recordMicroseconds: Int32) {
    guard Self.records.contains(samplesPerRecord), Self.durations.contains(recordMicroseconds)
    else { return nil }
    self.samplesPerRecord = samplesPerRecord
    self.recordMicroseconds = recordMicroseconds
    guard Self.accepted.contains(rounded) else { return nil }
  }

  /// Makes the rate of samples that come every `samplePicoseconds`, with records of about 0.4 s: so
  /// much of an exam is missing where the power fails (0.67 s at the slowest rates), and at 200 Hz a
  /// record fills two sectors. The duration's last digit is 2.5 millionths of it, so the rate is right
  /// to a little more than one millionth.
  public init?(samplePicoseconds: Int64) {
    guard (900_000_000...50_000_000_000).contains(samplePicoseconds) else { return nil }
    let samples = max(
      (400_000_000_000 + samplePicoseconds / 2) / samplePicoseconds, Int64(Self.fewestSamples))
    let microseconds = (samples * samplePicoseconds + 500_000) / 1_000_000
    self.init(samplesPerRecord: Int32(samples), recordMicroseconds: Int32(microseconds))
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
