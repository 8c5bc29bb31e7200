import Findings
import Simulation
import Testing

@testable import Detection

@Suite struct RhythmMemoryTests {
  private static func memory(_ intervals: [Int64], swing: Int32 = 1 << 18) -> RhythmMemory {
    var memory = RhythmMemory()
    var time = Microseconds.seconds(10)
    memory.append(time: time, swing: swing)
    for interval in intervals {
      time = time + .milliseconds(interval)
      memory.append(time: time, swing: swing)
    }
    return memory
  }

  private static func rhythm(_ intervals: [Int64]) -> RhythmMemory.Rhythm? {
    let end = Microseconds.milliseconds(10_100 + intervals.reduce(0, +))
    return memory(intervals).rhythm(before: end, span: .seconds(3))
  }

  @Test("Four regular cycles up to the moment are a rhythm, with its rate and half its swing")
  func regular() throws {
    let rhythm = try #require(Self.rhythm([200, 200, 200, 200]))
    #expect(rhythm.frequency == Millihertz(5_000))
    #expect(rhythm.amplitude == Gravities(q20: 1 << 17))
    #expect(Self.rhythm([200, 200, 200]) == nil)
  }

  @Test("More cycles than it keeps are the rhythm of the latest")
  func many() throws {
    let intervals = Array(repeating: 300 as Int64, count: 20) + Array(repeating: 150, count: 20)
    let rhythm = try #require(Self.rhythm(intervals))
    #expect(abs(rhythm.frequency.count - 6_667) <= 1)
  }

  @Test("What is irregular, too slow, too fast or over is none")
  func none() {
    #expect(Self.rhythm([100, 350, 120, 330, 110]) == nil)
    #expect(Self.rhythm([500, 500, 500, 500, 500]) == nil)
    #expect(Self.rhythm([60, 60, 60, 60, 60, 60]) == nil)
    let memory = Self.memory([200, 200, 200, 200, 200])
    let late = memory.rhythm(before: .seconds(12), span: .seconds(3))
    let early = memory.rhythm(before: .seconds(9), span: .seconds(3))
    let short = memory.rhythm(before: .milliseconds(11_100), span: .milliseconds(500))
    #expect(late == nil && early == nil && short == nil)
  }

  @Test("It forgets what it is told to forget")
  func clear() {
    var memory = Self.memory([200, 200, 200, 200, 200])
    memory.clear()
    let rhythm = memory.rhythm(before: .milliseconds(11_100), span: .seconds(3))
    #expect(rhythm == nil)
  }
}
