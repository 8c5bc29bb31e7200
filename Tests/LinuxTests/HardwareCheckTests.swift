import Board
import Exam
import Findings
import Recording
import Sensing
import Simulation
import Testing

@testable import Linux

/// A bus with a part and what it feels, in the kernel's time; a transfer takes the time of its bits.
private final class CheckedBus<Source: AccelerationSource>: I2CBus {
  var inner: SimulatedBus<Source>
  /// How fast the part's time goes by the kernel's clock, in hundredths.
  var speed: Int64 = 100
  private let kernel: ScriptedKernel

  init(_ source: Source, _ kernel: ScriptedKernel) {
    self.kernel = kernel
    inner = SimulatedBus(source: source, chip: SimulatedLIS3DH(seed: 3))
  }

  func transfer(
    _ address: I2CAddress, write written: Span<UInt8>, read: inout MutableSpan<UInt8>
  ) throws(BusError) {
    goOn()
    defer { kernel.clock = max(kernel.monotonic(), atKernel(inner.now)) }
    try inner.transfer(address, write: written, read: &read)
  }

  func goOn() { inner.advance(to: Microseconds(kernel.monotonic().count * speed / 100)) }

  func atKernel(_ time: Microseconds) -> Microseconds { Microseconds(time.count * 100 / speed) }
}

/// A limb that is not at rest.
private struct Trembling: AccelerationSource {
  func acceleration(at time: Double) -> Vector {
    Vector(x: (Int(time * 20) % 2 == 0) ? 0.05 : -0.05, y: 0, z: 1)
  }
}

/// The check of a simulated board, with the thread of its sensor taken in turn.
private struct CheckBench<Source: AccelerationSource> {
  let kernel = ScriptedKernel()
  let bus: CheckedBus<Source>
  var hasInterrupt = true
  var busHangs = false
  var settings = DeviceSettings()

  init(_ source: Source) {
    kernel.clock = .seconds(2)
    kernel.machine.chips = ["/dev/chip": "simulated"]
    bus = CheckedBus(source, kernel)
    bus.goOn()
  }

  /// Checks sensor and lights; answers the lines, and whether there is no sensor.
  func run() throws -> (lines: [String], hasNoSensor: Bool, took: Microseconds) {
    let chip = Path(literal: Array("/dev/chip".utf8))
    let posts = try Posts(kernel: kernel)
    var check = try HardwareCheck(kernel: kernel)
    let line = try TakenLines.input(.dataReady, of: .simulated, on: chip, kernel: kernel)
    let descriptor = line.descriptor
    let reports = check.reports
    let sensor = SensorThread(
      bus: bus, dataReady: line,
      feed: SensorFeed(
        dataRate: settings.dataRate, fullScale: settings.fullScale, testsSensor: true,
        isCheck: true),
      posts: posts, kernel: kernel
    ) { _ = reports.put($0) }
    var edges: UInt32 = 0
    let start = kernel.monotonic()
    kernel.whileWaiting = { [kernel, bus, hasInterrupt, busHangs] _, _ in
      kernel.clock = kernel.monotonic() + .milliseconds(1)
      bus.goOn()
      while let edge = bus.inner.interrupt.takeEdge() {
        guard hasInterrupt else { continue }
        edges += 1
        kernel.machine.edges[descriptor, default: []].append(
          Edge(time: bus.atKernel(edge.time), number: edges, isRising: edge.isRising))
      }
      if !busHangs { sensor.turn() }
    }
    check.checkSensor()
    kernel.whileWaiting = nil
    var indicators = try Indicators(
      of: .simulated, on: chip, hasPassiveBuzzer: settings.hasPassiveBuzzer, kernel: kernel)
    let took = kernel.monotonic() - start
    check.showOutputs(&indicators)
    let text = String(decoding: check.text.bytes, as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(check.faults == lines.count { $0.hasSuffix(" FAULT") })
    return (lines, check.hasNoSensor, took)
  }

  /// The lines of what is at fault.
  func faults() throws -> [String] { try run().lines.filter { $0.hasSuffix(" FAULT") } }
}

/// One line for each thing, and which of them is at fault.
@Suite struct HardwareCheckTests {
  @Test func aBoardThatIsWellHasALineForEachThingAndNoFault() throws {
    let (lines, hasNoSensor, took) = try CheckBench(StillSource()).run()
    let names = lines.map { String($0.prefix { $0 != ":" }) }
    #expect(
      names == [
        "sensor", "self-test", "noise", "gravity", "interrupt line", "rate",
        "lights 1, 2, 3, then one blip",
      ])
    #expect(lines[0] == "sensor: LIS3DH or LIS2DH12")
    #expect(lines[4] == "interrupt line: toggles")
    #expect(!lines.contains { $0.contains("FAULT") } && !hasNoSensor)
    #expect(took < .milliseconds(1_200))
  }

  @Test func lightsAndBuzzerAreSwitchedInTurnAndOffAgain() throws {
    let bench = CheckBench(StillSource())
    _ = try bench.run()
    #expect(bench.kernel.machine.outputs == [1, 2, 4, 8, 0])
  }

  @Test func eachFaultHasItsLine() throws {
    var silent = CheckBench(StillSource())
    silent.hasInterrupt = false
    let (lines, _, took) = try silent.run()
    #expect(lines.filter { $0.hasSuffix(" FAULT") } == ["interrupt line: gives no edges FAULT"])
    #expect(took < .seconds(2))
    let light = CheckBench(StillSource(Vector(x: 0, y: 0, z: 0.85)))
    #expect(try light.faults().map { $0.prefix(8) } == ["gravity:"])
    let heavy = CheckBench(StillSource(Vector(x: 0, y: 0.9, z: 0.75)))
    #expect(try heavy.faults().map { $0.prefix(8) } == ["gravity:"])
    // The part's own clock is up to 4 % off besides.
    for speed: Int64 in [84, 117] {
      let bench = CheckBench(StillSource())
      bench.bus.speed = speed
      #expect(try bench.faults().map { $0.prefix(5) } == ["rate:"])
    }
  }

  @Test func aLimbThatMovesIsNoise() throws {
    let faults = try CheckBench(Trembling()).faults()
    #expect(faults.contains { $0.hasPrefix("noise: ") })
  }

  @Test func linesThatCannotBeSwitchedAreAFault() throws {
    let bench = CheckBench(StillSource())
    bench.kernel.script = [.init(call: .setLevels, errno: .inputOutput)]
    #expect(try bench.faults() == ["lights 1, 2, 3, then one blip: cannot be switched FAULT"])
  }

  @Test func aPassiveBuzzerThatCannotBeHadIsAFault() throws {
    var bench = CheckBench(StillSource())
    bench.settings = SettingsFile.read(Array("BUZZER=passive\n".utf8)).0
    #expect(
      try bench.faults() == [
        "buzzer: no PWM for a passive buzzer on this board; set BUZZER=active FAULT"
      ])
  }

  @Test func aBusThatHangsIsNamedAndEndsTheCheck() throws {
    var bench = CheckBench(StillSource())
    bench.busHangs = true
    let (lines, hasNoSensor, took) = try bench.run()
    #expect(lines[0] == "sensor: the bus does not come back from a transfer FAULT")
    #expect(hasNoSensor)
    #expect(took < .seconds(4))
  }

  @Test func aSensorThatIsNotThereIsNamed() throws {
    let bench = CheckBench(StillSource())
    bench.bus.inner.address = nil
    let (lines, hasNoSensor, _) = try bench.run()
    #expect(lines[0] == "sensor: no sensor answers; look at its four wires FAULT")
    #expect(hasNoSensor)
  }
}
