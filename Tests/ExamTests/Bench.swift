import Feedback
import Findings
import Recording
import Sensing
import Simulation

@testable import Exam

/// An appliance with a simulated chip, card and finger, in virtual time.
struct Bench<Source: AccelerationSource> {
  var bedside: SimulatedBedside<SimulatedBus<Source>, MemoryStorage>
  /// Every signal with the time at which it was first seen.
  private(set) var signals: [(Signal, Microseconds)] = []
  /// How often the appliance was woken.
  private(set) var wakes = 0
  /// The appliance asked to be woken without end at one moment.
  private(set) var spins = false
  /// The times at which any light went on.
  private(set) var flashes: [Microseconds] = []
  private var lights: Lights = []
  private var sameMoment = 0

  init(
    source: Source, seed: UInt64 = 1, settings: DeviceSettings = DeviceSettings(),
    card: MemoryStorage = MemoryStorage(), address: I2CAddress? = I2CAddress(0x18)
  ) {
    bedside = SimulatedBedside(
      source: source, seed: seed, card: card, settings: settings, version: "0.0.0")
    bedside.appliance.bus.address = address
  }

  var appliance: Appliance<SimulatedBus<Source>, MemoryStorage> {
    get { bedside.appliance }
    _modify { yield &bedside.appliance }
  }

  var now: Microseconds { bedside.now }

  /// Whether the interrupt line reaches the appliance.
  var hasInterrupt: Bool {
    get { bedside.hasInterrupt }
    set { bedside.hasInterrupt = newValue }
  }

  /// Plans a press; presses come in order.
  mutating func press(at time: Microseconds, for length: Microseconds = .milliseconds(120)) {
    bedside.press(at: time, for: length)
  }

  mutating func run(to end: Microseconds) {
    while now < end, !appliance.isOff, !spins { watch { $0.step(until: end) } }
  }

  /// Lets the bedside go one step on, and notes what is seen.
  private mutating func watch(
    _ step: (inout SimulatedBedside<SimulatedBus<Source>, MemoryStorage>) -> Void
  ) {
    let before = now
    look()
    step(&bedside)
    wakes += 1
    note()
    sameMoment = now == before ? sameMoment + 1 : 0
    spins = sameMoment > 50
  }

  /// Runs until something is true, or for two minutes at most.
  mutating func run(until isTrue: (Self) -> Bool) {
    let end = now + .seconds(120)
    while now < end, !isTrue(self), !spins, !appliance.isOff { run(to: now + .milliseconds(10)) }
  }

  private mutating func look() {
    let shown = bedside.outputs.lights
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
    bedside.press(for: appliance.bus.source.patient.kind, at: .seconds(3))
    while appliance.finishedCount == 0, now < .seconds(100), !spins {
      watch { $0.examine(until: .seconds(100)) }
    }
  }
}
