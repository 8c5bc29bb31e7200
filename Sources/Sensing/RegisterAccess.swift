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
