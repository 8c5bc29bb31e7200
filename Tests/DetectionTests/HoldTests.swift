import Findings
import Testing

@testable import Detection

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
      hold.append(Beat(time: time, amplitude: Gravities(milli: 300)), depth: 1 << 18, to: &log)
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
      hold.append(Beat(time: time, amplitude: Gravities(milli: size)), depth: 1 << 18, to: &log)
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
}
