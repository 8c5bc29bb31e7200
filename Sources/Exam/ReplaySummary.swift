import Findings
import Recording

extension Replay {
  /// Appends the answer in a few plain lines; times are the file's own.
  public func writeSummary(to text: inout TextBuffer) {
    VerdictSentence(findings).write(to: &text)
    text.append("\n")
    writeVerdict(to: &text)
    if let stretch = findings.stretch { write(stretch, to: &text) }
    if findings.beats > 0 { writeTrain(to: &text) }
    if findings.kind == .spontaneous { writeEpisodes(to: &text) }
    writeWatching(to: &text)
    if let scats = findings.scats { text.append("SCATS", scats) }
    if let tardieu = findings.tardieu { text.append("Tardieu", tardieu) }
    text.append("quality:")
    for word in findings.quality.words {
      text.append(" ")
      text.append(word)
    }
    text.append("\nMeasures, does not diagnose. Never tried on patients.\n")
  }

  private func writeVerdict(to text: inout TextBuffer) {
    text.append("verdict: ")
    text.append(findings.verdict.word)
    if let reason = findings.reason {
      text.append(", reason ")
      text.append(reason.word)
    }
    if let next = findings.next {
      text.append(", next ")
      text.append(next.word)
    }
    text.append(" (rule ")
    text.append(findings.rule.name.word)
    text.append(": sustained from ")
    text.append(findings.rule.sustainedFrom)
    if let positive = findings.positive { text.append(positive ? "; positive" : "; not positive") }
    text.append(")\n")
  }

  private func write(_ stretch: StretchFindings, to text: inout TextBuffer) {
    text.append("stretch: number ")
    text.append(stretch.count)
    text.append(" at ")
    text.append(rounded: (start + stretch.time).count, from: 6)
    text.append(" s, ")
    if let angle = stretch.angle {
      text.append(rounded: Int64(angle.count), from: 2)
      text.append(" deg in ")
    }
    text.append(rounded: stretch.duration.count, from: 6)
    text.append(" s")
    if let speed = stretch.speed {
      text.append(", ")
      text.append(speed.count)
      text.append(" deg/s")
    }
    if let hold = findings.hold {
      text.append("; held ")
      text.append(rounded: hold.count, from: 6)
      text.append(" s")
    }
    if let release = findings.release {
      text.append(", let go at ")
      text.append(rounded: (start + release).count, from: 6)
      text.append(" s")
    }
    text.append("\n")
  }

  private func writeTrain(to text: inout TextBuffer) {
    text.append("beats: ")
    if findings.isCensored { text.append("at least ") }
    text.append(findings.beats)
    text.append(", ")
    text.append(findings.beatsFirst10s)
    text.append(" within 10 s")
    text.append("; rate ", findings.frequency.map { Int64($0.count) }, from: 3, " Hz")
    text.append(", duration ", findings.duration?.count, from: 6, " s")
    text.append("; first at ", findings.onset.map { (start + $0).count }, from: 6, " s")
    text.append(", latency ", findings.latency?.count, from: 6, " s")
    text.append("; amplitude ", findings.amplitude.map { Int64($0.milli) }, from: 3, " g")
    text.append(", interval CV ", findings.intervalCV.map { Int64($0.count) }, from: 3, "")
    if let ended = findings.ended {
      text.append("; ended: ")
      text.append(ended.word)
    }
    text.append("\n")
  }

  private func writeEpisodes(to text: inout TextBuffer) {
    for episode in episodes {
      text.append("episode: ")
      text.append(episode.beats)
      text.append(" beats at ")
      text.append(rounded: (start + episode.onset).count, from: 6)
      text.append(" s for ")
      text.append(rounded: episode.duration.count, from: 6)
      text.append(" s")
      text.append(", rate ", episode.frequency.map { Int64($0.count) }, from: 3, " Hz")
      text.append("\n")
    }
  }

  private func writeWatching(to text: inout TextBuffer) {
    text.append("watched: ")
    text.append(rounded: findings.observed.count, from: 6)
    text.append(" s at ")
    text.append(rounded: Int64(rate.rounded.count), from: 3)
    text.append(" Hz, ")
    text.append(settings.site.word)
    text.append(ending == .cutOff ? "; the recording ends before the exam does" : "")
    if findings.kind == .stretch {
      text.append("; rest ")
      text.append(rounded: findings.rest.duration.count, from: 6)
      text.append(" s")
      let rhythm = findings.rest.rhythm.map { Int64($0.count) }
      text.append(", with a rhythm of ", rhythm, from: 3, " Hz")
    }
    text.append("\n")
  }
}

extension TextBuffer {
  /// Appends `value` / 10^`decimals`, rounded to two decimals.
  fileprivate mutating func append(rounded value: Int64, from decimals: Int) {
    var divisor: Int64 = 1
    for _ in Counting(2..<decimals) { divisor *= 10 }
    append((value + (value < 0 ? -divisor / 2 : divisor / 2)) / divisor, over: 2)
  }

  /// Appends a value between its words; nothing where there is none.
  fileprivate mutating func append(
    _ before: Literal, _ value: Int64?, from decimals: Int, _ after: Literal
  ) {
    guard let value else { return }
    append(before)
    append(rounded: value, from: decimals)
    append(after)
  }

  /// Appends a line of a scale and its grade.
  fileprivate mutating func append(_ scale: Literal, _ grade: UInt8) {
    append(scale)
    append(": ")
    append(grade)
    append("\n")
  }
}
