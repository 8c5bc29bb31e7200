import Findings

/// The verdict in sentences, as report and screen say it (EXAM.md, "The report's words").
///
/// The words never say that all is well, and name no disease: the exam answers for its own trial only.
public struct VerdictSentence: Sendable {
  private let findings: ExamFindings

  /// Makes the sentences of an exam's findings.
  public init(_ findings: ExamFindings) { self.findings = findings }

  /// Appends one line of one to three sentences.
  @inline(never)
  public func write(to text: inout TextBuffer) {
    switch (findings.verdict, findings.kind) {
    case (.indeterminate, _): writeIndeterminate(to: &text)
    case (.absent, .stretch): writeAbsent(to: &text)
    case (.absent, .spontaneous):
      text.append("No rhythmic movement that fits clonus was seen in ")
      text.append(tenths: findings.observed)
      text.append(" s without a stretch.")
      writeOtherMotion(to: &text)
      text.append(" This does not rule anything out.")
    case (_, .spontaneous):
      text.append(
        "Rhythmic movement that fits clonus was seen without a stretch. Tremor, shivering,")
      text.append(
        " a seizure or voluntary shaking can look the same to this sensor: look at the limb.")
    case (.unsustained, .stretch), (.sustained, .stretch): writeClonus(to: &text)
    }
  }

  private func writeAbsent(to text: inout TextBuffer) {
    text.append("No clonus was seen in this trial (")
    text.append(findings.beats)
    text.append(findings.beats == 1 ? " beat" : " beats")
    if let stretch = findings.stretch {
      text.append(" after a stretch of ")
      if let angle = stretch.angle {
        text.append("about ")
        text.append((angle.count + 50) / 100)
        text.append(" deg in ")
      }
      text.append(hundredths: stretch.duration)
      text.append(" s")
    }
    if let hold = findings.hold {
      text.append(", held ")
      text.append(tenths: hold)
      text.append(" s")
    }
    text.append(").")
    writeOtherMotion(to: &text)
    text.append(" This does not rule anything out.")
  }

  private func writeClonus(to text: inout TextBuffer) {
    text.append("Clonus was seen: ")
    writeCount(to: &text)
    if findings.verdict == .sustained {
      text.append(", 'sustained' by the rule of ")
      text.append(findings.rule.sustainedFrom)
    }
    switch findings.ended {
    case .itself where findings.verdict == .unsustained:
      text.append(", which faded while the stretch was held.")
    case .itself: writeFading(to: &text)
    case .release:
      text.append("; the stretch was let go while it still beat")
      text.append(findings.verdict == .unsustained ? ": repeat, and hold." : ".")
    case .button:
      text.append("; the button ended the exam while it still beat")
      text.append(findings.verdict == .unsustained ? ": repeat, and hold." : ".")
    case .limit: text.append("; it still beat when the longest hold was over.")
    case nil: text.append(".")
    }
    if findings.beats == Rule.absentBelow, !findings.isCensored {
      text.append(" Three beats are at the edge of what healthy people can show.")
    }
  }

  /// Where the count's word and the scales of duration disagree, both stand side by side.
  private func writeFading(to text: inout TextBuffer) {
    guard let duration = findings.duration else { return text.append(".") }
    text.append("; it faded by itself after ")
    text.append(tenths: duration)
    text.append(" s although the stretch was held")
    if let scats = findings.scats {
      text.append(" (SCATS ")
      text.append(scats)
      if let tardieu = findings.tardieu {
        text.append(", Tardieu ")
        text.append(tardieu)
      }
      text.append(")")
    }
    text.append(".")
  }

  private func writeCount(to text: inout TextBuffer) {
    if findings.isCensored { text.append("at least ") }
    text.append(findings.beats)
    text.append(findings.beats == 1 ? " beat" : " beats")
  }

  private func writeIndeterminate(to text: inout TextBuffer) {
    text.append("This trial does not answer the question: ")
    if findings.reason == .rhythmAtRest {
      text.append("a rhythm ")
      if let rhythm = findings.rest.rhythm {
        text.append("of ")
        text.append(Int64(rhythm.count + 50) / 100, over: 1)
        text.append(" Hz ")
      }
      text.append("was there before the stretch: tremor, or clonus without a stretch")
    } else {
      text.append(findings.reason?.cause ?? "nothing was seen that answers it")
    }
    text.append(".")
    guard let next = findings.next else { return }
    text.append(" Next: ")
    if next == .lookAtLimb, findings.reason == .rhythmAtRest {
      text.append("look at the limb, let it lie free, use the long press")
    } else {
      text.append(next.instruction)
    }
    text.append(".")
  }

  /// What was seen instead, where the answer is `absent` all the same.
  private func writeOtherMotion(to text: inout TextBuffer) {
    guard let reason = findings.reason else { return }
    text.append(" Seen beside it: ")
    text.append(reason.cause)
    text.append(".")
  }
}

extension Reason {
  /// What stood in the way, to follow a colon.
  var cause: Literal {
    switch self {
    case .rhythmAtRest: "a rhythm was there before the stretch"
    case .twitches: "brief irregular twitches"
    case .voluntary: "a rhythm that fits voluntary movement"
    case .slowingJerks: "jerks that slow down"
    case .movement: "the limb moved in another way"
    case .vibration: "the sensor felt a vibration"
    case .noStretch: "no stretch was seen"
    case .slowStretch: "the stretch was slow"
    case .shortHold: "the stretch was not held for long enough"
    case .notAtRest: "the limb did not lie still before the stretch"
    case .looseStrap: "the sensor rattled or slipped on the limb"
    case .clipped: "the movement went beyond the sensor's range"
    case .gaps: "samples were lost"
    case .sensorFault: "the sensor failed"
    }
  }
}

extension NextStep {
  /// What to do, to follow a colon.
  var instruction: Literal {
    switch self {
    case .stretchFaster: "stretch faster, and hold"
    case .holdLonger: "hold longer"
    case .restFirst: "let it lie still first"
    case .fixSensor: "see to strap, sensor and cable, and repeat"
    case .lookAtLimb: "look at the limb"
    }
  }
}

extension TextBuffer {
  /// Appends a time in seconds, rounded to a tenth.
  mutating func append(tenths time: Microseconds) {
    append((time.count + 50_000) / 100_000, over: 1)
  }

  /// Appends a time in seconds, rounded to a hundredth.
  mutating func append(hundredths time: Microseconds) {
    append((time.count + 5_000) / 10_000, over: 2)
  }
}
