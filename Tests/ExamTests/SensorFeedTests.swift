import Findings
import Sensing
import Simulation
import Testing

@testable import Exam

/// A feed that tests its sensor first, with the simulated part, woken when it asks to be.
private struct TestedFeed<Chip: SimulatedChip> {
  var bus: SimulatedChipBus<StillSource, Chip>
  var feed = SensorFeed(dataRate: .hz200, fullScale: .g8, testsSensor: true)
  var reports: [SensorReport] = []

  init(_ chip: Chip, at address: UInt8) {
    bus = SimulatedChipBus(source: StillSource(), chip: chip, address: I2CAddress(address))
  }

  /// Nobody has time for the sensor, again and again: too long for its FIFO, and too often for eight
  /// edges in a row.
  mutating func beBusy(for duration: Microseconds) {
    let end = bus.now + duration
    while bus.now < end {
      bus.advance(to: bus.now + .milliseconds(300))
      run(to: bus.now + .milliseconds(200))
    }
  }

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

extension TestedFeed where Chip == SimulatedLIS3DH {
  init() { self.init(SimulatedLIS3DH(seed: 2), at: 0x18) }
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
  @Test(arguments: [Part.lis3dh, .adxl345, .lsm6dsox])
  func anErrorAtAnyTransferOfPowerUpIsBorne(part: Part) {
    func expectReady<Chip: SimulatedChip>(_ start: TestedFeed<Chip>) {
      var whole = start
      whole.run(to: .seconds(2))
      let transfers = min(whole.bus.transfers, 160)
      #expect(transfers > 80)
      for transfer in 0..<transfers {
        for error in [BusError.noAcknowledge, .bus] {
          var bench = start
          bench.bus.faults = [BusFault(transfer: transfer, count: 1, error: error)]
          bench.run(to: .seconds(4))
          #expect(bench.news == [.ready], "transfer \(transfer), \(error)")
        }
      }
    }
    switch part {
    case .adxl345: expectReady(TestedFeed(SimulatedADXL345(seed: 2), at: 0x53))
    case .lsm6dsox: expectReady(TestedFeed(SimulatedLSM6DSO(seed: 2), at: 0x6A))
    default: expectReady(TestedFeed())
    }
  }

  @Test func aMachineThatIsBusyMeasuresTheRateLaterAndFindsNoFault() {
    var bench = TestedFeed()
    bench.run(to: .seconds(1))
    bench.beBusy(for: .seconds(8))
    #expect(bench.news.isEmpty)
    bench.run(to: bench.bus.now + .seconds(4))
    #expect(bench.news == [.ready])
  }

  @Test func aRateThatCannotBeMeasuredForLongIsAFault() {
    var bench = TestedFeed()
    bench.run(to: .seconds(1))
    bench.beBusy(for: .seconds(14))
    #expect(bench.news == [.lost(.noRate)])
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
