import Findings

/// What a press does as long as it is held, announced when it has lasted so long.
public enum PressLength: UInt8, Sendable, CaseIterable {
  /// From the first moment: a stretch exam.
  case short
  /// From 1.5 s: a spontaneous exam.
  case long
}

/// How far the bar of lights has risen.
public enum Bar: UInt8, Sendable, CaseIterable, Comparable {
  /// Under three beats.
  case listening
  /// Three beats.
  case threeBeats
  /// As many beats as the rule asks.
  case ruleReached

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// The lights of the bar, from the left.
  var lights: Lights {
    switch self {
    case .listening: .one
    case .threeBeats: .oneAndTwo
    case .ruleReached: .all
    }
  }
}

/// An answer; one light, by its position, from the left.
public enum Answer: UInt8, Sendable, CaseIterable {
  case absent, unsustained, sustained

  /// The one light that pulses.
  var light: Lights {
    switch self {
    case .absent: .one
    case .unsustained: .two
    case .sustained: .three
    }
  }
}

/// What to do where there is no answer; the number is blinked by light 2.
public enum Advice: UInt8, Sendable, CaseIterable {
  /// Stretch faster.
  case stretchFaster = 1
  /// Hold longer.
  case holdLonger = 2
  /// Let the limb lie still first, and look at the rhythm.
  case restFirst = 3
  /// See to the strap, the sensor or the range.
  case fixSensor = 4
  /// Another movement was seen.
  case otherMovement = 5

  /// The advice for findings without an answer.
  public init(next: NextStep?, reason: Reason?) {
    self =
      switch next {
      case .stretchFaster: .stretchFaster
      case .holdLonger: .holdLonger
      case .restFirst: .restFirst
      case .fixSensor: .fixSensor
      case .lookAtLimb: reason == .rhythmAtRest ? .restFirst : .otherMovement
      case nil: .otherMovement
      }
  }
}

/// A state that lights and sounds can show; one case per row of the exam's table.
public enum Signal: Sendable, Hashable {
  /// The user's own check of lamps and buzzer.
  case powerOnTest
  /// Waiting for a press; `recording` says whether the card takes what comes.
  case ready(recording: Bool)
  /// The button is held and has reached this length. The length of 5 s is announced by `stopping`.
  case press(PressLength)
  /// This side was chosen.
  case side(Side)
  /// Keep the limb still.
  case keepStill
  /// Stretch now, and hold.
  case stretchNow
  /// Beats are coming; the bar only ever rises.
  case beating(Bar)
  /// Ten seconds of beating.
  case tenSeconds(Bar)
  /// The answer, its count of beats, and whether that is a lower bound.
  case answer(Answer, beats: Int32, atLeast: Bool)
  /// No answer, and what to do.
  case indeterminate(Advice)
  /// Something is broken; the card's log names it.
  case fault
  /// The card is being flushed: do not unplug yet.
  case stopping
  /// Nothing is lit: safe to unplug.
  case dark

  /// The signal that tells what was found.
  public init(_ findings: ExamFindings) {
    let answer: Answer? =
      switch findings.verdict {
      case .absent: .absent
      case .unsustained: .unsustained
      case .sustained: .sustained
      case .indeterminate: nil
      }
    if let answer {
      self = .answer(answer, beats: findings.beats, atLeast: findings.isCensored)
    } else {
      self = .indeterminate(Advice(next: findings.next, reason: findings.reason))
    }
  }
}
