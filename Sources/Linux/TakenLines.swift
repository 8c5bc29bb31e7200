import Board
import Findings

/// Lines of one chip that this program has taken, until the owner ends.
public struct TakenLines<K: Kernel>: ~Copyable {
  private let kernel: K
  /// The kernel's number for them.
  let descriptor: Int32
  /// To be waited for: can be read when an edge came. None once the line has failed for long, for it
  /// would be readable without end.
  var watched: Int32 { failures < Self.mostFailures ? descriptor : -1 }
  private static var mostFailures: Int { 10 }
  /// How often in a row no edge could be read.
  private var failures = 0
  /// The number of the last edge that was read; edges of one watched line.
  private var lastEdge: UInt32 = 0
  /// How many edges the kernel's queue had no room for.
  private(set) var missedEdges: UInt32 = 0

  /// Takes lines of a chip: outputs, which are off, or one input.
  init(_ chip: Path, _ lines: [Line], areOutputs: Bool, kernel: K) throws(Errno) {
    let asked = lines.map {
      LineRequest(
        offset: $0.offset, isOutput: areOutputs, isActiveLow: $0.isActiveLow,
        bias: $0.bias.number, debounce: $0.debounce)
    }
    let number = try uninterrupted { kernel.requestLines(chip, asked) }
    descriptor = Int32(truncatingIfNeeded: number)
    self.kernel = kernel
  }

  deinit { _ = kernel.releaseLines(descriptor) }

  /// Takes the lights of a board from left to right, then an active buzzer.
  static func outputs(of board: Board, on chip: Path, withBuzzer: Bool, kernel: K)
    throws(HardwareError) -> TakenLines
  {
    let lines = board.lines
    let lights = [lines.light1, lines.light2, lines.light3]
    let all = [lines.light1, lines.light2, lines.light3, lines.buzzer]
    return try take(chip, withBuzzer ? all : lights, true, kernel)
  }

  /// Takes an input of a board.
  public static func input(_ use: Use, of board: Board, on chip: Path, kernel: K)
    throws(HardwareError) -> TakenLines
  {
    try take(chip, [board.lines[use]], false, kernel)
  }

  private static func take(_ chip: Path, _ lines: [Line], _ areOutputs: Bool, _ kernel: K)
    throws(HardwareError) -> TakenLines
  {
    do throws(Errno) {
      return try TakenLines(chip, lines, areOutputs: areOutputs, kernel: kernel)
    } catch { throw .lines(error) }
  }

  /// Calls `body` with each edge that waits; call it when `descriptor` can be read.
  mutating func readEdges(_ body: (Edge) -> Void) throws(Errno) {
    var batch = EdgeBatch()
    failures += 1
    let count: Int
    do throws(Errno) {
      count = try uninterrupted { kernel.readEdges(descriptor, into: &batch) }
    } catch .wouldBlock {
      return
    }
    if count > 0 { failures = 0 }
    for index in Counting(0..<count) {
      let edge = batch[index]
      if edge.number > lastEdge, lastEdge > 0 { missedEdges &+= edge.number - lastEdge - 1 }
      lastEdge = edge.number
      body(edge)
    }
  }

  /// Whether the first line is on.
  func isOn() throws(Errno) -> Bool { try uninterrupted { kernel.levels(descriptor) } & 1 != 0 }

  /// Switches each line by its bit.
  func set(_ bits: UInt32) throws(Errno) {
    _ = try uninterrupted { kernel.setLevels(descriptor, bits) }
  }
}

extension Bias {
  /// As the kernel's seam counts them.
  fileprivate var number: UInt8 {
    switch self {
    case .none: 0
    case .pullUp: 1
    case .pullDown: 2
    }
  }
}
