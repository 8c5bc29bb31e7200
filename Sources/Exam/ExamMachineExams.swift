import Detection
import Feedback
import Findings

// Starting, running and ending exams.
extension ExamMachine {
  /// Starts an exam, or waits for the sensor's rate to be known.
  mutating func begin(_ kind: ExamKind, at now: Microseconds) {
    switch sensor {
    case .warmingUp:
      state = .waitingForSensor(kind)
      return show(.keepStill)
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
    effects.append(.start(plan))
    show(.keepStill)
  }

  /// Starts what a press asked for, with the trials that follow by themselves.
  mutating func beginSeries(_ kind: ExamKind, at now: Microseconds) {
    trialsToCome = kind == .stretch ? settings.trials - 1 : 0
    return begin(kind, at: now)
  }

  /// Takes a sample; called for each one, and nearly always there is nothing to do.
  mutating func sample(
    _ time: Microseconds, _ detected: DetectionEvent?, at now: Microseconds
  ) {
    guard case .exam(let plan) = state else { return }
    lastSample = time
    if isPressed {
      isPressed = false
      course.press()
      effects.append(.mark(.button, at: time))
    }
    if detected == .still, course.phase == .rest { effects.append(.mark(.rest, at: time)) }
    let action = course.step(detected, at: time)
    if let detected { show(detected, rule: plan.settings.rule) }
    if let action { done(action, at: time, now) }
  }

  /// What beats do to the bar: it only ever rises.
  private mutating func show(_ detected: DetectionEvent, rule: Rule) {
    switch course.phase {
    case .holding, .watching: break
    default: return
    }
    switch detected {
    case .beat(let number, _):
      let reached: Bar = number >= rule.sustainedFrom ? .ruleReached : .threeBeats
      if number >= Rule.absentBelow, reached > bar {
        bar = reached
        show(.beating(bar))
      }
      effects.append(.tick)
    case .tenSeconds: show(.tenSeconds(bar))
    default: break
    }
  }

  private mutating func done(
    _ action: CourseAction, at time: Microseconds, _ now: Microseconds
  ) {
    switch action {
    case .cue:
      effects.append(.cue)
      effects.append(.mark(.cue, at: time))
      show(.stretchNow)
    case .conclude(let conclusion):
      // Stopped by hand: the series is over.
      if conclusion == .ended(.button) { trialsToCome = 0 }
      effects.append(.conclude(conclusion, at: time))
    case .finish:
      lastUse = now
      state = .result(rearm: trialsToCome > 0 ? now + Self.rearm : nil)
      effects.append(.finish)
    }
  }

  /// Shows what was found.
  mutating func found(_ findings: ExamFindings) {
    let answer = Signal(findings)
    switch state {
    case .exam, .result:
      self.answer = answer
      show(answer)
    case .fault where findings.verdict != .indeterminate:
      // Broken off by a fault: beats are shown all the same, the fault after the next press.
      state = .result(rearm: nil)
      self.answer = answer
      show(answer)
    default: break
    }
  }

  /// Ends the running exam without another sample.
  mutating func breakOff() {
    guard case .exam = state else { return }
    trialsToCome = 0
    switch course.phase {
    case .concluded: break
    default: effects.append(.conclude(.sensorFault, at: lastSample))
    }
    effects.append(.finish)
  }

  /// The sensor gives samples.
  mutating func sensorCame(at now: Microseconds) {
    switch state {
    case .waitingForSensor(let kind): return begin(kind, at: now)
    case .fault: return answer == nil ? toReady() : showAnswer()
    default: break
    }
  }

  /// Shows again what a fault has hidden.
  mutating func showAnswer() {
    guard let answer else { return }
    state = .result(rearm: nil)
    show(answer)
  }

  /// The sensor gives none. The lamps' test ends first. A fault hides a result that was shown; the
  /// next press, or the sensor's return, brings that back.
  mutating func sensorWent(at now: Microseconds) {
    switch state {
    case .exam:
      let isConcluded = if case .concluded = course.phase { true } else { false }
      lastUse = now
      // In this order: what is found may yet take the fault's place.
      if !isConcluded { show(.fault) }
      breakOff()
      state = isConcluded ? .result(rearm: nil) : .fault
    case .ready, .side, .waitingForSensor:
      state = .fault
      show(.fault)
    case .result:
      trialsToCome = 0
      state = .fault
      show(.fault)
    case .powerOnTest, .fault, .stopping, .dark: break
    }
  }

  /// Goes where presses are waited for, or stays with the fault.
  mutating func toReady() {
    answer = nil
    if case .lost = sensor {
      state = .fault
      return show(.fault)
    }
    state = .ready
    show(.ready(recording: isRecording))
  }
}
