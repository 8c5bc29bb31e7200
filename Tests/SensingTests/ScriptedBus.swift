import Testing

@testable import Sensing

/// One transfer that a test expects, and what comes of it.
struct Transfer {
  var address: UInt8 = 0x18
  var written: [UInt8]
  var reply: [UInt8] = []
  var error: BusError?

  static func write(_ register: UInt8, _ value: UInt8) -> Self { Self(written: [register, value]) }
  static func read(_ register: UInt8, _ reply: UInt8...) -> Self {
    Self(written: [register], reply: reply)
  }
  static func burst(_ register: UInt8, _ reply: [UInt8]) -> Self {
    Self(written: [register | 0x80], reply: reply)
  }
}

/// A bus that plays a table of transfers and notes where the driver left it.
struct ScriptedBus: I2CBus {
  private var script: [Transfer]
  private(set) var position = 0
  /// The first departure from the table, in words.
  private(set) var departure: String?

  init(_ script: [Transfer]) { self.script = script }

  /// The same table, with transfer `index` failing.
  init(_ script: [Transfer], failing index: Int, with error: BusError) {
    self.script = script
    self.script[index].error = error
  }

  var isDone: Bool { position == script.count && departure == nil }

  mutating func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    let bytes = written.indices.map { written[$0] }
    guard position < script.count else {
      departure = departure ?? "after the end: \(bytes)"
      throw .bus
    }
    let expected = script[position]
    position += 1
    if expected.address != address.value || expected.written != bytes
      || (expected.error == nil && expected.reply.count != read.count)
    {
      departure =
        departure ?? "transfer \(position): \(address.value) \(bytes) reads \(read.count)"
    }
    if let error = expected.error {
      // A burst that dies half way has filled some of its bytes: they are worth nothing.
      for index in 0..<read.count / 2 { read[index] = 0xA5 }
      throw error
    }
    for index in 0..<min(read.count, expected.reply.count) { read[index] = expected.reply[index] }
  }
}

/// Catches the error of a body, or nil where there was none.
func sensorError(_ body: () throws(SensorError) -> Void) -> SensorError? {
  do throws(SensorError) {
    try body()
    return nil
  } catch {
    return error
  }
}

/// A driver for a part that has one.
func newDriver(_ part: Part, at address: I2CAddress) -> AnyAccelerometer {
  guard let driver = AnyAccelerometer(part, at: address) else {
    preconditionFailure("the part has no driver")
  }
  return driver
}

/// Spoils one bit of each byte that a configuration reads back, in turn, and expects the error to name
/// its register; `transfers` are those of the script that read back.
func expectReadBackToBeCompared(
  by part: Part, at address: I2CAddress, in script: [Transfer], transfers: Range<Int>, bit: UInt8
) {
  for index in transfers {
    let first = script[index].written[0] & 0x7F
    for (offset, expected) in script[index].reply.enumerated() {
      var broken = script
      broken[index].reply[offset] ^= bit
      var bus = ScriptedBus(broken)
      var driver = newDriver(part, at: address)
      let error = sensorError { () throws(SensorError) in try driver.configure(over: &bus) }
      #expect(
        error
          == .notAsWritten(
            at: address, register: Register(first + UInt8(offset)), expected: expected,
            found: expected ^ bit))
    }
  }
}
