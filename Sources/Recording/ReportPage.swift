import Findings

/// The report of an exam: one page of HTML that needs nothing else.
///
/// Order and words are those of EXAM.md ("The report's words"). It is made of the recording alone, so
/// that a lost one is made again and says the same.
public struct ReportPage {
  let exam: RecordedExam
  let picture: ReportPicture

  /// Reads a recording: once for its marks, twice for the picture.
  public init(_ read: BytesAt) throws(RecordingError) {
    var scan = try RecordScan(read)
    let exam = try RecordedExam(&scan, read)
    guard exam.isExam else { throw .noSamples }
    self.exam = exam
    picture = try ReportPicture(exam, &scan, read)
  }

  /// The page, about 30 kB, at its end the comment of `ReportStamp`.
  public func html() -> TextBuffer {
    var text = TextBuffer()
    text.fill(ReportWords.page, field)
    text.append(bytes: ReportStamp.text(exam.stamp).bytes)
    return text
  }

  @inline(never)
  private func field(_ letter: UInt8, _ text: inout TextBuffer) {
    switch letter {
    case UInt8(ascii: "e"): text.append(exam.header.exam)
    case UInt8(ascii: "S"): text.append(ReportWords.style)
    case UInt8(ascii: "1"): writePlace(to: &text)
    case UInt8(ascii: "2"): writeMoment(to: &text)
    case UInt8(ascii: "3"): writePosition(to: &text)
    case UInt8(ascii: "v"): writeVerdict(to: &text)
    case UInt8(ascii: "r"): writeRule(to: &text)
    case UInt8(ascii: "c"):
      if exam.findings?.verdict == .indeterminate { text.append(" class=\"v\"") }
    case UInt8(ascii: "n"): writeNext(to: &text)
    case UInt8(ascii: "t"): writeNumbers(to: &text)
    case UInt8(ascii: "g"): picture.write(to: &text)
    case UInt8(ascii: "i"): writeBeatTimes(to: &text)
    case UInt8(ascii: "h"): writeCourse(to: &text)
    case UInt8(ascii: "d"): writeDevice(to: &text)
    default: text.append(CardReadme.notToTest)
    }
  }

  // MARK: 1 The exam

  private func writePlace(to text: inout TextBuffer) {
    if exam.settings.side != .unknown {
      text.append(exam.settings.side.word)
      text.append(" ")
    }
    text.append(exam.settings.site.word)
    if exam.settings.side == .unknown { text.append(", side unknown") }
  }

  private func writeMoment(to text: inout TextBuffer) {
    text.append(exam.settings.kind == .stretch ? "Stretch exam" : "Exam without a stretch")
    text.append(", sensor: ")
    text.append(exam.settings.site.placement)
    text.append("; trial ")
    text.append(exam.device.trial)
    text.append("; ")
    if !exam.device.code.isEmpty {
      text.append("code ")
      text.append(bytes: exam.device.code)
      text.append("; ")
    }
    writeClock(to: &text)
  }

  /// The time, or that the clock was not set: a clock that only knows when the program was built tells
  /// no time.
  private func writeClock(to text: inout TextBuffer) {
    if exam.clock.quality.isTrusted, let time = exam.clock.time {
      time.write(to: &text)
      return text.append(exam.clock.quality == .file ? " (clock set by TIME.TXT)" : "")
    }
    text.append("clock not set: exam ")
    text.append(exam.header.exam)
    text.append(", ")
    let minutes = exam.clock.uptime.count / 60_000_000
    if minutes >= 60 {
      text.append(minutes / 60)
      text.append(" h ")
    }
    text.append(UInt32(clamping: minutes % 60), digits: minutes >= 60 ? 2 : 1)
    text.append(" min after power-on")
  }

  private func writePosition(to text: inout TextBuffer) {
    if let position = exam.device.value(of: "position="), !equals(position, "unknown") {
      text.append(bytes: position)
    }
  }

  // MARK: 2 and 3 The verdict

  private func writeVerdict(to text: inout TextBuffer) {
    guard let findings = exam.findings else {
      return text.append(
        "This recording was cut off before its verdict: it does not answer the question.")
    }
    VerdictSentence(findings).write(to: &text)
  }

  private func writeRule(to text: inout TextBuffer) {
    let rule = exam.findings?.rule ?? exam.settings.rule
    text.append("Rule ")
    text.append(rule.name.word)
    text.append(": absent under 3 beats, sustained from ")
    text.append(rule.sustainedFrom)
    text.append(".")
    if rule.name == .infant {
      text.append(
        """
         In one series of 169 infants, up to 10 beats before the age of 8 months were compatible \
        with a usual course; more than 10, or any after 8 months, were a sign to look further.
        """)
    }
    if let positive = exam.findings?.positive {
      text.append(" Three beats or more: ")
      text.append(positive ? "yes (positive by the obstetric rule)." : "no.")
    }
    guard let findings = exam.findings, findings.verdict != .indeterminate,
      let ended = findings.ended
    else { return }
    text.append(" The beating ended ")
    switch ended {
    case .itself: text.append("by itself.")
    case .release: text.append("with the release: counts and durations are lower bounds.")
    case .limit: text.append("with the watching: counts and durations are lower bounds.")
    case .button: text.append("by the button: counts and durations are lower bounds.")
    }
  }

  private func writeNext(to text: inout TextBuffer) {
    guard let findings = exam.findings else { return text.append("Repeat the exam.") }
    if let next = findings.next {
      // The verdict's sentence says it in small letters; here it stands by itself.
      text.append("Next: ")
      if next == .lookAtLimb, findings.reason == .rhythmAtRest {
        text.append("look at the limb, let it lie free, use the long press.")
      } else {
        text.append(next.instruction)
        text.append(".")
      }
      return
    }
    switch (findings.verdict, findings.kind) {
    case (.absent, .stretch):
      text.append("One trial can miss clonus: repeat it, at most three stretches a side.")
    case (.absent, _): text.append("Look at the limb. A stretch exam asks another question.")
    case (_, .spontaneous): text.append("Look at the limb, and read the box below.")
    default:
      text.append(
        findings.ended == .release || findings.ended == .button
          ? "Repeat, and hold until the beating stops, for up to 20 s. Read the box below."
          : "Repeat it to confirm, at most three stretches a side. Read the box below.")
    }
  }

  // MARK: 6 The picture's figures

  private func writeBeatTimes(to text: inout TextBuffer) {
    let shown = 40
    guard !exam.beats.isEmpty else { return text.append("No beat was marked.") }
    let isAnswer = exam.findings?.verdict != .indeterminate
    text.append(isAnswer ? "Beats at, in s: " : "Cycles that are no answer, at, in s: ")
    for beat in exam.beats.prefix(shown) {
      let hundredths = UInt32(clamping: (beat.time.count + 5_000) / 10_000)
      text.append(hundredths / 100)
      text.append(".")
      text.append(hundredths % 100, digits: 2)
      text.append(" ")
    }
    if exam.beats.count > shown {
      text.append("and ")
      text.append(exam.beats.count - shown)
      text.append(" more, all in the exam's CSV file ")
    }
    guard exam.beats.count > 1 else { return }
    var shortest = Microseconds(.max)
    var longest = Microseconds.zero
    for index in Counting(1..<exam.beats.count) {
      let interval = exam.beats[index].time - exam.beats[index - 1].time
      shortest = min(shortest, interval)
      longest = max(longest, interval)
    }
    text.append("(intervals from ")
    text.append(hundredths: shortest)
    text.append(" to ")
    text.append(hundredths: longest)
    text.append(" s).")
  }

  // MARK: 9 The device

  private func writeDevice(to text: inout TextBuffer) {
    text.append("Clonus ")
    text.append(bytes: exam.programVersion)
    text.append(", recording format ")
    text.append(RecordLayout.formatVersion)
    text.append("; measured rate ")
    text.append(rounded: Int64(exam.header.rate.rounded.count), from: 3)
    text.append(" Hz; records: ")
    text.append(exam.check.written)
    text.append(" written, ")
    text.append(exam.check.faultyRecords)
    text.append(" damaged or missing.")
    if !exam.device.words.bytes.isEmpty {
      text.append(" Set: ")
      text.append(bytes: exam.device.words.bytes)
      text.append(".")
    }
  }
}

/// The comment at a page's end: which state of its source it was made of, and that it is whole.
enum ReportStamp {
  /// How many bytes it takes.
  static let length = 26

  static func text(_ stamp: UInt32) -> TextBuffer {
    var text = TextBuffer("<!-- whole ")
    text.append(stamp, digits: 10)
    text.append(" -->\n")
    return text
  }
}
