import Feedback
import Findings
import Recording
import Sensing
import Simulation

@testable import Exam

/// An appliance with a simulated chip, card and finger, in virtual time.
struct Bench<Source: AccelerationSource> {
  var appliance: Appliance<SimulatedBus<Source>, MemoryStorage>
  /// Every signal with the time at which it was first seen.
  private(set) var signals: [(Signal, Microseconds)] = []
  /// How often the appliance was woken.
  private(set) var wakes = 0
  /// Whether the interrupt line reaches the appliance.
  var hasInterrupt = true
  /// The appliance asked to be woken without end at one moment.
  private(set) var spins = false
  /// The times at which any light went on.
  private(set) var flashes: [Microseconds] = []
  private var lights: Lights = []
  private var presses: [(time: Microseconds, isDown: Bool)] = []

  init(
    source: Source, seed: UInt64 = 1, settings: DeviceSettings = DeviceSettings(),
    card: MemoryStorage = MemoryStorage(), address: I2CAddress? = I2CAddress(0x18)
  ) {
    var bus = SimulatedBus(source: source, chip: SimulatedLIS3DH(seed: seed))
    bus.address = address
    appliance = Appliance(
      bus: bus, card: card, settings: settings, version: "0.0.0", at: .zero)
  }

  var now: Microseconds { appliance.bus.now }

  /// Plans a press; presses come in order.
  mutating func press(at time: Microseconds, for length: Microseconds = .milliseconds(120)) {
    presses.append((time, true))
    presses.append((time + length, false))
  }

  mutating func run(to end: Microseconds) {
    var sameMoment = 0
    while now < end, !appliance.isOff, !spins {
      let before = now
      look()
      let planned = presses.first?.time ?? end
      appliance.bus.wait(until: min(appliance.deadline, planned, end))
      wakes += 1
      if let press = presses.first, press.time <= now {
        presses.removeFirst()
        appliance.button(isDown: press.isDown, at: now)
      } else if let edge = appliance.bus.interrupt.takeEdge() {
        if edge.isRising, hasInterrupt { appliance.dataReady(edge: edge.time, at: now) }
      } else {
        appliance.timer(at: now)
      }
      note()
      sameMoment = now == before ? sameMoment + 1 : 0
      spins = sameMoment > 50
    }
  }

  /// Runs until something is true, or for two minutes at most.
  mutating func run(until isTrue: (Self) -> Bool) {
    let end = now + .seconds(120)
    while now < end, !isTrue(self), !spins, !appliance.isOff { run(to: now + .milliseconds(10)) }
  }

  private mutating func look() {
    let shown = appliance.outputs(at: now).lights
    if !shown.subtracting(lights).isEmpty { flashes.append(now) }
    lights = shown
  }

  /// Whether no fourth flash ever came within a second of another.
  var keepsFlashLimit: Bool {
    zip(flashes, flashes.dropFirst(3)).allSatisfy { $1 - $0 >= .seconds(1) }
  }

  private mutating func note() {
    if signals.last?.0 != appliance.signal { signals.append((appliance.signal, now)) }
  }

  /// When a signal was first seen.
  func time(of signal: Signal) -> Microseconds? { signals.first { $0.0 == signal }?.1 }
}

extension Bench<SimulatedWorld> {
  /// Runs one whole exam: the examiner hears the cue, and lets go at the verdict.
  mutating func examine() {
    let isStretch = appliance.bus.source.patient.kind == .stretch
    press(at: .seconds(3), for: isStretch ? .milliseconds(120) : .seconds(2))
    var isCued = false
    var isTold = false
    while appliance.finishedCount == 0, now < .seconds(100), !spins {
      run(to: now + .milliseconds(50))
      switch appliance.signal {
      case .stretchNow where !isCued:
        isCued = true
        appliance.bus.source.hear(.cue, at: now)
      case .answer where !isTold, .indeterminate where !isTold:
        isTold = true
        appliance.bus.source.hear(.verdict, at: now)
      default: break
      }
    }
  }
}
