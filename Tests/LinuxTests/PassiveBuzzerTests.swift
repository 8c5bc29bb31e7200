import Board
import Feedback
import Findings
import Foundation
import Recording
import Testing

@testable import Linux

/// A Pi 4 whose kernel has the PWM chip as its second, with the files of sysfs in a folder.
private struct PWMBench {
  let folder: TemporaryFolder
  let kernel = ScriptedKernel()

  init(isExported: Bool = true) throws {
    folder = try TemporaryFolder()
    try folder.put("export")
    if isExported {
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent("pwm0"), withIntermediateDirectories: false)
      for name in ["period", "duty_cycle", "enable"] { try folder.put("pwm0/\(name)") }
    }
    kernel.moved = ("/sys/class/pwm/pwmchip1/", try folder.path("").text + "/")
    kernel.machine.chips = ["/dev/gpiochip0": "pinctrl-bcm2711"]
    kernel.machine.links = [
      "/sys/class/pwm/pwmchip0/device/of_node": "../firmware/devicetree/base/soc/pwm@7e20c800",
      "/sys/class/pwm/pwmchip1/device/of_node": "../firmware/devicetree/base/soc/pwm@7e20c000",
    ]
  }

  func indicators(of board: Board = .pi4) throws -> Indicators<ScriptedKernel> {
    try Indicators(
      of: board, on: Path(literal: Array("/dev/gpiochip0".utf8)), hasPassiveBuzzer: true,
      kernel: kernel)
  }

  /// What was written since the last time.
  func notes(since count: inout Int) -> [String] {
    defer { count = kernel.notes.count }
    return Array(kernel.notes.dropFirst(count))
  }
}

@Suite struct PassiveBuzzerTests {
  @Test func theChannelIsTakenInSilenceAndItsPinIsLeftToIt() throws {
    let bench = try PWMBench()
    let indicators = try bench.indicators()
    #expect(indicators.buzzerFault == nil)
    #expect(bench.kernel.notes == ["export 0", "pwm0/enable 0"])
    // The line of the active buzzer would take the pin away from the PWM.
    #expect(bench.kernel.machine.requests.map { $0.map(\.offset) } == [[22, 23, 24]])
  }

  @Test func pitchIsThePeriodAndLoudnessThePulse() throws {
    let bench = try PWMBench()
    var seen = 0
    var indicators = try bench.indicators()
    _ = bench.notes(since: &seen)
    let off = Outputs(lights: .one)
    func sound(_ tone: Tone, _ volume: UInt8) throws {
      try indicators.show(Outputs(lights: .one, tone: tone, volume: Volume(volume)))
    }
    try indicators.show(off)
    #expect(bench.notes(since: &seen).isEmpty)
    try sound(.low, 1)
    #expect(
      bench.notes(since: &seen) == [
        "pwm0/duty_cycle 0", "pwm0/period 800000", "pwm0/duty_cycle 25000", "pwm0/enable 1",
      ])
    try sound(.low, 1)
    #expect(bench.notes(since: &seen).isEmpty)
    // The soft attack: louder, without a break.
    try sound(.low, 2)
    try sound(.low, 3)
    #expect(bench.notes(since: &seen) == ["pwm0/duty_cycle 100000", "pwm0/duty_cycle 400000"])
    try sound(.high, 3)
    #expect(
      bench.notes(since: &seen) == [
        "pwm0/duty_cycle 0", "pwm0/period 400000", "pwm0/duty_cycle 200000",
      ])
    try indicators.show(off)
    #expect(bench.notes(since: &seen) == ["pwm0/enable 0"])
    try sound(.high, 3)
    #expect(bench.notes(since: &seen) == ["pwm0/enable 1"])
    // One light, and never a line of a buzzer.
    #expect(bench.kernel.machine.outputs == [1])
  }

  @Test func volumeZeroIsSilence() throws {
    let bench = try PWMBench()
    var indicators = try bench.indicators()
    let before = bench.kernel.notes.count
    try indicators.show(Outputs(tone: .low, volume: .off))
    #expect(bench.kernel.notes.count == before)
  }

  @Test func aChannelThatARunBeforeHasLeftIsTaken() throws {
    let bench = try PWMBench()
    bench.kernel.script = [.init(call: .write, errno: .busy, times: 1)]
    let indicators = try bench.indicators()
    #expect(indicators.buzzerFault == nil)
  }

  @Test func aNewChannelsOwnerMayComeALittleLater() throws {
    let bench = try PWMBench()
    bench.kernel.script = [.init(call: .open, errno: .accessDenied, times: 5, passing: 1)]
    let indicators = try bench.indicators()
    #expect(indicators.buzzerFault == nil)
    #expect(bench.kernel.count(.sleep) == 5)
  }

  /// Which fault is named, and that the lights go on with it.
  private func expectSilence(
    _ bench: PWMBench, of board: Board = .pi4, _ fault: BuzzerFault, says part: String
  ) throws {
    var indicators = try bench.indicators(of: board)
    #expect(indicators.buzzerFault == fault)
    try indicators.show(Outputs(lights: .two, tone: .low))
    #expect(bench.kernel.machine.outputs == [2])
    var text = TextBuffer()
    fault.write(to: &text)
    let line = String(decoding: text.bytes, as: UTF8.self)
    #expect(line.contains(part) && !line.contains("\n"), "\(line)")
  }

  @Test func aBoardWithoutPWMSaysSo() throws {
    let bench = try PWMBench()
    bench.kernel.machine.chips = ["/dev/gpiochip0": "gpio-32-63"]
    try expectSilence(bench, of: .beagleBoneBlack, .notOffered, says: "BUZZER=active")
  }

  @Test func aChipThatIsSwitchedOffIsMissing() throws {
    let bench = try PWMBench()
    bench.kernel.machine.links = [:]
    try expectSilence(bench, .missing, says: "clonus boards")
  }

  @Test func aChannelOfADriverOfTheKernelsIsBusy() throws {
    let bench = try PWMBench(isExported: false)
    bench.kernel.script = [.init(call: .write, errno: .busy, times: 1)]
    try expectSilence(bench, .busy, says: "another program")
  }

  @Test(arguments: [
    (Errno.accessDenied, BuzzerFault.notPermitted, "join the group gpio"),
    (.notPermitted, .notPermitted, "run as root"), (.noSuchDevice, .missing, "clonus boards"),
    (.inputOutput, .failed(.inputOutput), "error 5"), (.noSpace, .failed(.noSpace), "error 28"),
    (.readOnlyFileSystem, .failed(.readOnlyFileSystem), "error 30"),
  ])
  func anErrorOfTheExportIsNamed(errno: Errno, fault: BuzzerFault, part: String) throws {
    for call in [Call.open, .write] {
      let bench = try PWMBench()
      bench.kernel.script = [.init(call: call, errno: errno)]
      try expectSilence(bench, fault, says: part)
    }
  }

  /// What fails while it sounds is told, never stops the lights, and is written anew.
  @Test(arguments: 0..<4) func aWriteThatFailsIsMadeGood(write: Int) throws {
    let bench = try PWMBench()
    var indicators = try bench.indicators()
    bench.kernel.script = [.init(call: .write, errno: .inputOutput, times: 1, passing: write)]
    let outputs = Outputs(lights: .three, tone: .low, volume: Volume(3))
    // The pulse of the period before need not be there to be ended.
    if write == 0 {
      try indicators.show(outputs)
    } else {
      #expect(throws: Errno.inputOutput) { try indicators.show(outputs) }
    }
    #expect(bench.kernel.machine.outputs == [4])
    try indicators.show(outputs)
    let last = bench.kernel.notes.suffix(4)
    for note in ["pwm0/period 800000", "pwm0/duty_cycle 400000", "pwm0/enable 1"] {
      let name = note.prefix { $0 != " " }
      #expect(bench.kernel.notes.last { $0.hasPrefix(name) } == note, "\(last)")
    }
  }
}
