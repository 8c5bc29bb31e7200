import Detection
import Feedback
import Findings

// Starting, running and ending exams.
extension ExamMachine {
  /// Starts an exam, or waits for the sensor's rate to be known.
  mutating func begin(_ kind: ExamKind, at now: Microseconds) -> [Effect] {
    switch sensor {
    case .warmingUp:
      state = .waitingForSensor(kind)
      return [.show(.keepStill)]
    case .lost: return toReady()
    case .ready: break
    }
    trial = kind == lastKind && side == lastSide ? trial + 1 : 1
    (lastKind, lastSide, lastUse) = (kind, side, now)
    var plan = ExamPlan(settings: settings.exam, trial: trial)
    plan.settings.kind = kind
    plan.settings.side = side
    course = ExamCourse(settings: plan.settings)
    bar = .listening
    answer = nil
    isPressed = false
    lastSample = .zero
    state = .exam(plan)
    return [.start(plan), .show(.keepStill)]
  }

  /// Starts what a press asked for, with the trials that follow by themselves.
  mutating func beginSeries(_ kind: ExamKind, at now: Microseconds) -> [Effect] {
    trialsToCome = kind == .stretch ? settings.trials - 1 : 0
    return begin(kind, at: now)
  }

  /// Takes a sample; called for each one, and nearly always there is nothing to do.
  mutating func sample(
    _ time: Microseconds, _ detected: DetectionEvent?, at now: Microseconds
  ) -> [Effect] {
    guard case .exam(let plan) = state else { return [] }
    lastSample = time
    var effects: [Effect] = []
    if isPressed {
      isPressed = false
      course.press()
      effects.append(.mark(.button, at: time))
    }
    if detected == .still, course.phase == .rest { effects.append(.mark(.rest, at: time)) }
    let action = course.step(detected, at: time)
    if let detected { effects += show(detected, rule: plan.settings.rule) }
    if let action { effects += done(action, at: time, now) }
    return effects
  }

  /// What beats do to the bar: it only ever rises.
  private mutating func show(_ detected: DetectionEvent, rule: Rule) -> [Effect] {
    switch course.phase {
    case .holding, .watching: break
    default: return []
    }
    switch detected {
    case .beat(let number, _):
      guard number >= Rule.absentBelow else { return [.tick] }
      let reached: Bar = number >= rule.sustainedFrom ? .ruleReached : .threeBeats
      guard reached > bar else { return [.tick] }
      bar = reached
      return [.show(.beating(bar)), .tick]
    case .tenSeconds: return [.show(.tenSeconds(bar))]
    default: return []
    }
  }

  private mutating func done(
    _ action: CourseAction, at time: Microseconds, _ now: Microseconds
  ) -> [Effect] {
    switch action {
    case .cue: return [.cue, .mark(.cue, at: time), .show(.stretchNow)]
    case .conclude(let conclusion):
      // Stopped by hand: the series is over.
      if conclusion == .ended(.button) { trialsToCome = 0 }
      return [.conclude(conclusion, at: time)]
    case .finish:
      lastUse = now
      state = .result(rearm: trialsToCome > 0 ? now + Self.rearm : nil)
      return [.finish]
    }
  }

  /// Shows what was found.
  mutating func found(_ findings: ExamFindings) -> [Effect] {
    let answer = Signal(findings)
    switch state {
    case .exam, .result:
      self.answer = answer
      return [.show(answer)]
    case .fault where findings.verdict != .indeterminate:
      // Broken off by a fault: beats are shown all the same, the fault after the next press.
      state = .result(rearm: nil)
      self.answer = answer
      return [.show(answer)]
    default: return []
    }
  }

  /// Ends the running exam without another sample.
  mutating func breakOff() -> [Effect] {
    guard case .exam = state else { return [] }
    trialsToCome = 0
    if case .concluded = course.phase { return [.finish] }
    return [.conclude(.sensorFault, at: lastSample), .finish]
  }

  /// The sensor gives samples.
  mutating func sensorCame(at now: Microseconds) -> [Effect] {
    switch state {
    case .waitingForSensor(let kind): return begin(kind, at: now)
    case .fault: return answer == nil ? toReady() : showAnswer()
    default: return []
    }
  }

  /// Shows again what a fault has hidden.
  mutating func showAnswer() -> [Effect] {
    guard let answer else { return [] }
    state = .result(rearm: nil)
    return [.show(answer)]
  }

  /// The sensor gives none. The lamps' test ends first. A fault hides a result that was shown; the
  /// next press, or the sensor's return, brings that back.
  mutating func sensorWent(at now: Microseconds) -> [Effect] {
    switch state {
    case .exam:
      let isConcluded = if case .concluded = course.phase { true } else { false }
      let effects = breakOff()
      lastUse = now
      if isConcluded {
        state = .result(rearm: nil)
        return effects
      }
      state = .fault
      // In this order: what is found may yet take the fault's place.
      return [.show(.fault)] + effects
    case .ready, .side, .waitingForSensor:
      state = .fault
      return [.show(.fault)]
    case .result:
      trialsToCome = 0
      state = .fault
      return [.show(.fault)]
    case .powerOnTest, .fault, .stopping, .dark: return []
    }
  }

  /// Goes where presses are waited for, or stays with the fault.
  mutating func toReady() -> [Effect] {
    answer = nil
    if case .lost = sensor {
      state = .fault
      return [.show(.fault)]
    }
    state = .ready
    return [.show(.ready(recording: isRecording))]
  }
}
