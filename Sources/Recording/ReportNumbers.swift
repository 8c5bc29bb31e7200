import Findings

// The report's figures: never more than two decimals, lower bounds marked.

extension ReportPage {
  // MARK: 5 The numbers

  /// Nothing where the trial has no answer: it has no figures to be read as one.
  @inline(never)
  func writeNumbers(to text: inout TextBuffer) {
    guard let findings = exam.findings, findings.verdict != .indeterminate else { return }
    text.append("<section><h2>The numbers</h2>")
    if findings.beats > 0 {
      text.append("<ul class=\"n\"><li><b>")
      writeBound(to: &text)
      text.append(findings.beats)
      text.append(findings.beats == 1 ? "</b> beat" : "</b> beats")
      if let rate = findings.frequency {
        text.append("<li><b>")
        text.append(rounded: Int64(rate.count), from: 3)
        text.append("</b> Hz")
      }
      if let duration = findings.duration, findings.beats > 1 {
        text.append("<li><b>")
        writeBound(to: &text)
        text.append(tenths: duration)
        text.append("</b> s long")
      }
      text.append("</ul>")
    }
    text.append("<div class=\"g\"><table><thead>")
    text.append("<tr><th scope=\"col\">Scale<th scope=\"col\">Grade</thead><tbody>")
    row("Word by the rule of ", to: &text) { text in
      text.append(findings.rule.sustainedFrom)
      text.append("<td>")
      text.append(findings.verdict.word)
    }
    if findings.kind == .stretch {
      row("SCATS, 0 to 3<td>", to: &text) { grade(findings.scats, to: &$0) }
      row("Tardieu, 3 or 4<td>", to: &text) { grade(findings.tardieu, to: &$0) }
    }
    text.append("</tbody></table>")
    if findings.beats > 0 { writeTrain(findings, to: &text) }
    text.append("</div></section>")
  }

  private func writeTrain(_ findings: ExamFindings, to text: inout TextBuffer) {
    text.append("<table><thead><tr><th scope=\"col\">Measure<th scope=\"col\">Value</thead><tbody>")
    row("Beats in the first 10 s<td>", to: &text) { text in
      // Beating that went on after them leaves their count what it is.
      if findings.duration ?? .zero < .seconds(10) { writeBound(to: &text) }
      text.append(findings.beatsFirst10s)
    }
    if let latency = findings.latency {
      row("First beat after the stretch<td>", to: &text) {
        number(latency.count, from: 6, " s", to: &$0)
      }
    }
    row("Amplitude (half the swing)<td>", to: &text) {
      number(findings.amplitude.map { Int64($0.milli) }, from: 3, " g", to: &$0)
    }
    row("Irregularity of the intervals<td>", to: &text) {
      number(
        findings.intervalCV.map { Int64($0.count) }, from: 1, " % (coefficient of variation)",
        to: &$0)
    }
    text.append("</tbody></table>")
  }

  private func writeBound(to text: inout TextBuffer) {
    if exam.findings?.isCensored ?? false { text.append("at least ") }
  }

  private func grade(_ value: UInt8?, to text: inout TextBuffer) {
    guard let value else { return text.append("no grade") }
    writeBound(to: &text)
    text.append(value)
  }

  private func number(
    _ value: Int64?, from decimals: Int, _ unit: Literal, to text: inout TextBuffer
  ) {
    guard let value else { return text.append("none") }
    text.append(rounded: value, from: decimals)
    text.append(unit)
  }

  @inline(never)
  private func row(
    _ head: Literal, to text: inout TextBuffer, _ value: (inout TextBuffer) -> Void
  ) {
    text.append("<tr><th scope=\"row\">")
    text.append(head)
    value(&text)
  }

  // MARK: 7 How the exam went

  @inline(never)
  func writeCourse(to text: inout TextBuffer) {
    guard let findings = exam.findings else {
      return row("Watched<td>", to: &text) { text in
        text.append(tenths: exam.end)
        text.append(" s, then the recording ends: power was cut, or the card was pulled")
      }
    }
    if findings.kind == .stretch {
      row("Rest<td>", to: &text) { writeRest(findings.rest, to: &$0) }
      row("Stretch<td>", to: &text) { writeStretch(findings, to: &$0) }
      row("Hold<td>", to: &text) { text in
        number(findings.hold?.count, from: 6, " s", to: &text)
        if let release = findings.release {
          text.append(", let go at ")
          text.append(hundredths: release)
          text.append(" s")
        }
      }
    } else {
      row("Watched<td>", to: &text) { number(findings.observed.count, from: 6, " s", to: &$0) }
    }
    row("Quality<td>", to: &text) { text in
      var isFirst = true
      for index in Counting(Quality.allWords.indices)
      where findings.quality.contains(Quality(wordAt: index)) {
        if !isFirst { text.append("; ") }
        isFirst = false
        text.append(Quality.allWords[index])
        text.append(": ")
        text.append(Quality.meanings[index])
      }
      if isFirst { text.append("ok") }
    }
  }

  private func writeRest(_ rest: RestFindings, to text: inout TextBuffer) {
    text.append(tenths: rest.duration)
    text.append(" s before the stretch, movement of ")
    text.append(shortGravities: rest.rms)
    text.append(" g")
    guard let rhythm = rest.rhythm else { return text.append(", no rhythm") }
    text.append(", a rhythm of ")
    text.append(rounded: Int64(rhythm.count), from: 3)
    text.append(" Hz")
    if let amplitude = rest.rhythmAmplitude {
      text.append(" and ")
      text.append(shortGravities: amplitude)
      text.append(" g")
    }
  }

  private func writeStretch(_ findings: ExamFindings, to text: inout TextBuffer) {
    guard let stretch = findings.stretch else { return text.append("none was seen") }
    text.append("number ")
    text.append(stretch.count)
    text.append(", at ")
    text.append(hundredths: stretch.time)
    text.append(" s: ")
    if let angle = stretch.angle {
      text.append("about ")
      text.append((Int64(angle.count) + 50) / 100)
      text.append(" deg in ")
    }
    text.append(hundredths: stretch.duration)
    text.append(" s")
    if let speed = stretch.speed {
      text.append(", up to ")
      text.append(speed.count)
      text.append(" deg/s")
    }
    text.append(", peak ")
    text.append(shortGravities: stretch.peak)
    text.append(" g")
  }
}

extension Quality {
  /// What each quality means, in a few words.
  fileprivate static var meanings: WordList {
    """
    the movement went beyond the sensor's range\0\
    samples were lost\0\
    the stretch was slow\0\
    held for under 3 s\0\
    the limb did not lie still before\0\
    a rhythm was there before the stretch\0\
    the sensor rattled or slipped\0\
    some cycles were too small to count\0\
    a late first beat, or a slow rate\0\
    within one beat of a limit\0\
    the turning axis lies near gravity\0\
    the sensor's rate is off by over 10 %\0\
    the train paused and went on
    """
  }
}
