import Testing

@testable import Sensing

/// A bus with parts that only have identity registers; notes every write.
private struct IdentityBus: I2CBus {
  var parts: [UInt8: [UInt8: UInt8]] = [:]
  var failure: [UInt8: BusError] = [:]
  var asked: [UInt8] = []
  var wroteARegister = false

  mutating func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    asked.append(address.value)
    if written.count != 1 || read.count != 1 { wroteARegister = true }
    if let error = failure[address.value] { throw error }
    guard let part = parts[address.value] else { throw .noAcknowledge }
    read[0] = part[written[0]] ?? 0
  }
}

@Test func everyCandidateAddressIsASevenBitAddressOfADevice() {
  for candidate in Candidate.table {
    #expect((0x08...0x77).contains(candidate.address(isPinHigh: false).value))
    #expect((0x08...0x77).contains(candidate.address(isPinHigh: true).value))
    #expect(candidate.identity.value < 0x80)
  }
}

@Test(arguments: [
  (UInt8(0x18), UInt8(0x0F), UInt8(0x33), Part.lis3dh), (0x19, 0x0F, 0x33, .lis3dh),
  (0x53, 0x00, 0xE5, .adxl345), (0x1D, 0x00, 0xE5, .adxl345), (0x6A, 0x0F, 0x6C, .lsm6dsox),
  (0x6B, 0x0F, 0x6C, .lsm6dsox),
])
func probeFindsEachPartAtEitherAddress(
  address: UInt8, register: UInt8, identity: UInt8, part: Part
) throws {
  var bus = IdentityBus(parts: [address: [register: identity]])
  guard case .found(let sensor) = try Probe.run(over: &bus) else {
    Issue.record("not found")
    return
  }
  #expect(sensor.part == part)
  #expect(sensor.address == I2CAddress(address))
  #expect(!bus.wroteARegister)
}

@Test(arguments: [
  (UInt8(0x53), UInt8(0x00), UInt8(0xAD), Part.adxl355), (0x1D, 0x0D, 0x1A, .mma8451),
  (0x1C, 0x0D, 0x1A, .mma8451), (0x68, 0x75, 0x68, .mpu6050), (0x69, 0x75, 0x98, .mpu6050),
  (0x68, 0x00, 0xD1, .bmi160), (0x69, 0x00, 0x24, .bmi270), (0x6A, 0x0F, 0x69, .lsm6ds3),
  (0x6B, 0x0F, 0x6A, .lsm6ds3), (0x19, 0x0F, 0x44, .lis2dw12), (0x68, 0x75, 0x47, .icm42688),
])
func probeNamesAKnownPartWithoutADriver(
  address: UInt8, register: UInt8, identity: UInt8, part: Part
) throws {
  var bus = IdentityBus(parts: [address: [register: identity]])
  guard case .unsupported(let found, let place) = try Probe.run(over: &bus) else {
    Issue.record("not named")
    return
  }
  #expect(found == part)
  #expect(place == I2CAddress(address))
  #expect(!bus.wroteARegister)
}

@Test func probePrefersAPartWithADriver() throws {
  var bus = IdentityBus(parts: [
    0x68: [0x75: 0x68], 0x18: [0x0F: 0x44], 0x1D: [0x0D: 0x1A], 0x6B: [0x0F: 0x6C],
  ])
  guard case .found(let sensor) = try Probe.run(over: &bus) else {
    Issue.record("not found")
    return
  }
  #expect(sensor.address == I2CAddress(0x6B))
}

@Test func probeTellsAStrangerFromNobody() throws {
  var stranger = IdentityBus(parts: [0x18: [0x0F: 0x45]])
  guard case .unknown(let place, let register, let identity) = try Probe.run(over: &stranger)
  else {
    Issue.record("no stranger")
    return
  }
  #expect(place == I2CAddress(0x18))
  #expect(register == Register(0x0F))
  #expect(identity == 0x45)

  var empty = IdentityBus()
  guard case .nobody = try Probe.run(over: &empty) else {
    Issue.record("somebody")
    return
  }
  #expect(Set(empty.asked).count == empty.asked.count, "a silent address was asked twice")
}

@Test func probeEndsAtOnceOnAHungBus() {
  for cause in [BusError.timeout, .bus, .arbitrationLost, .other(5)] {
    var bus = IdentityBus(failure: [0x18: cause])
    let error = sensorError { () throws(SensorError) in _ = try Probe.run(over: &bus) }
    #expect(error == .bus(cause, at: I2CAddress(0x18), register: Register(0x0F)))
    #expect(bus.asked.count == 1)
  }
}

@Test func errorsSayWhereAndWhat() {
  let error = SensorError.bus(.timeout, at: I2CAddress(0x19), register: Register(0x2F))
  #expect(error.address.value == 0x19)
  #expect(error.register?.value == 0x2F)
  #expect("\(error.summary)" == "the bus took too long")
  #expect(SensorError.noSamples(at: I2CAddress(0x18)).register == nil)
}

@Test func theChosenDriverKeepsWhatItLearnsEvenWhenABusFails() throws {
  let address = I2CAddress(0x18)
  var sensor = try #require(AnyAccelerometer(.lis3dh, at: address))
  var bus = ScriptedBus(
    [.read(0x2F, 0xDF), .burst(0x28, Array(repeating: 0, count: 192))], failing: 1, with: .noData)
  var block = SampleBlock()
  let error = sensorError { () throws(SensorError) in
    _ = try sensor.drain(into: &block, over: &bus)
  }
  #expect(error == .bus(.noData, at: address, register: Register(0x28)))
  #expect(sensor.overruns == 1)
  #expect(block.count == 0)
}
