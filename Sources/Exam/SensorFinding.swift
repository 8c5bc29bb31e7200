import Findings
import Sensing

extension AnyAccelerometer {
  /// Looks for a sensor that has a driver; the fault says who else answers, or that nobody does.
  static func find<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorFault)
    -> AnyAccelerometer
  {
    let probe: Probe
    do throws(SensorError) { probe = try Probe.run(over: &bus) } catch { throw .sensor(error) }
    switch probe {
    case .found(let driver): return driver
    case .unsupported(let part, let address): throw .unsupported(part, at: address)
    case .unknown(let address, let register, let identity):
      throw .unknown(at: address, register: register, identity: identity)
    case .nobody: throw .nobody
    }
  }
}
