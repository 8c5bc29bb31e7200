import Findings

/// The picture of a report: the acceleration along the beating axis, as it came and band-passed, with
/// rest, stretch, beats and release, and the beats' intervals below; inline SVG, readable in grey.
struct ReportPicture {
  /// Lengths in the picture's own units.
  private enum Place {
    static let left: Int64 = 92
    static let width: Int64 = 1_330
    static let columns = 665
    static let rawTop: Int64 = 76
    static let bandTop: Int64 = 298
    static let traceHeight: Int64 = 180
    static let intervalTop: Int64 = 556
    static let intervalHeight: Int64 = 90
  }

  private let exam: RecordedExam
  private let start: Microseconds
  private let end: Microseconds
  private(set) var raw = TraceColumns(columns: Place.columns)
  private(set) var band = TraceColumns(columns: Place.columns)

  /// Reads the recording twice: once for the axis, once for the traces.
  init(_ exam: RecordedExam, _ scan: inout RecordScan, _ read: BytesAt) throws(RecordingError) {
    self.exam = exam
    // A long wait for the stretch is cut off; what was seen of the rest stays in sight.
    let cue = exam.time(of: .cue) ?? .zero
    let isWatched = exam.settings.kind == .spontaneous
    start = isWatched ? .zero : max(.zero, cue - .seconds(2))
    end = max(exam.end, start + .milliseconds(100))
    let axis = try Self.axis(of: exam, &scan, read)
    try trace(axis, &scan, read)
  }

  /// The axis of the beats; where there are none, of all from the stretch to the end.
  private static func axis(
    of exam: RecordedExam, _ scan: inout RecordScan, _ read: BytesAt
  ) throws(RecordingError) -> MainAxis {
    let margin = Microseconds.milliseconds(200)
    var from = exam.findings?.stretch?.time ?? .zero
    var to = exam.end
    if exam.beats.count > 1 {
      from = exam.beats[0].time - margin
      to = exam.beats[exam.beats.count - 1].time + margin
    }
    let rate = exam.header.rate
    let lag = max(1, Int(rate.samples(in: .milliseconds(60))))
    let first = Int64(rate.samples(in: max(.zero, from)))
    let last = Int64(rate.samples(in: max(.zero, to)))
    var covariance = MainAxis.Covariance()
    var ring: [RawSample] = []
    var expected: Int64 = -1
    try scan.eachSample(read) { index, sample in
      if index != expected { ring = [] }
      expected = index + 1
      guard ring.count == lag else { return ring.append(sample) }
      let place = Int(index % Int64(lag))
      if (first...max(first, last)).contains(index) { covariance.take(sample, from: ring[place]) }
      ring[place] = sample
    }
    return MainAxis(covariance)
  }

  /// Both traces, in ten-thousandths of a g.
  private mutating func trace(
    _ axis: MainAxis, _ scan: inout RecordScan, _ read: BytesAt
  ) throws(RecordingError) {
    let rate = exam.header.rate
    let worth = Int64(exam.header.scale.nanoGravitiesPerCount)
    let start = start.count
    let span = end.count - start
    let duration = Int64(rate.recordMicroseconds)
    let perRecord = Int64(rate.samplesPerRecord)
    func column(_ index: Int64) -> Int {
      let time = index * duration / perRecord - start
      return time < 0 ? -1 : Int(min(time * Int64(Place.columns) / span, Int64(Place.columns)))
    }
    var (raw, band) = (raw, band)
    var filter = BandForTheEye(rate)
    var expected: Int64 = -1
    var beat = 0
    var atBeats: Int64 = 0
    let beats = exam.beats
    try scan.eachSample(read) { index, sample in
      let value = Int32(clamping: axis.along(sample) * worth / 100_000)
      raw.take(value, column: column(index))
      if index != expected { filter.restart() }
      expected = index + 1
      guard let filtered = filter.step(value) else { return }
      let middle = index - Int64(filter.delay)
      band.take(filtered, column: column(middle))
      if beat < beats.count, beats[beat].time.count <= middle * duration / perRecord {
        atBeats += Int64(filtered)
        beat += 1
      }
    }
    // Beats point upwards, whichever way the sensor lies.
    if atBeats < 0 {
      raw.negate()
      band.negate()
    }
    (self.raw, self.band) = (raw, band)
  }

  // MARK: SVG

  /// Appends the picture.
  func write(to text: inout TextBuffer) {
    text.fill(Self.frame) { letter, text in
      switch letter {
      case UInt8(ascii: "h"): text.append(hasIntervals ? 660 : 530)
      case UInt8(ascii: "d"): writeDescription(to: &text)
      case UInt8(ascii: "m"): writeMarks(to: &text)
      case UInt8(ascii: "r"): write(raw, top: Place.rawTop, to: &text)
      case UInt8(ascii: "b"): write(band, top: Place.bandTop, to: &text)
      case UInt8(ascii: "s"): writeSeconds(to: &text)
      default: writeIntervals(to: &text)
      }
    }
  }

  private static let frame: Literal = """
    <svg viewBox="0 0 1440 ~h" role="img" aria-labelledby="pt pd" font-size="24" \
    stroke-width="2" fill="none" stroke="#000"><title id="pt">The acceleration along the beating \
    axis, and the intervals of the beats</title><desc id="pd">~d</desc>\
    ~m<g fill="#000" stroke="none"><text x="92" y="66">acceleration as it came, in g</text>\
    <text x="92" y="288">band-passed to 1.5 to 11 Hz, in g; a mark for each beat</text></g>~r~b~s~i</svg>
    """

  private var hasIntervals: Bool { exam.beats.count > 1 }

  private func x(_ time: Microseconds) -> Int64 {
    let inside = min(max(time.count, start.count), end.count) - start.count
    return Place.left + inside * Place.width / (end.count - start.count)
  }

  private func writeDescription(to text: inout TextBuffer) {
    text.append("From ")
    text.append(tenths: start)
    text.append(" to ")
    text.append(tenths: end)
    text.append(" s.")
    eachMoment { name, time in
      text.append(" ")
      text.append(name)
      text.append(" at ")
      text.append(hundredths: time)
      text.append(" s.")
    }
    text.append(" Beats: ")
    text.append(exam.beats.count)
    text.append(", each marked by a thin line.")
  }

  /// The moments that have a line of their own, with the names that stand at it.
  @inline(never)
  private func eachMoment(_ body: (Literal, Microseconds) -> Void) {
    if let time = exam.time(of: .cue) { body("blip", time) }
    if let time = exam.findings?.stretch?.time ?? exam.time(of: .stretch) { body("stretch", time) }
    if let time = exam.findings?.release ?? exam.time(of: .release) { body("release", time) }
  }

  private func writeMarks(to text: inout TextBuffer) {
    if let cue = exam.time(of: .cue), x(cue) > Place.left {
      // The rest as a grey field.
      text.fill(
        """
        <path d="M92,44H~xV478H92z" fill="#eee" stroke="none"/>\
        <text x="92" y="36" fill="#000" stroke="none">rest</text>
        """
      ) { _, text in text.append(x(cue)) }
    }
    if !exam.beats.isEmpty {
      var lines = TextBuffer("\"/><path stroke=\"#bbb\" d=\"")
      text.append("<path stroke-width=\"3\" d=\"")
      for beat in exam.beats {
        text.fill("M~x,298v16") { _, text in text.append(x(beat.time)) }
        lines.fill("M~x,314V478") { _, text in text.append(x(beat.time)) }
      }
      text.append(bytes: lines.bytes)
      text.append("\"/>")
    }
    var taken: Int64 = 140
    eachMoment { name, time in
      // Where two names would meet the second moves on; its line stays in its place.
      let place = min(max(x(time) + 4, taken), 1_330)
      taken = place + Int64(name.count) * 13 + 12
      text.fill(
        """
        <path d="M~x,16V478"/>\
        <text x="~p" y="36" fill="#000" stroke="none">~n</text>
        """
      ) { letter, text in
        switch letter {
        case UInt8(ascii: "x"): text.append(x(time))
        case UInt8(ascii: "p"): text.append(place)
        default: text.append(name)
        }
      }
    }
  }

  /// A trace in its frame, with lines at round values.
  private func write(_ trace: TraceColumns, top: Int64, to text: inout TextBuffer) {
    let range = trace.range
    let margin = max(500, (Int64(range.upperBound) - Int64(range.lowerBound)) / 12)
    let low = Int64(range.lowerBound) - margin
    let height = Int64(range.upperBound) + margin - low
    func y(_ value: Int64) -> Int64 {
      top + Place.traceHeight - (value - low) * Place.traceHeight / height
    }
    let step = Self.step(height)
    // Division rounds towards zero: upwards below it.
    var line = (low > 0 ? low + step - 1 : low) / step * step
    while line < low + height {
      text.fill(
        """
        <path stroke="#bbb" d="M92,~yH1422"/>\
        <text x="84" y="~t" text-anchor="end" fill="#000" stroke="none">~v</text>
        """
      ) { letter, text in
        switch letter {
        case UInt8(ascii: "y"): text.append(y(line))
        case UInt8(ascii: "t"): text.append(y(line) + 8)
        default: text.append(rounded: line, from: 4)
        }
      }
      line += step
    }
    text.append("<path d=\"")
    var isDrawn = false
    for column in Counting(0..<Place.columns) {
      let first = trace.values[2 * column]
      let second = trace.values[2 * column + 1]
      guard first != TraceColumns.none else { continue }
      text.append(isDrawn ? "L" : "M")
      isDrawn = true
      text.append(Place.left + Int64(column) * Place.width / Int64(Place.columns))
      text.append(",")
      text.append(y(Int64(first)))
      if y(Int64(second)) != y(Int64(first)) {
        text.append("V")
        text.append(y(Int64(second)))
      }
    }
    text.append("\"/>")
  }

  /// A round step (1, 2 or 5 times a power of ten) of which two to five make the height.
  private static func step(_ height: Int64) -> Int64 {
    var power: Int64 = 100
    while true {
      for factor in [1, 2, 5] as [Int64] where height <= factor * power * 5 {
        return factor * power
      }
      power *= 10
    }
  }

  /// The axis of time, shared by both traces.
  private func writeSeconds(to text: inout TextBuffer) {
    let span = (end.count - start.count) / 1_000_000
    var step: Int64 = 1
    while span / step > 14 { step = step == 1 ? 2 : step == 2 ? 5 : step * 2 }
    text.append("<path d=\"M92,478H1422\"/>")
    var second = (start.count + 999_999) / 1_000_000
    while second * 1_000_000 <= end.count {
      if second % step == 0 {
        text.fill(
          "<text x=\"~x\" y=\"504\" text-anchor=\"middle\" fill=\"#000\" stroke=\"none\">~s</text>"
        ) { letter, text in
          text.append(letter == UInt8(ascii: "x") ? x(.seconds(second)) : second)
        }
      }
      second += 1
    }
    text.append(
      """
      <text x="1422" y="530" text-anchor="end" fill="#000" stroke="none">\
      seconds since the exam began</text>
      """)
  }

  /// The interval before each beat but the first, over the same time.
  private func writeIntervals(to text: inout TextBuffer) {
    guard hasIntervals else { return }
    var longest: Int64 = 1
    for index in Counting(1..<exam.beats.count) {
      longest = max(longest, (exam.beats[index].time - exam.beats[index - 1].time).count)
    }
    let bottom = Place.intervalTop + Place.intervalHeight
    text.fill(
      """
      <g fill="#000" stroke="none"><text x="92" y="546">interval since the beat before, in s</text>\
      <text x="84" y="564" text-anchor="end">~l</text>\
      <text x="84" y="654" text-anchor="end">0</text></g>\
      <path stroke="#bbb" d="M92,~tH1422"/><path d="M92,~bH1422"/><g fill="#000" stroke="none">
      """
    ) { letter, text in
      switch letter {
      case UInt8(ascii: "l"): text.append(hundredths: Microseconds(longest))
      case UInt8(ascii: "t"): text.append(Place.intervalTop)
      default: text.append(bottom)
      }
    }
    for index in Counting(1..<exam.beats.count) {
      let interval = (exam.beats[index].time - exam.beats[index - 1].time).count
      text.fill("<circle cx=\"~x\" cy=\"~y\" r=\"5\"/>") { letter, text in
        text.append(
          letter == UInt8(ascii: "x")
            ? x(exam.beats[index].time) : bottom - interval * Place.intervalHeight / longest)
      }
    }
    text.append("</g>")
  }
}
