import Findings
import Testing

@testable import Sensing

private let address = I2CAddress(0x53)

private func write(_ register: UInt8, _ value: UInt8) -> Transfer {
  Transfer(address: 0x53, written: [register, value])
}

private func read(_ register: UInt8, _ reply: UInt8...) -> Transfer {
  Transfer(address: 0x53, written: [register], reply: reply)
}

/// The whole of a configuration, by the data sheet.
private func configuring(rate: UInt8, format: UInt8, fifo: UInt8) -> [Transfer] {
  [
    read(0x00, 0xE5),
    write(0x2D, 0x00), write(0x2E, 0x00), write(0x38, 0x00), write(0x1E, 0x00),
    write(0x1F, 0x00), write(0x20, 0x00), write(0x2C, rate), write(0x31, format),
    write(0x2F, 0x00), write(0x38, fifo), write(0x2E, 0x02), write(0x2D, 0x08),
    read(0x1E, 0x00, 0x00, 0x00), read(0x2C, rate, 0x08, 0x02, 0x00), read(0x31, format),
    read(0x38, fifo),
  ]
}

@Suite struct ADXL345Tests {
  @Test(arguments: [
    (DataRate.hz50, FullScale.g2, UInt8(1), UInt8(0x09), UInt8(0x08), UInt8(0x81)),
    (.hz100, .g4, 16, 0x0A, 0x09, 0x90), (.hz200, .g8, 10, 0x0B, 0x0A, 0x8A),
    (.hz400, .g16, 31, 0x0C, 0x0B, 0x9F),
  ])
  func configurationSaysRateRangeAndWatermark(
    rate: DataRate, range: FullScale, samples: UInt8, code: UInt8, format: UInt8, fifo: UInt8
  ) throws {
    var bus = ScriptedBus(configuring(rate: code, format: format, fifo: fifo))
    var driver = newDriver(.adxl345, at: address)
    let watermark = try #require(Watermark(samples))
    try driver.configure(dataRate: rate, fullScale: range, watermark: watermark, over: &bus)
    #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
    #expect(driver.nominalSamplePicoseconds == 20_000_000_000 >> Int64(rate.rawValue))
  }

  @Test func configurationNamesTheRegisterThatDidNotTakeItsValue() {
    let script = configuring(rate: 0x0B, format: 0x0A, fifo: 0x8C)
    expectReadBackToBeCompared(
      by: .adxl345, at: address, in: script, transfers: 13..<17, bit: 0x40)
  }

  @Test(arguments: [
    (UInt8(0x00), 0, false), (0x01, 1, false), (0x1F, 31, false), (0x20, 32, true),
    (0x21, 33, true),
  ])
  func theLevelIsSixBits(status: UInt8, samples: Int, isFull: Bool) {
    #expect(ADXL345.level(status) == FIFOLevel(samples: samples, isFull: isFull))
  }

  @Test(arguments: [UInt8(0x22), 0x3F, 0x40, 0x81, 0xFF])
  func aLevelThatCannotBeIsNamed(status: UInt8) {
    var bus = ScriptedBus([read(0x39, status)])
    var driver = newDriver(.adxl345, at: address)
    var block = SampleBlock()
    let error = sensorError { () throws(SensorError) in
      _ = try driver.drain(into: &block, over: &bus)
    }
    #expect(error == .implausible(at: address, register: Register(0x39), found: status))
  }

  @Test func eachEntryIsReadInATransferOfItsOwn() throws {
    var bus = ScriptedBus([
      read(0x39, 2), read(0x32, 0xFF, 0x0F, 0x00, 0xF0, 0x01, 0x00),
      read(0x32, 0xFF, 0xFF, 0x00, 0x01, 0x00, 0x00), read(0x39, 0),
    ])
    var driver = newDriver(.adxl345, at: address)
    var block = SampleBlock()
    let drain = try driver.drain(into: &block, over: &bus)
    #expect(bus.isDone, "\(bus.departure ?? "stopped at transfer \(bus.position)")")
    #expect(drain == Drain())
    #expect(block.count == 2)
    #expect(block[0] == RawSample(x: 4_095 << 3, y: -32_768, z: 8))
    #expect(block[1] == RawSample(x: -8, y: 256 << 3, z: 0))
  }

  @Test func aCountIsAnEighthOfTheDigitAndTheRailTheLastCode() {
    for (range, end) in zip(FullScale.allCases, [Int32(2), 4, 8, 16]) {
      let scale = ADXL345.scale(range)
      #expect(scale.gravities(256 << 3).milli == 1_000)
      #expect(scale.gravities(-256 << 3).milli == -1_000)
      let rail = scale.gravities(scale.railCount).milli
      #expect(rail == end * 1_000 - 4, "\(rail)")
    }
  }
}
