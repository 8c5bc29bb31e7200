import Findings
import Testing

@testable import Simulation

@Suite struct LineTests {
  @Test("Edges are kept in order with their times, 16 at most")
  func edges() {
    var line = SimulatedLine()
    for step in 0..<20 {
      line.drive(step % 2 == 0, at: .milliseconds(Int64(step)))
    }
    #expect(line.droppedEdges == 4)
    let oldest = line.takeEdge()
    #expect(oldest == LineEdge(time: .milliseconds(4), isRising: true))
    line.loseEdges()
    #expect(!line.hasEdge)
  }

  @Test("A level that does not change is no edge, and a stuck line has none")
  func levels() {
    var line = SimulatedLine()
    line.drive(false, at: .zero)
    #expect(!line.hasEdge)
    line.isStuck = true
    line.drive(true, at: .zero)
    #expect(!line.isHigh && !line.hasEdge)
  }

  @Test("A press bounces and then stays, for its length")
  func press() throws {
    var button = SimulatedButton(seed: 1)
    button.press(at: .milliseconds(100), for: .milliseconds(200), bounces: 3)
    button.advance(to: .milliseconds(99))
    #expect(!button.line.hasEdge)
    button.advance(to: .milliseconds(150))
    #expect(button.line.isHigh)
    var edges: [LineEdge] = []
    while let edge = button.line.takeEdge() { edges.append(edge) }
    #expect(edges.count == 7)
    #expect(try #require(edges.last).time < .milliseconds(105))
    button.advance(to: .milliseconds(400))
    #expect(!button.line.isHigh)
    #expect(button.nextChange == nil)
  }

  @Test("The clock never goes back")
  func clock() {
    var clock = VirtualClock()
    clock.advance(to: .seconds(2))
    clock.advance(to: .seconds(1))
    clock.advance(by: .milliseconds(-5))
    #expect(clock.now == .seconds(2))
  }
}
