import Findings
import Simulation
import Testing

@testable import Detection

@Suite struct TrainTests {
  /// A train whose beats lie these milliseconds apart, the first at 1 s.
  private static func train(_ intervals: [Int64], depths: [Int32] = []) -> Train {
    var train = Train()
    var time = Microseconds.seconds(1)
    for i in 0...intervals.count {
      let depth = i < depths.count ? depths[i] : 1 << 18
      train.append(Beat(time: time, amplitude: Gravities(q20: 1 << 18)), depth: depth)
      if i < intervals.count { time = time + .milliseconds(intervals[i]) }
    }
    return train
  }

  private static func plainMedian(_ values: [Int64]) -> Int64 {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
  }

  @Test("Nothing is said of a train without beats, little of one beat")
  func empty() {
    let none = Train()
    #expect(none.count == 0)
    #expect(none.duration == .zero)
    #expect(none.medianInterval() == nil)
    #expect(none.medianAmplitude == nil)
    #expect(none.intervalCV == nil)
    #expect(none.rebounds == 0)
    #expect(!none.endsInRebound)
    let one = Self.train([])
    #expect(one.count == 1)
    #expect(one.medianInterval() == nil)
    #expect(one.intervalCV == nil)
    #expect(one.beats(within: .seconds(10)) == 1)
  }

  @Test("Medians are right for every number of beats up to the capacity")
  func medians() {
    var random = Randomness(seed: 11, stream: 0)
    var train = Train()
    var intervals: [Int64] = []
    var time = Microseconds.zero
    for number in 1...Train.capacity {
      let hasRoom = train.append(
        Beat(time: time, amplitude: Gravities(q20: Int32(number))), depth: 0)
      #expect(hasRoom)
      if number > 1, number < 40 || number % 97 == 0 || number == Train.capacity {
        #expect(train.medianInterval()?.count == Self.plainMedian(intervals), "\(number) beats")
      }
      let interval = Int64(random.uniform(110_000...370_000))
      intervals.append(interval)
      time = time + Microseconds(interval)
    }
    #expect(train.medianAmplitude == Gravities(q20: 512))
    let hasMore = train.append(Beat(time: time, amplitude: Gravities(q20: 1)), depth: 0)
    #expect(!hasMore)
    #expect(train.count == Train.capacity)
    #expect(train.duration.count == intervals.dropLast().reduce(0, +))
  }

  @Test("Beats within ten seconds are counted from the first, the tenth second included")
  func within() {
    let train = Self.train(Array(repeating: 200, count: 70))
    #expect(train.beats(within: .seconds(10)) == 51)
    #expect(train.beats(within: .zero) == 1)
  }

  @Test("The variation of intervals is the sample's standard deviation over their mean")
  func variation() {
    #expect(Self.train([200, 200, 200]).intervalCV == Permille(0))
    // Mean 200, deviation 20 of four.
    #expect(Self.train([180, 220, 180, 220]).intervalCV == Permille(115))
    // The long first interval is left out where there are six beats or more.
    #expect(Self.train([300, 200, 200, 200, 200]).intervalCV == Permille(0))
    // Pauses are left out.
    #expect(Self.train([200, 200, 200, 700, 200, 200]).intervalCV == Permille(0))
    // A beat too small to count is a double interval.
    #expect(Self.train([200, 200, 200, 400, 200, 200, 200]).intervalCV == Permille(0))
  }

  @Test("A pause is over 0.4 s and over twice the median")
  func pauses() {
    let train = Self.train([200, 390, 410, 900])
    let pauses = (0..<4).map { train.isPause($0, median: .milliseconds(200)) }
    #expect(pauses == [false, false, true, true])
    #expect(!train.isPause(2, median: .milliseconds(210)))
  }

  @Test("One or two beats with a pause before three more are the stretch's rebound")
  func rebounds() {
    #expect(Self.train([400, 180, 180, 180]).rebounds == 1)
    #expect(Self.train([150, 400, 180, 180, 180]).rebounds == 2)
    #expect(Self.train([200, 180, 180, 180]).rebounds == 0)
    #expect(Self.train([400, 180]).rebounds == 0, "three beats are needed after it")
    // Boyraz 2015: the first interval is 1.39 times as long as the rest.
    #expect(Self.train([257, 185, 185, 185, 185]).rebounds == 0)
  }

  @Test("A last beat that comes too soon and small is the limb's rebound")
  func lastRebound() {
    #expect(Self.train([180, 180, 180, 120], depths: [9, 9, 9, 9, 5]).endsInRebound)
    #expect(!Self.train([180, 180, 180, 120], depths: [9, 9, 9, 9, 7]).endsInRebound)
    #expect(!Self.train([180, 180, 180, 170], depths: [9, 9, 9, 9, 5]).endsInRebound)
  }

  @Test("Beats are dropped from either end")
  func dropping() {
    var train = Self.train([200, 210, 220, 230])
    train.dropFirst(1)
    #expect(train.count == 4)
    #expect(train.first == .milliseconds(1_200))
    #expect(train.medianInterval() == .milliseconds(220))
    train.cut(to: 2)
    #expect(train.last == .milliseconds(1_410))
    train.cut(to: 5)
    train.dropFirst(0)
    train.dropFirst(-1)
    #expect(train.count == 2)
    train.cut(to: -1)
    #expect(train.count == 0)
    train.dropFirst(3)
    #expect(train.count == 0)
  }
}
