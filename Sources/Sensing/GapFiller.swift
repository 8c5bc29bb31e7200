import Findings

/// Puts drains in order and fills gaps: holds back the samples of an overrun until `SampleClock`
/// says how many are missing before them, and then repeats the last good sample that many times.
public struct GapFiller: Sendable {
  /// The most that is held back: twice the deepest FIFO. A bus that never keeps up would fill the
  /// memory; beyond it samples go on as they come, and their gap is not filled.
  private static let most = 1_024

  private var held: [RawSample] = []
  private var isHolding = false
  /// The last drain was unfinished: what is missing before it is not counted yet.
  private var isDraining = false
  private var latest = RawSample(x: 0, y: 0, z: 0)

  /// Makes a filler for one recording.
  public init() {}

  /// Takes one drain and what `SampleClock.serviced` returned for it; hands on, oldest first, every
  /// sample whose place is known.
  public mutating func take(
    _ block: SampleBlock, of drain: Drain, lost: Int64, handOn: (RawSample) -> Void
  ) {
    if !isDraining || held.count >= Self.most { release(lost: lost, handOn: handOn) }
    isDraining = drain.isUnfinished
    for index in Counting(0..<block.count) {
      if drain.isOverrun, index == drain.gap { isHolding = true }
      if isHolding { held.append(block[index]) } else { pass(block[index], handOn: handOn) }
    }
    if drain.isOverrun { isHolding = true }
  }

  /// Hands on what is still held, at the end of a recording.
  public mutating func finish(lost: Int64, handOn: (RawSample) -> Void) {
    release(lost: lost, handOn: handOn)
  }

  private mutating func release(lost: Int64, handOn: (RawSample) -> Void) {
    guard isHolding else { return }
    isHolding = false
    var filled = latest
    filled.flags.insert(.filled)
    for _ in 0..<max(lost, 0) { handOn(filled) }
    for sample in held { pass(sample, handOn: handOn) }
    held.removeAll(keepingCapacity: true)
  }

  private mutating func pass(_ sample: RawSample, handOn: (RawSample) -> Void) {
    latest = sample
    handOn(sample)
  }
}
