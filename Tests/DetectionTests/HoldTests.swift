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
}
