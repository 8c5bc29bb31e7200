import Findings
import Sensing

/// A fault of the bus: from one transfer on, so many fail with an error.
public struct BusFault: Sendable {
  /// The number of the first transfer that fails, from 0 since the bus was made.
  public var transfer: Int
  /// How many fail.
  public var count: Int
  /// What the bus says.
  public var error: BusError
  /// How long each failed transfer takes: a stuck line holds the bus until its timeout.
  public var duration: Microseconds
  /// How many bytes the chip gave before each transfer died, by its count; they never arrive.
  public var bytesRead: Int

  /// Makes a fault.
  public init(
    transfer: Int, count: Int = 1, error: BusError = .noAcknowledge,
    duration: Microseconds = .zero, bytesRead: Int = 0
  ) {
    self.transfer = transfer
    self.count = count
    self.error = error
    self.duration = duration
    self.bytesRead = bytesRead
  }
}

/// A bus with the part that simulated appliances have.
public typealias SimulatedBus<Source: AccelerationSource> =
  SimulatedChipBus<Source, SimulatedLIS3DH>

/// An I2C bus at 400 kHz with one chip on it, its INT1 line, and what the chip feels, in virtual
/// time: a transfer takes as long as its bits.
public struct SimulatedChipBus<Source: AccelerationSource, Chip: SimulatedChip>: I2CBus {
  /// Nine bits at 400 kHz, in nanoseconds.
  private static var nanosecondsPerByte: Int64 { 22_500 }
  /// Powered, the chip needs so long before it answers.
  private static var bootTime: Microseconds { .milliseconds(5) }

  /// What the chip feels.
  public var source: Source
  /// The chip.
  public var chip: Chip
  /// Where the chip answers; nil: it does not, as with a broken wire.
  public var address: I2CAddress?
  /// The line INT1.
  public var interrupt = SimulatedLine()
  /// What goes wrong and when.
  public var faults: [BusFault] = []
  /// How many transfers were asked for.
  public private(set) var transfers = 0
  private var clock = VirtualClock()
  private var nanoseconds: Int64 = 0
  private var pointer: UInt8 = 0
  private var countsUp = false

  /// Makes a bus with one chip.
  public init(source: Source, chip: Chip, address: I2CAddress = I2CAddress(0x18)) {
    self.source = source
    self.chip = chip
    self.address = address
  }

  /// The virtual time.
  public var now: Microseconds { clock.now }

  /// Moves on to `time`. Every sample is taken, and INT1 driven, at its own time.
  public mutating func advance(to time: Microseconds) {
    while let next = chip.nextChange, next <= time {
      chip.advance(to: next, feeling: &source)
      clock.advance(to: next)
      driveInterrupt()
    }
    chip.advance(to: time, feeling: &source)
    clock.advance(to: time)
  }

  /// Moves on until INT1 has an edge to take, or to `deadline`.
  public mutating func wait(until deadline: Microseconds) {
    while !interrupt.hasEdge, now < deadline {
      advance(to: min(deadline, max(now, chip.nextChange ?? deadline)))
    }
  }

  public mutating func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    let number = transfers
    transfers += 1
    for fault in faults where number >= fault.transfer && number - fault.transfer < fault.count {
      if fault.bytesRead > 0 {
        for index in Counting(written.indices) { take(written[index], isFirst: index == 0) }
        for _ in Counting(0..<fault.bytesRead) { _ = give() }
        end()
      }
      advance(to: now + fault.duration)
      throw fault.error
    }
    guard address == self.address, now >= Self.bootTime else {
      pass(bytes: 1)
      throw .noAcknowledge
    }
    for index in Counting(written.indices) { take(written[index], isFirst: index == 0) }
    for index in Counting(read.indices) { read[index] = give() }
    end()
    pass(bytes: 1 + written.count + (read.isEmpty ? 0 : 1 + read.count))
  }

  private mutating func take(_ byte: UInt8, isFirst: Bool) {
    if isFirst {
      (pointer, countsUp) = chip.selection(by: byte)
    } else {
      chip.write(byte, to: pointer)
      if countsUp { pointer = chip.register(after: pointer) }
    }
  }

  private mutating func give() -> UInt8 {
    defer { if countsUp { pointer = chip.register(after: pointer) } }
    return chip.read(pointer)
  }

  private mutating func end() {
    chip.stop()
    driveInterrupt()
  }

  private mutating func driveInterrupt() { interrupt.drive(chip.isInterruptHigh, at: now) }

  private mutating func pass(bytes: Int) {
    nanoseconds += Int64(bytes) * Self.nanosecondsPerByte
    advance(to: now + Microseconds(nanoseconds / 1_000))
    nanoseconds %= 1_000
  }
}
