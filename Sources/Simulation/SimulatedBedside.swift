import Exam
import Feedback
import Findings
import Recording

/// The appliance at a simulated bedside: chip, button, patient and examiner, in virtual time.
///
/// The appliance is the real one; only what it is tied to is simulated. The card may be any.
public struct SimulatedBedside<
  Bus: SimulatedWiring & ~Copyable, Card: Storage & ~Copyable
>: ~Copyable {
  /// The appliance, with the simulated bus in it.
  public var appliance: Appliance<Bus, Card>
  /// Whether the interrupt line reaches the appliance.
  public var hasInterrupt = true
  /// When the latest exam's first sample was taken, since power-on; nil before it came.
  public private(set) var firstSample: Microseconds?

  /// What lights and buzzer do now.
  public private(set) var outputs = Outputs()

  private var button: SimulatedButton
  private var wasInExam = false
  private var wasAsked = false

  /// Powers the appliance on.
  public init(
    bus: consuming Bus, seed: UInt64, card: consuming Card, settings: DeviceSettings,
    version: Literal
  ) {
    button = SimulatedButton(seed: seed)
    appliance = Appliance(bus: bus, card: card, settings: settings, version: version, at: .zero)
    outputs = appliance.outputs(at: .zero)
  }

  /// The virtual time, since power-on.
  public var now: Microseconds { appliance.bus.simulated.now }

  /// Whether a finger is on the button, or will be.
  public var isPressPlanned: Bool { button.nextChange != nil }

  /// Plans a press; presses come in order and do not overlap.
  public mutating func press(
    at time: Microseconds, for length: Microseconds = .milliseconds(120), bounces: Int = 0
  ) { button.press(at: time, for: length, bounces: bounces) }

  /// Plans the press that starts an exam: short for a stretch, long for a spontaneous one.
  public mutating func press(for kind: ExamKind, at time: Microseconds) {
    press(at: time, for: kind == .stretch ? .milliseconds(120) : .seconds(2), bounces: 3)
  }

  /// Goes on to the next thing of which the appliance learns, or to `end`, and tells it.
  public mutating func step(until end: Microseconds) {
    advance(until: end)
    outputs = appliance.outputs(at: now)
    noteFirstSample()
  }

  private mutating func advance(until end: Microseconds) {
    while true {
      let planned = button.line.hasEdge ? now : button.nextChange ?? end
      appliance.bus.simulated.wait(until: min(appliance.deadline, planned, end))
      button.advance(to: now)
      if let change = button.line.takeEdge() {
        return appliance.button(isDown: change.isRising, at: now)
      }
      guard let edge = appliance.bus.simulated.interrupt.takeEdge() else {
        return appliance.timer(at: now)
      }
      if edge.isRising, hasInterrupt { return appliance.dataReady(edge: edge.time, at: now) }
    }
  }

  private mutating func noteFirstSample() {
    let isInExam = if case .exam = appliance.state { true } else { false }
    if isInExam, !wasInExam { firstSample = nil }
    wasInExam = isInExam
    let count = appliance.latestSamples.count
    if isInExam, firstSample == nil, count > 0 {
      let chip = appliance.bus.simulated.chip
      firstSample = chip.time(ofSample: chip.lastSampleRead - Int64(count) + 1)
    }
  }
}

// With a card that is a value, so is the bedside.
extension SimulatedBedside: Copyable where Bus: Copyable, Card: Copyable {}

extension SimulatedBedside where Card: ~Copyable {
  /// Powers the appliance on, with a chip of its own drawn from `seed`.
  public init<Source: AccelerationSource>(
    source: Source, seed: UInt64, card: consuming Card, settings: DeviceSettings,
    version: Literal
  ) where Bus == SimulatedBus<Source> {
    self.init(
      bus: SimulatedBus(source: source, chip: SimulatedLIS3DH(seed: seed)), seed: seed, card: card,
      settings: settings, version: version)
  }
}

extension SimulatedBedside where Bus: ~Copyable, Bus.Source == SimulatedWorld, Card: ~Copyable {
  /// What really happened, on the clock of the latest exam's file, up to its verdict.
  public var truth: Truth {
    let truth = appliance.bus.simulated.source.truth.since(firstSample ?? .zero)
    guard let finished = appliance.finished else { return truth }
    return truth.watched(until: finished.verdictAt)
  }

  /// The same as `step`; the examiner hears the cue, and lets go at the verdict or whatever else
  /// ends the exam.
  public mutating func examine(until end: Microseconds) {
    step(until: end)
    switch appliance.signal {
    case .stretchNow:
      if !wasAsked { appliance.bus.simulated.source.hear(.cue, at: now) }
      wasAsked = true
    case .beating, .tenSeconds: break
    default:
      if wasAsked { appliance.bus.simulated.source.hear(.verdict, at: now) }
      wasAsked = false
    }
  }
}
