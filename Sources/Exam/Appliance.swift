import Feedback
import Findings
import Recording
import Sensing

/// The appliance on one thread: sensor, exam and log, each order carried out as soon as it is given.
///
/// The simulation drives it so, in virtual time; on Linux the same three parts have threads of their
/// own. Its owner calls `dataReady`, `button` or `timer` when something happens (`timer` at `deadline`
/// at the latest), and then sets lights and buzzer by `outputs`. Times are since power-on and never
/// go back; transfers take none of it. The same events give the same outputs and the same files.
public struct Appliance<Bus: I2CBus & ~Copyable, Card: Storage & ~Copyable>: ~Copyable {
  /// The bus to which the sensor is tied.
  public var bus: Bus
  /// The card.
  public var card: Card

  /// The exam itself.
  public private(set) var exam: Conductor
  private var feed: SensorFeed
  private var log: ExamLog

  /// Makes the appliance at power-on; `clock` is what is known of the wall clock at that moment.
  public init(
    bus: consuming Bus, card: consuming Card, settings: DeviceSettings = DeviceSettings(),
    clock: ClockNote = ClockNote(), version: Literal, at now: Microseconds
  ) {
    self.bus = bus
    self.card = card
    exam = Conductor(settings: settings, clock: clock, at: now)
    feed = SensorFeed(dataRate: settings.dataRate, fullScale: settings.fullScale)
    log = ExamLog(version: version)
  }

  /// When `timer` is to be called, if nothing else happens before; ask after `outputs`.
  public var deadline: Microseconds { min(feed.deadline, exam.deadline ?? feed.deadline) }

  /// What lights and buzzer do now.
  public mutating func outputs(at now: Microseconds) -> Outputs { exam.outputs(at: now) }

  /// The interrupt line rose at `edge`.
  public mutating func dataReady(edge: Microseconds, at now: Microseconds) {
    wake(edge: edge, at: now)
  }

  /// The button's line changed; `time` is the change's own.
  public mutating func button(isDown: Bool, at time: Microseconds) {
    exam.button(isDown: isDown, at: time)
    carryOut(at: time)
  }

  /// Somebody asked for an end.
  public mutating func stop(at now: Microseconds) {
    exam.stop(at: now)
    carryOut(at: now)
  }

  /// Time has passed.
  public mutating func timer(at now: Microseconds) { wake(edge: nil, at: now) }

  private mutating func wake(edge: Microseconds?, at now: Microseconds) {
    exam.timer(at: now)
    guard !exam.isOff else { return }
    carryOut(at: now)
    if let report = feed.wake(edge: edge, over: &bus, at: now, clock: { _ in now }) {
      exam.take(report, at: now)
      carryOut(at: now)
    }
    exam.retryCard(at: now)
    carryOut(at: now)
  }

  /// Carries out what was ordered, and what is ordered upon that.
  private mutating func carryOut(at now: Microseconds) {
    while true {
      if let order = exam.nextSensorOrder() {
        exam.take(feed.carryOut(order, over: &bus, at: now, clock: { _ in now }), at: now)
      } else if let order = exam.nextCardOrder() {
        exam.take(log.carryOut(order, on: &card), at: now)
      } else {
        return
      }
    }
  }
}

// Simulated buses and cards are plain values, and so is an appliance with them.
extension Appliance: Copyable where Bus: Copyable, Card: Copyable {}

extension Appliance where Bus: ~Copyable, Card: ~Copyable {
  /// The exam that ended last.
  public var finished: FinishedExam? { exam.finished }
  /// How many exams have ended.
  public var finishedCount: Int { exam.finishedCount }
  /// The samples of the running exam that the last event brought.
  public var latestSamples: [RawSample] { exam.latestSamples }
  /// The marks of the running exam that the last event brought, as they go into the log.
  public var latestMarks: [TimedMark] { exam.latestMarks }
  /// Why there are no samples; nil while there are.
  public var sensorFault: SensorFault? { exam.sensorFault }
  /// What the card said last, if it failed.
  public var cardFault: StorageError? { exam.cardFault }
  /// Everything is on the card, the lights are out: nothing more will happen.
  public var isOff: Bool { exam.isOff }
  /// Where the exam stands.
  public var state: ExamMachine.State { exam.state }
  /// What is being shown.
  public var signal: Signal { exam.signal }
  /// The rate that was measured; nil before.
  public var rate: SampleRate? { exam.rate }
  /// What a count of the running exam's samples is worth; nil where none runs.
  public var scale: CountScale? { exam.scale }
}
