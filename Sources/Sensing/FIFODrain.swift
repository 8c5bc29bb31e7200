import Findings

extension AnyAccelerometer {
  /// Appends the samples of the FIFO to `block` until the FIFO is below its watermark or the block
  /// is full. What was appended before an error is good; the next drain then says `isOverrun`, for
  /// what a failed transfer took out of the FIFO is gone. One that the part refused took nothing.
  ///
  /// `clock` says the time when a transfer is over. A transfer that comes so late that the FIFO was
  /// full before it takes the room that would tell of it: then only the time does, and `gap` says
  /// between which samples of the block the others are missing.
  ///
  /// Limit: samples that come between the level's reading and the burst (under 1 ms) overwrite
  /// nothing below a level of the depth less one; above it they may, and the overrun flag may come
  /// too late to tell.
  public mutating func drain<Bus: I2CBus & ~Copyable>(
    into block: inout SampleBlock, over bus: inout Bus,
    clock: (borrowing Bus) -> Microseconds = { _ in .zero }
  ) throws(SensorError) -> Drain {
    var drain = Drain()
    do throws(SensorError) { try take(all: &drain, into: &block, over: &bus, clock) } catch {
      // The one who asked will not see it.
      if drain.isOverrun { hasGap = true }
      throw error
    }
    return drain
  }

  private mutating func take<Bus: I2CBus & ~Copyable>(
    all drain: inout Drain, into block: inout SampleBlock, over bus: inout Bus,
    _ clock: (borrowing Bus) -> Microseconds
  ) throws(SensorError) {
    // A pass that is not the last appends a sample, so the block's room bounds the passes.
    var isFirst = true
    var burst: Burst?
    while true {
      let level = try readLevel(over: &bus)
      let now = clock(bus)
      drain.left = level.samples
      if let place = burst?.overflow, !drain.isOverrun {
        drain.isOverrun = true
        drain.gap = place
        overruns &+= 1
      } else if level.isFull {
        // Remembered, for some parts say so only once.
        hasGap = true
      }
      if hasGap {
        // The gap lies before these samples, so they must be the first of their block.
        guard block.count == 0 else {
          drain.isUnfinished = true
          return
        }
        hasGap = false
        drain.isOverrun = true
        overruns &+= 1
      }
      let mustDrain =
        level.samples >= Int(settings.watermark.samples) || (isFirst && level.samples > 0)
      guard mustDrain else { return }
      guard block.room > 0 else {
        drain.isUnfinished = true
        return
      }
      var latest = Burst(
        begun: now, room: Int64(chip.facts.depth) - Int64(level.samples),
        samplePicoseconds: nominalSamplePicoseconds)
      do throws(SensorError) {
        try take(min(level.samples, block.room), into: &block, over: &bus, clock, &latest)
      } catch {
        // The block goes on with what was read, but the place of the gap would not be told.
        if latest.overflow != nil { hasGap = true }
        throw error
      }
      burst = latest
      isFirst = false
    }
  }

  private func readLevel<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError)
    -> FIFOLevel
  {
    let facts = chip.facts
    var buffer = InlineArray<2, UInt8>(repeating: 0)
    var both = buffer.mutableSpan
    var bytes = both._mutatingExtracting(first: Int(facts.levelBytes))
    let register = Register(facts.levelRegister)
    try bus.read(&bytes, from: register, incrementBit: 0, of: address)
    guard let level = chip.level(buffer[0], buffer[1]) else {
      let last = facts.levelBytes - 1
      throw .implausible(
        at: address, register: Register(register.value + last), found: buffer[Int(last)])
    }
    return level
  }

  /// Takes `count` samples out of the FIFO, in as few transfers as the part allows.
  private mutating func take<Bus: I2CBus & ~Copyable>(
    _ count: Int, into block: inout SampleBlock, over bus: inout Bus,
    _ clock: (borrowing Bus) -> Microseconds, _ burst: inout Burst
  ) throws(SensorError) {
    let facts = chip.facts
    var left = count
    while left > 0 {
      let words = min(left, Int(facts.wordsPerTransfer))
      let before = block.count
      var buffer = InlineArray<231, UInt8>(repeating: 0)
      var all = buffer.mutableSpan
      var bytes = all._mutatingExtracting(first: words * facts.wordBytes)
      do throws(SensorError) {
        try bus.read(
          &bytes, from: Register(facts.wordRegister), incrementBit: facts.incrementBit, of: address)
        try facts.append(words, of: buffer.span, to: &block, from: address)
      } catch {
        hasGap = !error.isRefusal
        throw error
      }
      burst.note(words, to: before, at: clock(bus))
      left -= words
    }
  }
}

/// Whether the FIFO may have been full while its words were read, however soon after that it had room again.
private struct Burst {
  /// How many samples the block held before those that are missing; nil where none are.
  private(set) var overflow: Int?
  /// When the level had been read, and how many samples it left room for.
  private let begun: Microseconds
  private var room: Int64
  private let samplePicoseconds: Int64

  init(begun: Microseconds, room: Int64, samplePicoseconds: Int64) {
    self.begun = begun
    self.room = max(room, 0)
    self.samplePicoseconds = samplePicoseconds
  }

  /// Takes note of a transfer that is over, of so many words behind `place` samples of the block.
  ///
  /// What had come before it took its words is compared with the room that the transfers before it had made: several
  /// short pauses fill the FIFO like a long one. An eighth less, for the true rate may be above the nominal.
  mutating func note(_ words: Int, to place: Int, at now: Microseconds) {
    let limit = Microseconds(room * samplePicoseconds / 8_000_000 * 7)
    if overflow == nil, now - begun > limit { overflow = place }
    room += Int64(words)
  }
}

extension ChipFacts {
  /// The bytes of a word of the FIFO.
  var wordBytes: Int { tag == nil ? 6 : 7 }

  /// Appends the samples of the first `count` words of `bytes`; stops at one with another tag.
  func append(
    _ count: Int, of bytes: Span<UInt8>, to block: inout SampleBlock, from address: I2CAddress
  ) throws(SensorError) {
    for index in Counting(0..<count) {
      var start = index * wordBytes
      if let tag {
        guard bytes[start] >> 3 == tag else {
          throw .implausible(at: address, register: Register(wordRegister), found: bytes[start])
        }
        start += 1
      }
      _ = block.append(RawSample(word: bytes, at: start, shift: shift))
    }
  }
}

extension RawSample {
  /// The sample of six bytes: X, Y, Z, little-endian, shifted up.
  init(word bytes: Span<UInt8>, at start: Int, shift: UInt8) {
    func count(_ index: Int) -> Int16 {
      let bits = UInt16(bytes[start + index + 1]) << 8 | UInt16(bytes[start + index])
      return Int16(bitPattern: bits << UInt16(shift))
    }
    self.init(x: count(0), y: count(2), z: count(4))
  }
}

extension CountScale {
  /// A scale of a data sheet's table.
  init(nano: Int32, rail: Int16) {
    guard let scale = Self(nanoGravitiesPerCount: nano, railCount: rail) else {
      preconditionFailure("a scale of the table is out of range")
    }
    self = scale
  }
}
