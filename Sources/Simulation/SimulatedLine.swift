import Findings

/// An edge of a line, as the kernel reports it.
public struct LineEdge: Sendable, Hashable {
  /// When it was.
  public var time: Microseconds
  /// Whether the level rose.
  public var isRising: Bool
}

/// A digital line with the kernel's memory of its edges: 16, then the oldest are dropped.
public struct SimulatedLine: Sendable {
  /// The kernel keeps so many edges for a line (gpio-v2).
  private static let capacity = 16

  /// The level now.
  public private(set) var isHigh: Bool
  /// How many edges were dropped because nobody took them.
  public private(set) var droppedEdges = 0
  /// Held at its level whatever drives it, as by a short circuit.
  public var isStuck = false
  private var edges: [LineEdge] = []

  /// Makes a line at a level.
  public init(isHigh: Bool = false) { self.isHigh = isHigh }

  /// Drives the line to a level.
  public mutating func drive(_ level: Bool, at time: Microseconds) {
    guard level != isHigh, !isStuck else { return }
    isHigh = level
    if edges.count == Self.capacity {
      edges.removeFirst()
      droppedEdges += 1
    }
    edges.append(LineEdge(time: time, isRising: level))
  }

  /// Whether an edge waits to be taken.
  public var hasEdge: Bool { !edges.isEmpty }

  /// Takes the oldest edge that nobody took yet.
  public mutating func takeEdge() -> LineEdge? {
    edges.isEmpty ? nil : edges.removeFirst()
  }

  /// Loses every edge that nobody took yet, as a driver's fault would.
  public mutating func loseEdges() { edges.removeAll() }
}
