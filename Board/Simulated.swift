import Findings

extension Board {
  /// The simulated board, for everyone without one: lines by number, nothing to wire.
  public static let simulated = Board(
    word: "simulated", name: "simulated board", models: [], bus: .simulated, sensor: nil,
    lines: Lines(
      dataReady: Line("simulated", 0),
      button: Line("simulated", 1, isActiveLow: true, debounce: .milliseconds(10)),
      light1: Line("simulated", 2),
      light2: Line("simulated", 3),
      light3: Line("simulated", 4),
      buzzer: Line("simulated", 5)))
}
