import Findings

/// Puts drains in order and fills gaps: holds back the samples of an overrun until `SampleClock`
/// says how many are missing before them, and then repeats the last good sample that many times.
public struct GapFiller: Sendable {
  private var held = SampleBlock()
  private var isHolding = false
  private var latest = RawSample(x: 0, y: 0, z: 0)

  /// Makes a filler for one recording.
  public init() {}

  /// Takes one drain and what `SampleClock.serviced` returned for it; hands on, oldest first, every
  /// sample whose place is known.
  public mutating func take(
    _ block: SampleBlock, of drain: Drain, lost: Int64, handOn: (RawSample) -> Void
  ) {
    release(lost: lost, handOn: handOn)
    if drain.isOverrun {
      held = block
      isHolding = true
    } else {
      pass(block, handOn: handOn)
    }
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
    pass(held, handOn: handOn)
  }

  private mutating func pass(_ block: SampleBlock, handOn: (RawSample) -> Void) {
    for index in 0..<block.count {
      latest = block[index]
      handOn(latest)
    }
  }
}
