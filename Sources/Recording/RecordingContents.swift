import Findings

/// A whole recording in memory: all that a replay needs, and what is damaged.
///
/// Memory: 8 bytes a sample, and the marks.
public struct RecordingContents: Sendable {
  /// The longest recording that is read: a day at 200 Hz. Longer ones are refused.
  public static let mostSamples = 1 << 24

  /// What the header says.
  public let header: RecordingHeader
  /// The samples as the sensor sent them; those of damaged records repeat the last one before, and
  /// are flagged as filled, so that all others keep their times.
  public private(set) var samples: [RawSample] = []
  /// The marks in the order of the file, damaged records' left out.
  public private(set) var marks: [TimedMark] = []
  /// The records that are damaged or missing.
  public private(set) var check = RecordingCheck()

  /// Reads a recording to its end.
  public init(reading source: consuming some ByteSource & ~Copyable) throws(RecordingError) {
    var reader = try RecordReader(source)
    header = reader.header
    let perRecord = Int(header.rate.samplesPerRecord)
    while let state = try reader.next() {
      check.take(state, ofRecord: reader.number)
      guard case .written(let count) = state else { continue }
      guard reader.number <= Self.mostSamples / perRecord else {
        throw .tooLong(samples: Self.mostSamples)
      }
      // A record without samples holds only marks that found no room before.
      if count > 0 { fill(to: reader.number * perRecord) }
      for index in Counting(0..<count) { samples.append(reader.sample(index)) }
      marks.append(contentsOf: reader.marks())
    }
    check.close(recordCount: Int(header.recordCount), lastRead: reader.number)
    if samples.isEmpty { throw .noSamples }
  }

  /// The exam's settings, nil where the record that held them is damaged.
  public var settings: ExamSettings? {
    for timed in marks { if case .settings(let settings) = timed.mark { return settings } }
    return nil
  }

  /// What was known of the wall clock.
  public var clock: ClockNote? {
    for timed in marks { if case .clock(let clock) = timed.mark { return clock } }
    return nil
  }

  /// How many samples had come when the examiner was asked to stretch; nil where that was not noted.
  public var cue: Int? {
    for timed in marks { if case .cue = timed.mark { return sampleIndex(at: timed.onset) } }
    return nil
  }

  /// How many samples had come when the verdict was given; nil where the exam was cut off before.
  public var verdict: Int? {
    for timed in marks { if case .verdict = timed.mark { return sampleIndex(at: timed.onset) } }
    return nil
  }

  /// The number of the sample at a mark's onset: exact for times that are a sample's own.
  public func sampleIndex(at onset: Microseconds) -> Int {
    let rate = header.rate
    let duration = Int64(rate.recordMicroseconds)
    // Onsets come from a file: bounded here, so that nothing overflows.
    let time = min(max(onset.count, 0), Int64(header.recordCount) * duration)
    let (records, rest) = time.quotientAndRemainder(dividingBy: duration)
    let inRecord = (rest * Int64(rate.samplesPerRecord) + duration / 2) / duration
    return Int(records * Int64(rate.samplesPerRecord) + inRecord)
  }

  private mutating func fill(to count: Int) {
    guard let last = samples.last ?? (count > 0 ? RawSample(x: 0, y: 0, z: 0) : nil) else { return }
    var lost = last
    lost.flags = .filled
    while samples.count < count { samples.append(lost) }
  }
}
