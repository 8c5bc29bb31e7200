import Findings

/// An exam's answer with all that it was found by, ready to be written.
public struct ExamReport: Sendable {
  /// What was found.
  public var findings: ExamFindings
  /// What was fixed before.
  public var settings: ExamSettings
  /// How fast the samples came.
  public var rate: SampleRate
  /// The beats of the train that counts.
  public var beats: [Beat]
  /// All trains of a spontaneous exam, the one train of a stretch exam.
  public var episodes: [Episode]

  /// Makes a report.
  public init(
    _ findings: ExamFindings, settings: ExamSettings, rate: SampleRate, beats: [Beat],
    episodes: [Episode]
  ) {
    self.findings = findings
    self.settings = settings
    self.rate = rate
    self.beats = beats
    self.episodes = episodes
  }

  /// The JSON object of `clonus replay --json`, on one line.
  ///
  /// Times are those of the file's own clock: `start` is its time at the first sample. Times have up
  /// to six decimals, accelerations four, rates and ratios three, angles two; `null` is what has no
  /// meaning. `more` adds members at the end.
  public func json(
    start: Microseconds = .zero, programVersion: Literal,
    more: (inout JSONText) -> Void = { _ in }
  ) -> TextBuffer {
    var json = JSONText()
    json.number("schema", 1)
    json.word("version", programVersion)
    json.word("site", settings.site.word)
    json.word("side", settings.side.word)
    json.word("placement", settings.site.placement)
    json.word("protocol", findings.kind.word)
    json.number("rate_hz", rate.rounded.count, over: 3)
    json.raw("rule", rule)
    json.truth("positive", findings.positive)
    json.word("verdict", findings.verdict.word)
    json.word("reason", findings.reason?.word)
    json.word("next", findings.next?.word)
    let qualities = findings.quality.words
    json.list("quality", qualities.count) { JSONText.quoted(qualities[$0]) }
    json.number("beats", findings.beats)
    json.number("beats_first_10s", findings.beatsFirst10s)
    json.number("frequency_hz", findings.frequency?.count, over: 3)
    json.seconds("duration_s", findings.duration)
    json.list("beat_times_s", beats.count) {
      JSONText.decimal((beats[$0].time + start).count, over: 6)
    }
    json.number("interval_cv", findings.intervalCV?.count, over: 3)
    json.gravities("amplitude_g", findings.amplitude)
    json.seconds("onset_s", findings.onset.map { $0 + start })
    json.seconds("latency_s", findings.latency)
    json.word("ended", findings.ended?.word)
    json.truth("censored", findings.isCensored)
    json.raw("rest", rest)
    json.raw("stretch", findings.stretch.map { Self.object($0, start) })
    json.seconds("hold_s", findings.hold)
    json.seconds("release_s", findings.release.map { $0 + start })
    json.seconds("observed_s", findings.observed)
    json.number("scats", findings.scats)
    json.number("tardieu", findings.tardieu)
    json.list("episodes", episodes.count) { Self.object(episodes[$0], start) }
    more(&json)
    return json.closed()
  }

  private var rule: TextBuffer {
    var json = JSONText()
    json.word("name", findings.rule.name.word)
    json.number("absent_below", Rule.absentBelow)
    json.number("sustained_from", findings.rule.sustainedFrom)
    return json.closed()
  }

  private var rest: TextBuffer {
    var json = JSONText()
    json.seconds("duration_s", findings.rest.duration)
    json.gravities("rms_g", findings.rest.rms)
    json.number("rhythm_hz", findings.rest.rhythm?.count, over: 3)
    json.gravities("rhythm_g", findings.rest.rhythmAmplitude)
    return json.closed()
  }

  private static func object(_ stretch: StretchFindings, _ start: Microseconds) -> TextBuffer {
    var json = JSONText()
    json.seconds("time_s", stretch.time + start)
    json.seconds("duration_s", stretch.duration)
    json.gravities("peak_g", stretch.peak)
    json.number("angle_deg", stretch.angle?.count, over: 2)
    json.number("speed_deg_s", stretch.speed?.count)
    json.number("count", stretch.count)
    return json.closed()
  }

  private static func object(_ episode: Episode, _ start: Microseconds) -> TextBuffer {
    var json = JSONText()
    json.seconds("onset_s", episode.onset + start)
    json.seconds("duration_s", episode.duration)
    json.number("beats", episode.beats)
    json.number("frequency_hz", episode.frequency?.count, over: 3)
    json.word("kind", episode.kind.word)
    return json.closed()
  }
}

extension Quality {
  /// Appends the words parted by spaces.
  func write(to text: inout TextBuffer) {
    for (index, word) in words.enumerated() {
      if index > 0 { text.append(" ") }
      text.append(word)
    }
  }
}
