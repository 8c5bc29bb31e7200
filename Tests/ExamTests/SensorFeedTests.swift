import Findings
import Sensing
import Simulation
import Testing

@testable import Exam

/// A feed that tests its sensor first, with the simulated part, woken when it asks to be.
private struct TestedFeed {
  var bus = SimulatedBus(source: StillSource(), chip: SimulatedLIS3DH(seed: 2))
  var feed = SensorFeed(dataRate: .hz200, fullScale: .g8, testsSensor: true)
  var reports: [SensorReport] = []

  mutating func run(to end: Microseconds) {
    while bus.now < end {
      bus.wait(until: max(min(feed.deadline, end), bus.now))
      let edge = bus.interrupt.takeEdge().flatMap { $0.isRising ? $0.time : nil }
      guard let report = feed.wake(edge: edge, over: &bus, at: bus.now, clock: { $0.now }) else {
        if bus.now >= end { return }
        bus.advance(to: bus.now + .microsecond)
        continue
      }
      reports.append(report)
    }
  }

  var news: [SensorFeed.News] { reports.compactMap(\.news) }
}

extension Microseconds {
  fileprivate static let microsecond = Microseconds(1)
}

@Suite struct SensorFeedTests {
  @Test func aSensorIsTestedOnceBeforeItsRateIsMeasured() throws {
    var bench = TestedFeed()
    bench.run(to: .seconds(4))
    #expect(bench.news == [.ready])
    let last = try #require(bench.reports.last)
    #expect(last.selfTest?.hasPassed == true)
    #expect(last.part == .lis3dh)
  }

  /// The first error of the bus comes at each transfer of power-up in turn: it is borne.
  @Test func anErrorAtAnyTransferOfPowerUpIsBorne() {
    var whole = TestedFeed()
    whole.run(to: .seconds(2))
    let transfers = min(whole.bus.transfers, 80)
    for transfer in 0..<transfers {
      var bench = TestedFeed()
      bench.bus.faults = [BusFault(transfer: transfer, count: 1, error: .bus)]
      bench.run(to: .seconds(6))
      #expect(bench.news == [.ready], "transfer \(transfer)")
    }
  }

  @Test func aBusThatFailsForGoodIsAFaultWithinTwoSeconds() throws {
    for error in [BusError.bus, .timeout, .arbitrationLost, .other(5)] {
      var bench = TestedFeed()
      bench.bus.faults = [BusFault(transfer: 20, count: .max / 2, error: error)]
      bench.run(to: .seconds(4))
      let lost = try #require(bench.reports.first { $0.news != nil })
      guard case .lost(.sensor(.bus(error, _, _))) = lost.news else {
        Issue.record("\(String(describing: lost.news))")
        continue
      }
      #expect(lost.time < .seconds(2))
    }
  }
}
