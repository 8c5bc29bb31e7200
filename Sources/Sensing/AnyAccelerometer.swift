import Findings

/// The driver that was chosen at run time: an enum over the drivers, for Embedded Swift has no
/// `any Accelerometer`.
public enum AnyAccelerometer: Sendable {
  case lis3dh(LIS3DH)

  /// Makes the driver for a part; nil where there is none for it.
  public init?(_ part: Part, at address: I2CAddress) {
    switch part {
    case .lis3dh: self = .lis3dh(LIS3DH(at: address))
    case .adxl345, .lsm6dsox, .adxl355, .mma8451, .mpu6050: return nil
    }
  }

  /// The part.
  public var part: Part {
    switch self {
    case .lis3dh: LIS3DH.part
    }
  }

  /// Where it answers.
  public var address: I2CAddress {
    switch self {
    case .lis3dh(let driver): driver.address
    }
  }

  /// See `Accelerometer.scale`.
  public var scale: CountScale {
    switch self {
    case .lis3dh(let driver): driver.scale
    }
  }

  /// See `Accelerometer.nominalSamplePicoseconds`.
  public var nominalSamplePicoseconds: Int64 {
    switch self {
    case .lis3dh(let driver): driver.nominalSamplePicoseconds
    }
  }

  /// See `Accelerometer.settlingSamples`.
  public var settlingSamples: Int32 {
    switch self {
    case .lis3dh(let driver): driver.settlingSamples
    }
  }

  /// See `Accelerometer.overruns`.
  public var overruns: UInt32 {
    switch self {
    case .lis3dh(let driver): driver.overruns
    }
  }

  /// See `Accelerometer.configure`.
  public mutating func configure<Bus: I2CBus & ~Copyable>(
    dataRate: DataRate = .hz200, fullScale: FullScale = .g8, watermark: Watermark = .standard,
    over bus: inout Bus
  ) throws(SensorError) {
    switch self {
    case .lis3dh(var driver):
      defer { self = .lis3dh(driver) }
      try driver.configure(
        dataRate: dataRate, fullScale: fullScale, watermark: watermark, over: &bus)
    }
  }

  /// See `Accelerometer.drain`.
  public mutating func drain<Bus: I2CBus & ~Copyable>(
    into block: inout SampleBlock, over bus: inout Bus
  ) throws(SensorError) -> Drain {
    switch self {
    case .lis3dh(var driver):
      defer { self = .lis3dh(driver) }
      return try driver.drain(into: &block, over: &bus)
    }
  }

  /// See `Accelerometer.check`.
  public func check<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError) {
    switch self {
    case .lis3dh(let driver): try driver.check(over: &bus)
    }
  }

  /// See `Accelerometer.selfTest`.
  public mutating func selfTest<Bus: I2CBus & ~Copyable>(over bus: inout Bus)
    throws(SensorError) -> SelfTestStep
  {
    switch self {
    case .lis3dh(var driver):
      defer { self = .lis3dh(driver) }
      return try driver.selfTest(over: &bus)
    }
  }
}
