import Detection
import Feedback
import Findings

/// What the exam machine needs to know before it starts.
public struct MachineSettings: Sendable, Hashable {
  /// What every exam starts from; kind and side are replaced by the button's.
  public var exam = ExamSettings()
  /// How many trials follow each other by themselves: 1 to 3.
  public var trials: Int32 = 1
  /// Lines of the card's files were not understood: the lights of a fault say so before ready.
  public var hasProblems = false

  /// Makes settings with the defaults.
  public init() {}
}

/// The whole course at the bedside: events in, effects out. No clock, no hardware, no files.
///
/// Event times are since power-on and never go back; samples carry the exam's own time beside.
/// Where a result is shown, a press is a press as at ready: it ends the result and acts by its length.
public struct ExamMachine: Sendable {
  /// How long the user's check of lamps and buzzer lasts.
  static let powerOnTest = Microseconds.milliseconds(1_300)
  /// When the buzzer sounds in it: late, for only the card says how loud.
  static let powerOnBlip = Microseconds.milliseconds(700)
  /// How long a card's wrong line is shown as a fault, which BOOT.LOG names: all three lights blink twice.
  static let wrongLines = Microseconds.seconds(6)
  /// How long a chosen side is shown.
  static let sideShown = Microseconds.milliseconds(1_500)
  /// From the end of a trial to the start of the next.
  static let rearm = Microseconds.seconds(20)
  /// After so long without a press or an exam the side is the settings' again.
  static let idle = Microseconds.seconds(30 * 60)
  /// How long the lights take to go out in turn.
  static let goingOut = Microseconds.milliseconds(1_600)

  /// Where the machine stands.
  public enum State: Sendable, Hashable {
    /// The lamps are tested; then a kind of exam starts where a press has asked for one.
    case powerOnTest(until: Microseconds, thenFault: Bool, then: ExamKind?)
    case ready
    /// A side was chosen.
    case side(until: Microseconds)
    /// An exam was asked for before the sensor's rate was known.
    case waitingForSensor(ExamKind)
    case exam(ExamPlan)
    /// What was found is shown; the next trial starts by itself where a time is given.
    case result(rearm: Microseconds?)
    case fault
    /// The card is flushed; `earliest` is when the lights have gone out.
    case stopping(earliest: Microseconds, isFlushed: Bool)
    case dark
  }

  /// Where the machine stands.
  public internal(set) var state: State
  /// The side that the next exam is of.
  public internal(set) var side: Side

  enum Sensor: Sendable {
    /// Its rate is still being measured.
    case warmingUp
    case ready
    case lost
  }

  let settings: MachineSettings
  var button = ButtonPress()
  /// The present press has had its effect; what follows of it means nothing, but for the very long.
  var isPressSpent = false
  var sensor = Sensor.warmingUp
  /// Until the card has said otherwise: the lamps are tested before it can.
  var isRecording = true
  /// When the button was last used or an exam last ended.
  var lastUse: Microseconds

  var course = ExamCourse(settings: ExamSettings())
  var bar = Bar.listening
  /// What was found, for as long as it is to be shown; a fault may hide it until the next press.
  var answer: Signal?
  /// A press in an exam, until the next sample takes it.
  var isPressed = false
  var lastSample = Microseconds.zero
  /// The end comes when no exam runs.
  var isAskedToStop = false
  /// How many exams of the same kind on the same side there were in a row.
  var trial: Int32 = 0
  var lastKind = ExamKind.stretch
  var lastSide: Side?
  /// How many trials are still to start by themselves.
  var trialsToCome: Int32 = 0
  /// What the event that is being handled asks for.
  var effects: [Effect] = []

  /// Makes the machine at power-on; `start` gives its first effects.
  public init(settings: MachineSettings, at now: Microseconds) {
    self.settings = settings
    side = settings.exam.side
    state = .powerOnTest(
      until: now + Self.powerOnTest, thenFault: settings.hasProblems, then: nil)
    lastUse = now
  }

  /// What is to be done at power-on.
  public var start: [Effect] { [.show(.powerOnTest)] }

  /// When `Event.timer` is to be sent, if nothing else comes before.
  public var deadline: Microseconds? {
    var earliest = button.deadline
    func consider(_ time: Microseconds) { earliest = min(time, earliest ?? time) }
    switch state {
    case .powerOnTest(let until, _, _), .side(let until): consider(until)
    case .result(let rearm?): consider(rearm)
    case .stopping(let end, isFlushed: true): consider(end)
    default: break
    }
    if mayForgetSide { consider(lastUse + Self.idle) }
    return earliest
  }

  /// Takes an event and says what is to be done.
  public mutating func handle(_ event: Event, at now: Microseconds) -> [Effect] {
    effects = []
    if case .sample(let time, let detected) = event {
      sample(time, detected, at: now)
      stopIfAsked(at: now)
      return effects
    }
    gestures(at: now)
    switch event {
    case .button(let isDown):
      button.edge(isDown: isDown, at: now)
      gestures(at: now)
    case .timer, .sample: break
    case .sensorReady:
      sensor = .ready
      sensorCame(at: now)
    case .sensorLost:
      sensor = .lost
      sensorWent(at: now)
    case .card(let isRecording):
      let isNew = self.isRecording != isRecording
      self.isRecording = isRecording
      if isNew, state == .ready { show(.ready(recording: isRecording)) }
    case .found(let findings): found(findings)
    case .flushed:
      if case .stopping(let earliest, _) = state {
        state = .stopping(earliest: earliest, isFlushed: true)
      }
    case .stop:
      isAskedToStop = true
      isPressed = true
    }
    stopIfAsked(at: now)
    timeReached(at: now)
    return effects
  }

  /// Asks for a signal to be shown.
  mutating func show(_ signal: Signal) { effects.append(.show(signal)) }
}
