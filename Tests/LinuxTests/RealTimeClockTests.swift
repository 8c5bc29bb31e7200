import Findings
import Testing

@testable import Linux

@Suite struct RealTimeClockTests {
  private func time(_ text: String?, uptime: Microseconds = .zero) -> Int64? {
    let machine = PretendMachine()
    machine.files["/sys/class/rtc/rtc0/since_epoch"] = text.map { Array($0.utf8) }
    _ = machine.sleep(until: uptime)
    return RealTimeClock.atPowerOn(machine)?.secondsSince1970
  }

  @Test func theTimeAtPowerOnIsTheClocksLessTheUptime() {
    #expect(time("1772446272\n") == 1_772_446_272)
    #expect(time("1772446272\n", uptime: .milliseconds(7_900)) == 1_772_446_265)
  }

  /// No clock, an empty battery, and what is no number at all.
  @Test(arguments: [
    nil, "", "0\n", "946684800\n", "-1\n", "noon\n", String(repeating: "9", count: 120),
  ]) func aClockThatKnowsNoTimeIsNone(text: String?) {
    #expect(time(text) == nil)
  }
}
