import Findings

/// The samples of one drain: a block of fixed room that its owner empties and hands in again.
public struct SampleBlock: Sendable {
  /// The room: the deepest FIFO of the supported parts (ADXL345: 32 entries and one in the output
  /// registers).
  public static let capacity = 33

  /// How many samples it holds.
  public private(set) var count = 0

  private var samples = InlineArray<33, RawSample>(repeating: RawSample(x: 0, y: 0, z: 0))

  /// Makes an empty block.
  public init() {}

  /// How many samples still fit.
  public var room: Int { Self.capacity - count }

  /// Sample `index` (from 0, the oldest); traps outside 0 ..< `count`.
  public subscript(index: Int) -> RawSample {
    precondition(index >= 0 && index < count, "no such sample in the block")
    return samples[index]
  }

  /// Adds a sample; false where the block is full.
  public mutating func append(_ sample: RawSample) -> Bool {
    guard room > 0 else { return false }
    samples[count] = sample
    count += 1
    return true
  }

  /// Forgets all samples.
  public mutating func removeAll() { count = 0 }
}
