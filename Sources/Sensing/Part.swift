/// The parts that can be told apart by their identity registers.
public enum Part: UInt8, Sendable, CaseIterable {
  case lis3dh, adxl345, lsm6dsox, adxl355, mma8451, mpu6050

  /// What the part is called, for people.
  public var name: StaticString {
    switch self {
    case .lis3dh: "LIS3DH or LIS2DH12"
    case .adxl345: "ADXL345"
    case .lsm6dsox: "LSM6DSOX or LSM6DSO"
    case .adxl355: "ADXL355"
    case .mma8451: "MMA8451"
    case .mpu6050: "MPU-6050 or a copy of it"
    }
  }
}

/// One question that probing asks: does this register at this address hold this value?
struct Candidate: Sendable {
  let part: Part
  let address: I2CAddress
  let identity: Register
  let value: UInt8

  private init(_ part: Part, _ address: UInt8, _ identity: UInt8, _ value: UInt8) {
    self.part = part
    self.address = I2CAddress(address)
    self.identity = Register(identity)
    self.value = value
  }

  /// Every question, in the order of asking; those for one address stand together.
  static let table: [Candidate] = [
    Candidate(.lis3dh, 0x18, 0x0F, 0x33), Candidate(.lis3dh, 0x19, 0x0F, 0x33),
    Candidate(.adxl345, 0x53, 0x00, 0xE5), Candidate(.adxl355, 0x53, 0x00, 0xAD),
    Candidate(.adxl345, 0x1D, 0x00, 0xE5), Candidate(.adxl355, 0x1D, 0x00, 0xAD),
    Candidate(.mma8451, 0x1D, 0x0D, 0x1A), Candidate(.mma8451, 0x1C, 0x0D, 0x1A),
    Candidate(.lsm6dsox, 0x6A, 0x0F, 0x6C), Candidate(.lsm6dsox, 0x6B, 0x0F, 0x6C),
    Candidate(.mpu6050, 0x68, 0x75, 0x68), Candidate(.mpu6050, 0x68, 0x75, 0x70),
    Candidate(.mpu6050, 0x68, 0x75, 0x71), Candidate(.mpu6050, 0x68, 0x75, 0x98),
    Candidate(.mpu6050, 0x69, 0x75, 0x68), Candidate(.mpu6050, 0x69, 0x75, 0x70),
    Candidate(.mpu6050, 0x69, 0x75, 0x71), Candidate(.mpu6050, 0x69, 0x75, 0x98),
  ]
}
