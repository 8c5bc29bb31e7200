import Findings
import Testing

@testable import Exam

struct ButtonPressTests {
  /// Plays edges (milliseconds, level) and asks as an event loop would: at edges and deadlines.
  private func gestures(
    _ edges: [(Int64, Bool)], until end: Int64 = 20_000
  ) -> [(Gesture, Int64)] {
    var button = ButtonPress()
    var found: [(Gesture, Int64)] = []
    func ask(at now: Microseconds) {
      while let gesture = button.next(at: now) { found.append((gesture, now.count / 1_000)) }
    }
    for (time, isDown) in edges + [(end, edges.last?.1 ?? false)] {
      while let deadline = button.deadline, deadline < .milliseconds(time) { ask(at: deadline) }
      ask(at: .milliseconds(time))
      button.edge(isDown: isDown, at: .milliseconds(time))
      ask(at: .milliseconds(time))
    }
    return found
  }

  private func words(_ edges: [(Int64, Bool)]) -> [Gesture] { gestures(edges).map { $0.0 } }

  @Test func shortPressIsKnownWhenNoSecondFollows() {
    let found = gestures([(1_000, true), (1_200, false)])
    #expect(found.map { $0.0 } == [.pressed, .short])
    #expect(found.map { $0.1 } == [1_000, 1_600])
  }

  @Test func twoShortPressesAreADoubleOne() {
    #expect(
      words([(0, true), (100, false), (400, true), (500, false)]) == [
        .pressed, .pressed, .double,
      ])
  }

  @Test func twoSlowPressesAreTwoShortOnes() {
    #expect(
      words([(0, true), (100, false), (600, true), (700, false)]) == [
        .pressed, .short, .pressed, .short,
      ])
  }

  @Test func longPressIsAnnouncedAtItsThresholdAndActsWhenLetGo() {
    let found = gestures([(1_000, true), (4_000, false)])
    #expect(found.map { $0.0 } == [.pressed, .longReached, .long])
    #expect(found.map { $0.1 } == [1_000, 2_500, 4_000])
  }

  @Test func veryLongPressActsAtItsThresholdAndLettingGoMeansNothing() {
    let found = gestures([(1_000, true), (9_000, false)])
    #expect(found.map { $0.0 } == [.pressed, .longReached, .veryLong])
    #expect(found.map { $0.1 } == [1_000, 2_500, 6_000])
  }

  @Test func thresholdsAreExact() {
    let lasts: [(Int64, Gesture)] = [
      (1_499, .short), (1_500, .long), (4_999, .long), (5_000, .veryLong),
    ]
    for (length, last) in lasts {
      #expect(words([(1_000, true), (1_000 + length, false)]).last == last, "\(length) ms")
    }
  }

  @Test func aBounceCountsOnce() {
    let bouncing: [(Int64, Bool)] = [
      (1_000, true), (1_002, false), (1_003, true), (1_005, false), (1_006, true),
      (1_300, false), (1_304, true), (1_307, false),
    ]
    #expect(words(bouncing) == [.pressed, .short])
  }

  @Test func aChangeThatLastsAfterABounceIsNotLost() {
    // Let go within the 10 ms after the press, and it stays so.
    #expect(words([(1_000, true), (1_004, false)]) == [.pressed, .short])
  }

  @Test func aLostEdgeNeitherTrapsNorInventsAPress() {
    #expect(
      words([(1_000, true), (1_100, true), (1_200, false), (1_300, false)]) == [
        .pressed, .short,
      ])
    #expect(words([(1_000, false), (1_100, false)]) == [])
  }

  @Test func aLateTimerMissesNothingAndKeepsTheOrder() {
    var button = ButtonPress()
    button.edge(isDown: true, at: .seconds(1))
    var found: [Gesture] = []
    while let gesture = button.next(at: .seconds(10)) { found.append(gesture) }
    #expect(found == [.pressed, .longReached, .veryLong])
    #expect(button.deadline == nil)
  }
}
