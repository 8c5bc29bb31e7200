import Linux
import Sensing
import Simulation

/// The bus of this program: the board's, or a simulated one.
///
/// One type for both, so that the drivers are compiled for one bus only.
final class ProgramBus: SimulatedWiring {
  private var world: SimulatedBus<SimulatedWorld>?
  private var board: KernelBus<LinuxKernel>?

  /// A simulated bus.
  init(_ world: SimulatedBus<SimulatedWorld>) {
    self.world = world
    board = nil
  }

  /// A board's bus.
  init(_ board: consuming KernelBus<LinuxKernel>) {
    world = nil
    self.board = .some(board)
  }

  /// The simulated bus; asked for by the simulation alone.
  // swift-format-ignore: NeverForceUnwrap
  var simulated: SimulatedBus<SimulatedWorld> {
    // In place: taking the world out of the optional would copy it for every look at the clock.
    _read { yield world! }
    _modify { yield &world! }
  }

  func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    try world?.transfer(address, write: written, read: &read)
    try board?.transfer(address, write: written, read: &read)
  }
}
