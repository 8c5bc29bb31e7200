import Findings
import Sensing

/// Why there are no samples.
public enum SensorFault: Error, Sendable, Hashable {
  /// Nobody answers at any address at which a sensor could be.
  case nobody
  /// A part that is known and has no driver.
  case unsupported(Part, at: I2CAddress)
  /// Somebody answers who is no sensor that is known.
  case unknown(at: I2CAddress, register: Register, identity: UInt8)
  /// The driver's error.
  case sensor(SensorError)
  /// Samples came, but their rate could not be measured, or is not accepted.
  case noRate
  /// The self-test moved the output of an axis too little or too far; a sensor that is moved
  /// meanwhile does that too.
  case selfTest(SelfTestResult)
  /// The bus does not come back from a transfer.
  case hung

  /// Whether the next try may do better by itself.
  var isPassing: Bool {
    switch self {
    case .nobody, .sensor(.bus), .sensor(.implausible): true
    case .unsupported, .unknown, .noRate, .hung, .selfTest, .sensor: false
    }
  }
}
