import Findings
import Testing

@testable import Sensing

private let address = I2CAddress(0x6A)

private func write(_ register: UInt8, _ value: UInt8) -> Transfer {
  Transfer(address: 0x6A, written: [register, value])
}

private func read(_ register: UInt8, _ reply: [UInt8]) -> Transfer {
  Transfer(address: 0x6A, written: [register], reply: reply)
}

/// The whole of a configuration, by the data sheet.
private func configuring(rate: UInt8, control1: UInt8, watermark: UInt8) -> [Transfer] {
  [
    read(0x0F, [0x6C]),
    write(0x10, 0x00), write(0x0A, 0x00), write(0x07, watermark), write(0x08, 0x00),
    write(0x09, rate), write(0x0D, 0x08), write(0x0E, 0x00), write(0x11, 0x00),
    write(0x12, 0x44), write(0x13, 0x00), write(0x14, 0x00), write(0x15, 0x00),
    write(0x16, 0x00), write(0x17, 0x00), write(0x18, 0xE2), write(0x19, 0x00),
    write(0x0A, 0x06), write(0x10, control1),
    read(0x07, [watermark, 0x00, rate, 0x06]), read(0x0D, [0x08, 0x00]),
    read(0x10, [control1, 0x00, 0x44, 0x00, 0x00, 0x00, 0x00, 0x00, 0xE2, 0x00]),
  ]
}

@Suite struct LSM6DSOTests {
  @Test(arguments: [
    (DataRate.hz50, FullScale.g2, UInt8(1), UInt8(3), UInt8(0x30)),
    (.hz100, .g4, 16, 4, 0x48), (.hz200, .g8, 10, 5, 0x5C), (.hz400, .g16, 31, 6, 0x64),
  ])
  func configurationSaysRateRangeAndWatermark(
    rate: DataRate, range: FullScale, samples: UInt8, code: UInt8, control1: UInt8
  ) throws {
    var bus = ScriptedBus(configuring(rate: code, control1: control1, watermark: samples))
    var driver = newDriver(.lsm6dsox, at: address)
    let watermark = try #require(Watermark(samples))
    try driver.configure(dataRate: rate, fullScale: range, watermark: watermark, over: &bus)
    #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
    #expect(driver.nominalSamplePicoseconds == 19_200_000_000 >> Int64(rate.rawValue))
  }

  @Test func configurationNamesTheRegisterThatDidNotTakeItsValue() {
    let script = configuring(rate: 5, control1: 0x5C, watermark: 12)
    expectReadBackToBeCompared(
      by: .lsm6dsox, at: address, in: script, transfers: 19..<22, bit: 0x20)
  }

  @Test(arguments: [
    (UInt8(0), UInt8(0), 0, false), (9, 0x00, 9, false), (10, 0x80, 10, false),
    (0xFF, 0x81, 511, false), (0x00, 0xE2, 512, true), (0x05, 0x08, 5, true),
  ])
  func theLevelIsTenBits(low: UInt8, high: UInt8, samples: Int, isFull: Bool) {
    #expect(LSM6DSO.level(low, high) == FIFOLevel(samples: samples, isFull: isFull))
  }

  @Test(arguments: [(UInt8(0x01), UInt8(0x02)), (0x00, 0x03), (0x00, 0x04), (0xFF, 0xFF)])
  func aLevelThatCannotBeIsNamed(low: UInt8, high: UInt8) {
    var bus = ScriptedBus([read(0x3A, [low, high])])
    var driver = newDriver(.lsm6dsox, at: address)
    var block = SampleBlock()
    let error = sensorError { () throws(SensorError) in
      _ = try driver.drain(into: &block, over: &bus)
    }
    #expect(error == .implausible(at: address, register: Register(0x3B), found: high))
  }

  @Test func wordsAreReadInOneTransferWithoutTheirTags() throws {
    var bus = ScriptedBus([
      read(0x3A, [2, 0]),
      read(
        0x78,
        [0x11, 0xFF, 0x7F, 0x00, 0x80, 0x01, 0x00, 0x12, 0xFF, 0xFF, 0x00, 0x01, 0x00, 0x00]),
      read(0x3A, [0, 0]),
    ])
    var driver = newDriver(.lsm6dsox, at: address)
    var block = SampleBlock()
    let drain = try driver.drain(into: &block, over: &bus)
    #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
    #expect(drain == Drain())
    #expect(block.count == 2)
    #expect(block[0] == RawSample(x: 32_767, y: -32_768, z: 1))
    #expect(block[1] == RawSample(x: -1, y: 256, z: 0))
  }

  @Test func aWordOfAnotherSensorEndsTheDrainAndTheNextSaysThatSamplesMayMiss() throws {
    // The gyroscope's tag, an empty FIFO's, a bus held high.
    for tag in [UInt8(0x09), 0x00, 0xFF] {
      let good: [UInt8] = [0x11, 1, 0, 2, 0, 3, 0]
      var bus = ScriptedBus([
        read(0x3A, [2, 0]), read(0x78, good + [tag, 0, 0, 0, 0, 0, 0]), read(0x3A, [1, 0]),
        read(0x78, good), read(0x3A, [0, 0]),
      ])
      var driver = newDriver(.lsm6dsox, at: address)
      var block = SampleBlock()
      let error = sensorError { () throws(SensorError) in
        _ = try driver.drain(into: &block, over: &bus)
      }
      #expect(error == .implausible(at: address, register: Register(0x78), found: tag))
      #expect(block.count == 1, "the word before it is good")
      block.removeAll()
      let next = try driver.drain(into: &block, over: &bus)
      #expect(next.isOverrun && block.count == 1)
      #expect(driver.overruns == 1)
    }
  }

  @Test func aDeepFIFOIsDrainedInBlocks() throws {
    func words(_ count: Int) -> Transfer {
      read(0x78, Array(repeating: [0x11, 1, 0, 2, 0, 3, 0], count: count).flatMap { $0 })
    }
    var bus = ScriptedBus([
      read(0x3A, [0x00, 0xEA]), words(33), read(0x3A, [0x0C, 0x80]),
      read(0x3A, [0x0C, 0x80]), words(12), read(0x3A, [0, 0]),
    ])
    var driver = newDriver(.lsm6dsox, at: address)
    var block = SampleBlock()
    let first = try driver.drain(into: &block, over: &bus)
    #expect(first.isOverrun && first.isUnfinished && first.left == 12)
    #expect(block.count == 33)
    block.removeAll()
    let second = try driver.drain(into: &block, over: &bus)
    #expect(!second.isOverrun && !second.isUnfinished)
    #expect(block.count == 12)
    #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
  }

  @Test func aCountIsWorthTheDataSheetsSensitivity() {
    for (range, nano) in zip(FullScale.allCases, [Int32(61_000), 122_000, 244_000, 488_000]) {
      let scale = LSM6DSO.scale(range)
      #expect(scale.nanoGravitiesPerCount == nano)
      #expect(scale.railCount == 32_767)
      #expect(scale.gravities(.min).q20 < 0 && scale.gravities(.max).q20 > 0)
    }
  }
}
