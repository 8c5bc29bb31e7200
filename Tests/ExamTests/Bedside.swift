import Detection
import Feedback
import Findings

@testable import Exam

/// A machine with a finger on its button, a sensor that samples every 5 ms, and a list of what it
/// asked for. Time is virtual.
struct Bedside {
  struct Done {
    var at: Int64
    var effect: Effect
  }

  var machine: ExamMachine
  var now: Int64 = 0
  var log: [Done] = []
  /// What detection says at times of the running exam, in milliseconds.
  var said: [Said] = []
  /// What every exam finds.
  var findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
  /// Whether the sensor gives samples.
  var samples = true
  /// Whether the card answers.
  var flushes = true
  private var examStart: Int64?

  init(trials: Int32 = 1, exam: ExamSettings = ExamSettings(), isReady: Bool = true) {
    var settings = MachineSettings()
    settings.trials = trials
    settings.exam = exam
    machine = ExamMachine(settings: settings, at: .zero)
    for effect in machine.start { log.append(Done(at: 0, effect: effect)) }
    guard isReady else { return }
    send(.card(isRecording: true))
    send(.sensorReady)
    run(to: 3_000)
  }

  mutating func send(_ event: Event) {
    for effect in machine.handle(event, at: .milliseconds(now)) { carryOut(effect) }
  }

  private mutating func carryOut(_ effect: Effect) {
    log.append(Done(at: now, effect: effect))
    switch effect {
    case .start: examStart = now + 5
    case .conclude: send(.found(findings))
    case .finish: examStart = nil
    case .flush: if flushes { send(.flushed) }
    default: break
    }
  }

  mutating func run(to end: Int64) {
    while now < end {
      now += 5
      if let deadline = machine.deadline, deadline <= .milliseconds(now) { send(.timer) }
      if samples, let examStart, now >= examStart {
        let time = now - examStart
        send(.sample(.milliseconds(time), said.first { $0.at == time }?.event))
      }
    }
  }

  mutating func run(for duration: Int64) { run(to: now + duration) }

  mutating func press(for length: Int64) {
    send(.button(isDown: true))
    run(for: length)
    send(.button(isDown: false))
  }

  /// A short press, and the time in which it becomes known as one.
  mutating func shortPress() {
    press(for: 100)
    run(for: 500)
  }

  var signals: [Signal] {
    log.compactMap { if case .show(let signal) = $0.effect { signal } else { nil } }
  }

  var plans: [ExamPlan] {
    log.compactMap { if case .start(let plan) = $0.effect { plan } else { nil } }
  }

  var conclusions: [Conclusion] {
    log.compactMap { if case .conclude(let conclusion, _) = $0.effect { conclusion } else { nil } }
  }

  func times(of effect: Effect) -> [Int64] { log.filter { $0.effect == effect }.map { $0.at } }
}
