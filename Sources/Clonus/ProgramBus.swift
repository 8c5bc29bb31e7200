import Linux
import Sensing
import Simulation

/// The bus of this program: the board's, or a simulated one.
///
/// One type for both, so that the drivers are compiled for one bus only.
struct ProgramBus: SimulatedWiring {
  private var world: SimulatedBus<SimulatedWorld>?
  private let board: Board?

  private final class Board {
    var bus: KernelBus<LinuxKernel>
    init(_ bus: consuming KernelBus<LinuxKernel>) { self.bus = bus }
  }

  /// A simulated bus.
  init(_ world: SimulatedBus<SimulatedWorld>) {
    self.world = world
    board = nil
  }

  /// A board's bus.
  init(_ board: consuming KernelBus<LinuxKernel>) {
    world = nil
    self.board = Board(board)
  }

  /// The simulated bus; asked for by the simulation alone.
  var simulated: SimulatedBus<SimulatedWorld> {
    _read { yield world! }
    _modify { yield &world! }
  }

  mutating func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    guard let board else {
      try world?.transfer(address, write: written, read: &read)
      return
    }
    try board.bus.transfer(address, write: written, read: &read)
  }
}
