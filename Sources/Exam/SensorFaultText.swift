import Findings
import Recording
import Sensing

extension SensorFault {
  /// Appends what is wrong with the sensor, and where.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .nobody: text.append("no sensor answers; look at its four wires")
    case .unsupported(let part, let address):
      text.append(part.name)
      text.append(" is known and has no driver")
      Self.write(address, nil, to: &text)
    case .unknown(let address, let register, let identity):
      text.append("an unknown part says ")
      text.append(UInt32(identity))
      Self.write(address, register, to: &text)
    case .sensor(let error):
      text.append(error.summary)
      Self.write(error.address, error.register, to: &text)
    case .noRate: text.append("the sensor's rate cannot be measured, or is not accepted")
    case .selfTest(let result):
      text.append("the self-test failed, with shifts of ")
      Self.write(result.shift, to: &text)
      text.append(" mg; lay the sensor still and switch on again")
    case .hung: text.append("the bus does not come back from a transfer")
    }
  }

  /// `x 12, y -3, z 1002`, in thousandths of a g.
  public static func write(_ acceleration: Acceleration, to text: inout TextBuffer) {
    text.append("x ")
    text.append(acceleration.x.milli)
    text.append(", y ")
    text.append(acceleration.y.milli)
    text.append(", z ")
    text.append(acceleration.z.milli)
  }

  private static func write(
    _ address: I2CAddress, _ register: Register?, to text: inout TextBuffer
  ) {
    text.append(", at address ")
    text.append(UInt32(address.value))
    guard let register else { return }
    text.append(", register ")
    text.append(UInt32(register.value))
  }
}
