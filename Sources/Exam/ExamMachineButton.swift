import Feedback
import Findings

// What the button and the passing of time do.
extension ExamMachine {
  /// Acts on every gesture that is known by now.
  mutating func gestures(at now: Microseconds) {
    while let gesture = button.next(at: now) { act(on: gesture, at: now) }
  }

  private mutating func act(on gesture: Gesture, at now: Microseconds) {
    lastUse = now
    if gesture == .pressed { isPressSpent = false }
    if gesture == .veryLong { return stop(at: now) }
    guard !isPressSpent else { return }
    switch state {
    case .powerOnTest(let until, let thenFault, _):
      let kind: ExamKind
      switch gesture {
      case .short: kind = .stretch
      case .long: kind = .spontaneous
      default: return
      }
      state = .powerOnTest(until: until, thenFault: thenFault, then: kind)
    case .ready, .side, .result(rearm: nil): return choose(gesture, at: now)
    case .result, .waitingForSensor:
      // The series, or the exam that has not begun, is called off.
      isPressSpent = true
      trialsToCome = 0
      return toReady()
    case .exam:
      isPressSpent = true
      isPressed = true
    case .fault where gesture == .pressed:
      isPressSpent = true
      return showAnswer()
    case .fault, .stopping, .dark: break
    }
  }

  /// At ready: each length of a press has its meaning, and is shown while it is held.
  private mutating func choose(_ gesture: Gesture, at now: Microseconds) {
    switch gesture {
    case .pressed:
      state = .ready
      answer = nil
      show(.press(.short))
    case .longReached: show(.press(.long))
    case .short: return beginSeries(.stretch, at: now)
    case .long: return beginSeries(.spontaneous, at: now)
    case .double:
      side = side.next
      state = .side(until: now + Self.sideShown)
      show(.side(side))
    case .veryLong: break
    }
  }

  /// Ends where that was asked for and no exam runs; one that runs is stopped by its next sample, or
  /// by the fault that none comes.
  mutating func stopIfAsked(at now: Microseconds) {
    guard isAskedToStop else { return }
    if case .exam = state { return }
    isAskedToStop = false
    return stop(at: now)
  }

  /// Brings everything to the card; dark follows when that is done and the lights have gone out.
  private mutating func stop(at now: Microseconds) {
    switch state {
    case .stopping, .dark: return
    default: break
    }
    // Five seconds of pressing end any exam that has a sensor; this one gave no samples.
    breakOff()
    state = .stopping(earliest: now + Self.goingOut, isFlushed: false)
    show(.stopping)
    effects.append(.flush)
  }

  /// Whether the side and the count of trials are forgotten when nothing happens for long.
  var mayForgetSide: Bool {
    switch state {
    case .ready, .result, .fault: side != settings.exam.side || lastSide != nil
    default: false
    }
  }

  /// Does what is due by now.
  mutating func timeReached(at now: Microseconds) {
    if mayForgetSide, now >= lastUse + Self.idle {
      side = settings.exam.side
      lastSide = nil
    }
    switch state {
    case .powerOnTest(let until, thenFault: true, let kind) where now >= until:
      state = .powerOnTest(until: now + Self.wrongLines, thenFault: false, then: kind)
      show(.fault)
    case .powerOnTest(let until, _, let kind) where now >= until:
      guard let kind else { return toReady() }
      return beginSeries(kind, at: now)
    case .side(let until) where now >= until: return toReady()
    case .result(let rearm?) where now >= rearm:
      trialsToCome -= 1
      return begin(.stretch, at: now)
    case .stopping(let earliest, isFlushed: true) where now >= earliest:
      state = .dark
      show(.dark)
      effects.append(.powerDown)
    default: break
    }
  }
}

extension Side {
  /// The side that a double press chooses.
  var next: Side {
    switch self {
    case .unknown: .left
    case .left: .right
    case .right: .unknown
    }
  }
}
