import Findings
import Testing

@testable import Detection

private typealias Vector = Detection.Vector

@Suite struct HoldTests {
  /// When a hold says the limb was let go, after a push against it at 1.9 s and beats from 2 s on, these milliseconds apart.
  private static func release(beforeBeats intervals: [Int64]) -> Microseconds? {
    let bands = Bands(rate: Millihertz(200_000))
    var hold = Hold(mirror: Mirror(pass: bands.placePass), lane: .first)
    var log = BeatLog()
    hold.stretch.time = .milliseconds(500)
    hold.counterPush = .milliseconds(1_900)
    var time = Microseconds.milliseconds(2_000)
    for interval in intervals + [0] {
      hold.append(Beat(time: time, amplitude: Gravities(milli: 300)), Beats.cycle, to: &log)
      time = time + .milliseconds(interval)
    }
    return hold.release
  }

  @Test("Beats that go on in time deny a release")
  func beatsGoOn() {
    #expect(Self.release(beforeBeats: [180, 180, 180, 180]) == nil)
  }

  @Test("What a release leaves behind and the next try's push do not deny it")
  func nextTry() {
    #expect(Self.release(beforeBeats: [210, 910]) == .milliseconds(1_900))
  }

  /// How many beats of these sizes in mg, 180 ms apart, count after a rest with a rhythm of 100 mg.
  private static func beatsCounted(sizes: [Int32]) -> Int {
    let bands = Bands(rate: Millihertz(200_000), stride: 2)
    var hold = Hold(mirror: Mirror(pass: bands.placePass), lane: .first)
    var log = BeatLog()
    hold.rest.rhythmAmplitude = Gravities(milli: 100)
    for (number, size) in sizes.enumerated() {
      let time = Microseconds.milliseconds(1_000 + 180 * Int64(number))
      hold.append(Beat(time: time, amplitude: Gravities(milli: size)), Beats.cycle, to: &log)
    }
    return hold.settledTrain(log).count
  }

  @Test("A rhythm at rest that goes on after a train is cut from its end")
  func tremorAfterwards() {
    #expect(Self.beatsCounted(sizes: [500, 480, 190, 450, 220, 190, 150, 110]) == 5)
  }

  @Test("Where no three beats are twice the rhythm at rest, nothing is cut")
  func tremorAlone() {
    #expect(Self.beatsCounted(sizes: [250, 230, 190, 180, 150, 160]) == 6)
  }

  /// A hold that begins with a push of this many mg, and turns gravity from one direction to another.
  private static func turning(_ before: Int32, to after: Int32, push: Int32, at time: Int64) -> Hold
  {
    let bands = Bands(rate: Millihertz(200_000))
    var hold = Hold(mirror: Mirror(pass: bands.placePass), lane: .first)
    hold.stretch.time = .milliseconds(time)
    hold.stretch.peak = Gravities(milli: push)
    hold.tilt.begin(gravity: Vector(x: before, y: 1 << 20, z: 0))
    for span in 0...30 {
      let since = Microseconds.milliseconds(Int64(span) * 50)
      hold.tilt.take(
        gravity: Vector(x: after, y: 1 << 20, z: 0), since: since, at: hold.stretch.time + since)
    }
    return hold
  }

  @Test("A release turns the limb back; a far stronger push after one is the stretch")
  func releaseOrStretch() {
    var rocked = Self.turning(0, to: 200_000, push: 200, at: 4_000)
    func isUndone(by push: Int32) -> Bool {
      Self.turning(200_000, to: 0, push: push, at: 6_000)
        .undoes(rocked, settings: ExamSettings())
    }
    #expect(isUndone(by: 900), "a slow stretch is let go briskly")
    rocked.counterPush = .milliseconds(4_800)
    #expect(!isUndone(by: 900))
    #expect(isUndone(by: 500))
  }
}
