import Findings
import Recording
import Simulation
import Testing

@testable import Exam

/// The line of a boot in BOOT.LOG, where the boot is a short one.
@Suite struct BootLineTests {
  @Test func anOrderlyStopWritesTheLineThatHadNoTimeYet() throws {
    var card = MemoryStorage()
    var care = CardCare(
      CardReading(of: &card), version: "0.0.0", board: Array("bench".utf8), lastEnd: nil)
    care.note(.tell(SensorNote(part: .lis3dh, time: .seconds(1))))
    care.note(.flush)
    #expect(care.due == nil, "after an order to stop no step is taken")
    care.close(on: &card)
    let log = try #require(card.contents(of: .bootLog))
    #expect(String(decoding: log, as: UTF8.self).hasPrefix("boot=0 version=0.0.0 board=bench"))
    care.close(on: &card)
    #expect(card.contents(of: .bootLog) == log, "it is written once")
  }

  @Test func anOrderlyStopBeforeTheSensorIsKnownWritesTheLineWithoutIt() throws {
    var card = MemoryStorage()
    var care = CardCare(
      CardReading(of: &card), version: "0.0.0", board: Array("bench".utf8),
      lastEnd: Array("power_cut".utf8))
    care.note(.flush)
    care.close(on: &card)
    let log = String(decoding: try #require(card.contents(of: .bootLog)), as: UTF8.self)
    #expect(log.contains("stopped=power_cut") && log.contains("sensor=none"))
    #expect(log.utf8.filter { $0 == 0x0A }.count == 1)
  }
}
