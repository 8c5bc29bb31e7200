/// A sample inside a chip, with its number.
struct ChipSample: Sendable {
  /// From 0 on, for every sample the chip made since it was powered.
  var number: Int64 = -1
  /// The output registers' words.
  var x: Int16 = 0, y: Int16 = 0, z: Int16 = 0

  /// The byte of the output registers, from X low (0) to Z high (5).
  func byte(_ index: Int) -> UInt8 {
    let word = UInt16(bitPattern: index < 2 ? x : index < 4 ? y : z)
    return UInt8(truncatingIfNeeded: index % 2 == 0 ? word : word >> 8)
  }
}

/// The samples that a chip keeps.
struct SampleFIFO: Sendable {
  /// How many fit.
  let capacity: Int

  private var samples: [ChipSample] = []

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { samples.count }
  var isFull: Bool { samples.count >= capacity }
  var oldest: ChipSample? { samples.first }

  /// Adds a sample; true where one was lost for it: the oldest if `overwrites`, else this one.
  mutating func add(_ sample: ChipSample, overwrites: Bool) -> Bool {
    guard isFull else {
      samples.append(sample)
      return false
    }
    if overwrites {
      samples.removeFirst()
      samples.append(sample)
    }
    return true
  }

  mutating func removeOldest() { if !samples.isEmpty { samples.removeFirst() } }
  mutating func removeAll() { samples.removeAll(keepingCapacity: true) }
}
