// Registers over the one-method bus; every failure carries the register it happened at.

extension I2CBus where Self: ~Copyable {
  /// Writes one whole register.
  mutating func write(_ value: UInt8, to register: Register, of address: I2CAddress)
    throws(SensorError)
  {
    let bytes: InlineArray<2, UInt8> = [register.value, value]
    var nothing = MutableSpan<UInt8>()
    do throws(BusError) {
      try transfer(address, write: bytes.span, read: &nothing)
    } catch {
      throw .bus(error, at: address, register: register)
    }
  }

  /// Reads one register.
  mutating func read(_ register: Register, of address: I2CAddress) throws(SensorError) -> UInt8 {
    var byte: InlineArray<1, UInt8> = [0]
    var bytes = byte.mutableSpan
    try read(&bytes, from: register, incrementBit: 0, of: address)
    return byte[0]
  }

  /// Fills `bytes` in one transfer from `register` on; `incrementBit` is what the part wants to see
  /// in the register's number to count it up.
  mutating func read(
    _ bytes: inout MutableSpan<UInt8>, from register: Register, incrementBit: UInt8,
    of address: I2CAddress
  ) throws(SensorError) {
    let pointer: InlineArray<1, UInt8> = [register.value | incrementBit]
    do throws(BusError) {
      try transfer(address, write: pointer.span, read: &bytes)
    } catch {
      throw .bus(error, at: address, register: register)
    }
  }

  /// Checks that an identity register holds `expected`.
  mutating func checkIdentity(_ expected: UInt8, in register: Register, of address: I2CAddress)
    throws(SensorError)
  {
    let found = try read(register, of: address)
    guard found == expected else {
      throw .wrongIdentity(at: address, register: register, expected: expected, found: found)
    }
  }
}

extension I2CBus where Self: ~Copyable {
  /// Writes registers in turn: `script` is pairs of a register's number and its value.
  mutating func write(_ script: [UInt8], to address: I2CAddress) throws(SensorError) {
    var index = 0
    while index + 1 < script.count {
      try write(script[index + 1], to: Register(script[index]), of: address)
      index += 2
    }
  }

  /// Reads back every register of `script` and compares it with what was written to it last;
  /// neighbours in one transfer.
  mutating func verify(_ script: [UInt8], incrementBit: UInt8, of address: I2CAddress)
    throws(SensorError)
  {
    let image = RegisterImage(script)
    var end = 0
    while let run = image.run(from: end) {
      var buffer = RegisterImage.Values(repeating: 0)
      var all = buffer.mutableSpan
      var bytes = all._mutatingExtracting(first: run.count)
      let first = Register(UInt8(run.lowerBound))
      try read(&bytes, from: first, incrementBit: incrementBit, of: address)
      try image.compare(run, with: buffer.span, at: address)
      end = run.upperBound
    }
  }
}

/// What the registers below 0x40 hold after a script: those that it writes.
struct RegisterImage {
  typealias Values = InlineArray<64, UInt8>

  private var values = Values(repeating: 0)
  private var written: UInt64 = 0

  init(_ script: [UInt8]) {
    var index = 0
    while index + 1 < script.count {
      values[Int(script[index])] = script[index + 1]
      written |= 1 << UInt64(script[index])
      index += 2
    }
  }

  /// The next registers from `start` on that stand together; nil after the last.
  func run(from start: Int) -> Range<Int>? {
    guard start < 64 else { return nil }
    let rest = written >> UInt64(start)
    guard rest != 0 else { return nil }
    let first = start + rest.trailingZeroBitCount
    return first..<first + (~(written >> UInt64(first))).trailingZeroBitCount
  }

  /// Checks that the registers of a run hold what was written to them.
  func compare(_ run: Range<Int>, with found: Span<UInt8>, at address: I2CAddress)
    throws(SensorError)
  {
    for register in run {
      let value = found[register - run.lowerBound]
      guard value == values[register] else {
        throw .notAsWritten(
          at: address, register: Register(UInt8(register)), expected: values[register],
          found: value)
      }
    }
  }
}
