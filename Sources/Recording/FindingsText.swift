import Findings

// What was found rides in the recording, so that reports and index are made from it alone and say what
// the device said, whatever a later program would find in the same samples.
//
// `found` is followed by 32 whole numbers in the order below, `-` for what has no meaning; a later
// program may add more behind them. Words stand as their place in EXAM.md's lists from 0, times in
// microseconds, accelerations in 2^-20 g, rates in mHz, angles in hundredths of a degree.
//
// `swing` is followed by the number of a beat and its amplitude and those of the next ones, in
// ten-thousandths of a g.

extension ExamFindings {
  private static let valueCount = 32

  /// The text of the annotation.
  var text: TextBuffer {
    let values: [Int64?] = [
      Int64(kind.rawValue), Int64(rule.name.rawValue), Int64(rule.sustainedFrom),
      Int64(verdict.rawValue), reason.map { Int64($0.rawValue) }, next.map { Int64($0.rawValue) },
      Int64(quality.rawValue), positive.map { $0 ? 1 : 0 }, Int64(beats), Int64(beatsFirst10s),
      wide(frequency?.count), duration?.count, wide(intervalCV?.count), wide(amplitude?.q20),
      onset?.count, latency?.count, ended.map { Int64($0.rawValue) }, rest.duration.count,
      wide(rest.rms.q20), wide(rest.rhythm?.count), wide(rest.rhythmAmplitude?.q20),
      stretch?.time.count, stretch?.duration.count, wide(stretch?.peak.q20),
      wide(stretch?.angle?.count), wide(stretch?.speed?.count), wide(stretch?.count), hold?.count,
      release?.count, observed.count, scats.map { Int64($0) }, tardieu.map { Int64($0) },
    ]
    var text = TextBuffer("found")
    for value in values {
      text.append(" ")
      if let value { text.append(value) } else { text.append("-") }
    }
    return text
  }

  /// Reads an annotation's text; nil where it is none of these, or a number is out of range.
  init?(text: Span<UInt8>) {
    var reader = WordReader(text)
    guard reader.nextIs("found") else { return nil }
    var values: [Int64?] = []
    while values.count < Self.valueCount {
      guard let word = reader.next() else { return nil }
      let value = wholeNumber(word)
      // Nothing that an exam finds comes near a million seconds.
      guard value != nil || ("-" as Literal).isSame(as: word),
        (value ?? 0).magnitude < 1_000_000_000_000
      else {
        return nil
      }
      values.append(value)
    }
    func small(_ index: Int) -> Int32? { values[index].map { Int32(clamping: $0) } }
    func time(_ index: Int) -> Microseconds? { values[index].map { Microseconds($0) } }
    func byte(_ index: Int) -> UInt8? { values[index].flatMap { UInt8(exactly: $0) } }
    guard let kind = byte(0).flatMap({ ExamKind(rawValue: $0) }),
      let name = byte(1).flatMap({ Rule.Name(rawValue: $0) }), let limit = small(2),
      let verdict = byte(3).flatMap({ Verdict(rawValue: $0) })
    else { return nil }
    self.init(kind: kind, rule: Rule(name, sustainedFrom: limit))
    self.verdict = verdict
    reason = byte(4).flatMap { Reason(rawValue: $0) }
    next = byte(5).flatMap { NextStep(rawValue: $0) }
    quality = Quality(rawValue: UInt16(clamping: values[6] ?? 0))
    positive = values[7].map { $0 != 0 }
    beats = max(0, small(8) ?? 0)
    beatsFirst10s = max(0, small(9) ?? 0)
    frequency = small(10).map { Millihertz($0) }
    duration = time(11)
    intervalCV = small(12).map { Permille($0) }
    amplitude = small(13).map { Gravities(q20: $0) }
    onset = time(14)
    latency = time(15)
    ended = byte(16).flatMap { Ended(rawValue: $0) }
    rest.duration = time(17) ?? .zero
    rest.rms = Gravities(q20: small(18) ?? 0)
    rest.rhythm = small(19).map { Millihertz($0) }
    rest.rhythmAmplitude = small(20).map { Gravities(q20: $0) }
    if let start = time(21) {
      var found = StretchFindings()
      found.time = start
      found.duration = time(22) ?? .zero
      found.peak = Gravities(q20: small(23) ?? 0)
      found.angle = small(24).map { Centidegrees($0) }
      found.speed = small(25).map { DegreesPerSecond($0) }
      found.count = small(26) ?? 0
      stretch = found
    }
    hold = time(27)
    release = time(28)
    observed = time(29) ?? .zero
    scats = byte(30)
    tardieu = byte(31)
  }
}

private func wide(_ value: Int32?) -> Int64? { value.map { Int64($0) } }

/// The amplitudes of a run of beats.
enum SwingText {
  /// So many beats find room in one record.
  static let mostBeats = 45

  /// The texts of all annotations that the beats take.
  static func texts(_ beats: [Beat]) -> [TextBuffer] {
    var texts: [TextBuffer] = []
    for (index, beat) in beats.enumerated() {
      if index % mostBeats == 0 {
        var text = TextBuffer("swing ")
        text.append(index + 1)
        texts.append(text)
      }
      texts[texts.count - 1].append(" ")
      texts[texts.count - 1].append((Int64(beat.amplitude.q20) * 10_000 + 1 << 19) >> 20)
    }
    return texts
  }

  /// Puts the amplitudes of an annotation's text into the beats; nothing where it is none of these.
  static func read(_ text: Span<UInt8>, into beats: inout [Beat]) {
    var reader = WordReader(text)
    guard reader.nextIs("swing"), let start = reader.nextNumber(), start > 0 else { return }
    var number = start
    while let value = reader.nextNumber(), number <= beats.count {
      let scaled = min(max(value, 0), 1_000_000)
      beats[Int(number) - 1].amplitude = Gravities(q20: Int32((scaled << 20 + 5_000) / 10_000))
      number += 1
    }
  }
}
