import Findings

/// The parts that can be told apart by their identity registers.
public enum Part: UInt8, Sendable, CaseIterable {
  case lis3dh, adxl345, lsm6dsox
  // Known, but without a driver.
  case adxl355, mma8451, mpu6050, bmi160, bmi270, lsm6ds3, lis2dw12, icm42688

  private static var names: WordList {
    """
    LIS3DH or LIS2DH12\0ADXL345 or ADXL343\0LSM6DSOX or LSM6DSO\0ADXL355\0MMA8451\0\
    MPU-6050 or a copy of it\0BMI160\0BMI270\0LSM6DS3\0LIS2DW12\0ICM-42688-P
    """
  }

  /// What the part is called, for people.
  public var name: Literal { Self.names[Int(rawValue)] }
}

/// One question that probing asks: does this register hold this value, at either of the part's two
/// addresses?
struct Candidate: Sendable {
  let part: Part
  let identity: Register
  let value: UInt8
  private let low, high: UInt8

  private init(_ part: Part, _ low: UInt8, _ high: UInt8, _ identity: UInt8, _ value: UInt8) {
    self.part = part
    self.low = low
    self.high = high
    self.identity = Register(identity)
    self.value = value
  }

  /// The address with the part's address pin low, or high.
  func address(isPinHigh: Bool) -> I2CAddress { I2CAddress(isPinHigh ? high : low) }

  /// Every question, in the order of asking: first the parts with a driver.
  static let table: [Candidate] = [
    Candidate(.lis3dh, 0x18, 0x19, 0x0F, 0x33), Candidate(.adxl345, 0x53, 0x1D, 0x00, 0xE5),
    Candidate(.lsm6dsox, 0x6A, 0x6B, 0x0F, 0x6C),
    Candidate(.adxl355, 0x53, 0x1D, 0x00, 0xAD), Candidate(.mma8451, 0x1C, 0x1D, 0x0D, 0x1A),
    Candidate(.lis2dw12, 0x18, 0x19, 0x0F, 0x44), Candidate(.lsm6ds3, 0x6A, 0x6B, 0x0F, 0x69),
    Candidate(.lsm6ds3, 0x6A, 0x6B, 0x0F, 0x6A), Candidate(.mpu6050, 0x68, 0x69, 0x75, 0x68),
    Candidate(.mpu6050, 0x68, 0x69, 0x75, 0x70), Candidate(.mpu6050, 0x68, 0x69, 0x75, 0x71),
    Candidate(.mpu6050, 0x68, 0x69, 0x75, 0x98), Candidate(.icm42688, 0x68, 0x69, 0x75, 0x47),
    Candidate(.bmi160, 0x68, 0x69, 0x00, 0xD1), Candidate(.bmi270, 0x68, 0x69, 0x00, 0x24),
  ]
}
