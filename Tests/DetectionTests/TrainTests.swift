import Findings
import Simulation
import Testing

@testable import Detection

@Suite struct TrainTests {
  private static func plainMedian(_ values: [Int64]) -> Int64 {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
  }

  @Test("Nothing is said of a train without beats, little of one beat")
  func empty() {
    let none = Beats()
    #expect(none.train.count == 0)
    #expect(none.train.duration == .zero)
    #expect(none.says { $0.medianInterval(in: $1) } == nil)
    #expect(none.says { $0.medianAmplitude(in: $1) } == nil)
    #expect(none.says { $0.intervalCV(in: $1) } == nil)
    #expect(none.says { $0.rebounds(in: $1) } == 0)
    #expect(!none.says { $0.endsInRebound(in: $1) })
    let one = Beats([])
    #expect(one.train.count == 1)
    #expect(one.says { $0.medianInterval(in: $1) } == nil)
    #expect(one.says { $0.intervalCV(in: $1) } == nil)
    #expect(one.says { $0.beats(within: .seconds(10), in: $1) } == 1)
  }

  @Test("Medians are right for every number of beats up to the capacity")
  func medians() {
    var random = Randomness(seed: 11, stream: 0)
    var beats = Beats()
    var intervals: [Int64] = []
    var time = Microseconds.zero
    for number in 1...BeatLog.capacity {
      let hasRoom = beats.train.append(
        Beat(time: time, amplitude: Gravities(q20: Int32(number))), Beats.cycle, to: &beats.log)
      #expect(hasRoom)
      if number > 1, number < 40 || number % 97 == 0 || number == BeatLog.capacity {
        let median = beats.says { $0.medianInterval(in: $1) }
        #expect(median?.count == Self.plainMedian(intervals), "\(number) beats")
      }
      let interval = Int64(random.uniform(110_000...370_000))
      intervals.append(interval)
      time = time + Microseconds(interval)
    }
    #expect(beats.says { $0.medianAmplitude(in: $1) } == Gravities(q20: 512))
    let hasMore = beats.train.append(
      Beat(time: time, amplitude: Gravities(q20: 1)), Beats.cycle, to: &beats.log)
    #expect(!hasMore)
    #expect(beats.train.count == BeatLog.capacity)
    #expect(beats.train.duration.count == intervals.dropLast().reduce(0, +))
  }

  @Test("Beats within ten seconds are counted from the first, the tenth second included")
  func within() {
    let beats = Beats(Array(repeating: 200, count: 70))
    #expect(beats.says { $0.beats(within: .seconds(10), in: $1) } == 51)
    #expect(beats.says { $0.beats(within: .zero, in: $1) } == 1)
  }

  private static func variation(_ intervals: [Int64]) -> Permille? {
    Beats(intervals).says { $0.intervalCV(in: $1) }
  }

  @Test("The variation of intervals is the sample's standard deviation over their mean")
  func variation() {
    #expect(Self.variation([200, 200, 200]) == Permille(0))
    // Mean 200, deviation 20 of four.
    #expect(Self.variation([180, 220, 180, 220]) == Permille(115))
    // The long first interval is left out where there are six beats or more.
    #expect(Self.variation([300, 200, 200, 200, 200]) == Permille(0))
    // Pauses are left out.
    #expect(Self.variation([200, 200, 200, 700, 200, 200]) == Permille(0))
    // A beat too small to count is a double interval.
    #expect(Self.variation([200, 200, 200, 400, 200, 200, 200]) == Permille(0))
  }

  @Test("A pause is over 0.4 s and over twice the median")
  func pauses() {
    let intervals: [Int64] = [200_000, 390_000, 410_000, 900_000]
    let pauses = intervals.map { Intervals.isPause($0, median: .milliseconds(200)) }
    #expect(pauses == [false, false, true, true])
    #expect(!Intervals.isPause(410_000, median: .milliseconds(210)))
  }

  private static func rebounds(_ intervals: [Int64]) -> Int {
    Beats(intervals).says { $0.rebounds(in: $1) }
  }

  @Test("One or two beats with a pause before three more are the stretch's rebound")
  func rebounds() {
    #expect(Self.rebounds([400, 180, 180, 180]) == 1)
    #expect(Self.rebounds([150, 400, 180, 180, 180]) == 2)
    #expect(Self.rebounds([200, 180, 180, 180]) == 0)
    #expect(Self.rebounds([400, 180]) == 0, "three beats are needed after it")
    // Boyraz 2015: the first interval is 1.39 times as long as the rest.
    #expect(Self.rebounds([257, 185, 185, 185, 185]) == 0)
  }

  @Test(
    "A first beat that is larger than the next, and too soon before it, is the stretch's rebound")
  func largerFirst() {
    func rebounds(_ first: Int64, _ sizes: [Int32]) -> Int {
      Beats([first, 200, 200, 200], sizes: sizes).says { $0.rebounds(in: $1) }
    }
    #expect(rebounds(130, [140, 100, 100, 100, 100]) == 1)
    #expect(rebounds(150, [140, 100, 100, 100, 100]) == 0)
    #expect(rebounds(130, [130, 100, 100, 100, 100]) == 0)
  }

  private static func endsInSecondSwing(
    _ before: Int64, _ after: Int64, sizes: [Int32], next: Int32 = 100
  ) -> Bool {
    let beats = Beats([200, before], sizes: sizes)
    let time = beats.train.last + .milliseconds(after)
    let beat = Beat(time: time, amplitude: Gravities(q20: next))
    return beats.says { $0.endsInSecondSwing(before: beat, in: $1) }
  }

  @Test("An early, smaller beat between two is the second swing of the first")
  func secondSwing() {
    #expect(Self.endsInSecondSwing(120, 180, sizes: [100, 100, 70]))
    #expect(
      !Self.endsInSecondSwing(140, 160, sizes: [100, 100, 70]), "alternating beats keep time")
    #expect(!Self.endsInSecondSwing(120, 180, sizes: [100, 100, 85]), "as large as the others")
    #expect(!Self.endsInSecondSwing(120, 180, sizes: [100, 100, 70], next: 80), "building up")
    #expect(!Self.endsInSecondSwing(140, 220, sizes: [100, 100, 70]), "no limb beats so slowly")
  }

  @Test("A trough is early before 43 hundredths of a cycle; the beat taken last can be forgotten")
  func cadence() {
    var cadence = Cadence()
    #expect(!cadence.isEarly(.milliseconds(10)))
    for time in [0, 300, 600] as [Int64] { cadence.take(.milliseconds(time)) }
    #expect(cadence.isEarly(.milliseconds(728)))
    #expect(!cadence.isEarly(.milliseconds(730)))
    cadence.take(.milliseconds(720))
    cadence.forgetLast()
    #expect(cadence.interval(to: .milliseconds(900)) == .milliseconds(300))
    #expect(cadence.period(at: .milliseconds(900)) == .milliseconds(300))
  }

  private static func endsInRebound(_ last: Int64, depth: Int32, size: Int32 = 5) -> Bool {
    Beats([180, 180, 180, last], depths: [9, 9, 9, 9, depth], sizes: [9, 9, 9, 9, size])
      .says { $0.endsInRebound(in: $1) }
  }

  @Test("A last beat that comes too soon and small is the limb's rebound")
  func lastRebound() {
    #expect(Self.endsInRebound(120, depth: 5))
    #expect(!Self.endsInRebound(120, depth: 7))
    #expect(!Self.endsInRebound(170, depth: 5))
    #expect(!Self.endsInRebound(120, depth: 5, size: 7), "the limb was pulled once more")
  }

  @Test("Beats are dropped from either end")
  func dropping() {
    let beats = Beats([200, 210, 220, 230])
    var train = beats.train
    train.dropFirst(1, in: beats.log)
    #expect(train.count == 4)
    #expect(train.first == .milliseconds(1_200))
    let median = train.medianInterval(in: beats.log)
    #expect(median == .milliseconds(220))
    train.cut(to: 2, in: beats.log)
    #expect(train.last == .milliseconds(1_410))
    train.cut(to: 5, in: beats.log)
    train.dropFirst(0, in: beats.log)
    train.dropFirst(-1, in: beats.log)
    #expect(train.count == 2)
    train.cut(to: -1, in: beats.log)
    #expect(train.count == 0)
    train.dropFirst(3, in: beats.log)
    #expect(train.count == 0)
  }

  @Test("Two trains of one log do not disturb each other, and a beat can be moved")
  func lanes() {
    var beats = Beats([200, 200])
    var other = Train(lane: .first)
    for i in 1...4 {
      other.append(
        Beat(time: .seconds(Int64(i)), amplitude: Gravities(q20: 7)), Beats.cycle, to: &beats.log)
    }
    other.moveLast(by: .milliseconds(-5), in: &beats.log)
    #expect(other.last == .milliseconds(3_995))
    #expect(other.thirdLast == .seconds(2))
    #expect(beats.says { $0.medianInterval(in: $1) } == .milliseconds(200))
    #expect(beats.says { $0.beat(2, in: $1).time } == .milliseconds(1_400))
  }

  @Test("Two intervals keep a pace where neither is over twice the other")
  func pace() {
    #expect(Beats([200]).train.isPaced)
    #expect(Beats([900, 200, 390]).train.isPaced)
    #expect(!Beats([200, 410]).train.isPaced)
    #expect(!Beats([200, 200, 90]).train.isPaced)
  }

  @Test("Beats after a supposed release are in time with two before it; one alone has no time")
  func inTimeWithTwo() {
    let beats = Beats([200, 205, 195, 260])
    let last = beats.train.last
    #expect(beats.says { $0.inTime(from: 2, until: last, in: $1) } == 4)
    #expect(beats.says { $0.inTime(from: 1, until: last, in: $1) } == 1)
  }
}
