import Sensing

/// A bus that is simulated, or that holds one that is: a program with a second kind of bus has one
/// type for both, so that the drivers are compiled once.
public protocol SimulatedWiring: I2CBus, ~Copyable {
  /// What the chip on the bus feels.
  associatedtype Source: AccelerationSource
  /// The simulated bus.
  var simulated: SimulatedBus<Source> { get set }
}

extension SimulatedChipBus: SimulatedWiring where Chip == SimulatedLIS3DH {
  /// The bus itself.
  public var simulated: SimulatedBus<Source> {
    _read { yield self }
    _modify { yield &self }
  }
}
