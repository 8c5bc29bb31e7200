import Findings

/// Writes the rows of a table on the card: commas, CRLF, a dot in decimals, nothing for nil.
struct CardTable {
  private(set) var text = TextBuffer()
  private var isFirst = true

  @inline(never)
  mutating func field(_ value: TextBuffer?) {
    if !isFirst { text.append(",") }
    isFirst = false
    if let value { text.append(bytes: value.bytes) }
  }

  @inline(never)
  mutating func word(_ value: Literal?) { field(value.map { TextBuffer($0) }) }

  @inline(never)
  mutating func number(_ value: (some BinaryInteger)?, over decimals: Int = 0) {
    field(value.map { JSONText.decimal(Int64($0), over: decimals) })
  }

  @inline(never)
  mutating func seconds(_ value: Microseconds?) { number(value?.count, over: 6) }

  @inline(never)
  mutating func endRow() {
    text.append("\r\n")
    isFirst = true
  }
}

/// What tells one exam from the others on the card; never a person.
public struct ExamIdentity: Sendable, Hashable {
  /// The exam's number, 1 to 9,999.
  public var exam: UInt16
  /// The clock at its first sample.
  public var clock: ClockNote
  /// Its number in a series, from 1.
  public var trial: UInt8
  /// The card's code: up to eight letters or digits.
  public let code: [UInt8]

  /// Makes an identity; nil where the code is longer or holds anything else.
  public init?(exam: UInt16, clock: ClockNote, trial: UInt8 = 1, code: [UInt8] = []) {
    let isPlain = code.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard code.count <= 8, isPlain else { return nil }
    self.exam = exam
    self.clock = clock
    self.trial = trial
    self.code = code
  }
}

extension ExamReport {
  /// The header line of `INDEX.CSV`.
  public static let indexHeader: Literal =
    """
    exam,boot,uptime_s,clock,clock_quality,code,trial,side,site,placement,protocol,rule,verdict,\
    reason,quality,beats,beats_first_10s,frequency_hz,duration_s,interval_cv,latency_s,ended,\
    censored,scats,tardieu,stretch_deg,stretch_s,version\r\n
    """

  /// The exam's line in `INDEX.CSV`; the qualities in it are parted by spaces, and the rule is told as
  /// `adult 10`: its name and the beats from which clonus is sustained.
  public func indexLine(_ identity: ExamIdentity, programVersion: [UInt8]) -> TextBuffer {
    var row = CardTable()
    row.number(identity.exam)
    row.number(identity.clock.boot)
    row.seconds(identity.clock.uptime)
    row.field(
      identity.clock.time.map { time in
        var text = TextBuffer()
        time.write(to: &text)
        return text
      })
    row.word(identity.clock.quality.word)
    var code = TextBuffer()
    code.append(bytes: identity.code)
    row.field(code)
    row.number(identity.trial)
    row.word(settings.side.word)
    row.word(settings.site.word)
    row.word(settings.site.placement)
    row.word(findings.kind.word)
    var rule = TextBuffer(findings.rule.name.word)
    rule.append(" ")
    rule.append(findings.rule.sustainedFrom)
    row.field(rule)
    row.word(findings.verdict.word)
    row.word(findings.reason?.word)
    var quality = TextBuffer()
    findings.quality.write(to: &quality)
    row.field(quality)
    row.number(findings.beats)
    row.number(findings.beatsFirst10s)
    row.number(findings.frequency?.count, over: 3)
    row.seconds(findings.duration)
    row.number(findings.intervalCV?.count, over: 3)
    row.seconds(findings.latency)
    row.word(findings.ended?.word)
    row.word(findings.isCensored ? "true" : "false")
    row.number(findings.scats)
    row.number(findings.tardieu)
    row.number(findings.stretch?.angle?.count, over: 2)
    row.seconds(findings.stretch?.duration)
    var version = TextBuffer()
    version.append(bytes: programVersion)
    row.field(version)
    row.endRow()
    return row.text
  }

  /// The whole of `E0001.CSV`: the recording's marks in the order of time, the beats among them with
  /// their amplitude.
  public func beatsTable(_ marks: [TimedMark]) -> TextBuffer {
    var table = CardTable()
    for name in ["event", "number", "time_s", "duration_s", "amplitude_g"] as [Literal] {
      table.word(name)
    }
    table.endRow()
    for timed in Self.inOrderOfTime(marks) {
      switch timed.mark {
      case .settings, .clock: continue
      case .beat(let number):
        table.word("beat")
        table.number(number)
        table.seconds(timed.onset)
        table.seconds(timed.duration)
        table.field(amplitude(ofBeat: number))
      case .filled(let count):
        table.word("filled")
        table.number(count)
        table.seconds(timed.onset)
        table.seconds(timed.duration)
        table.field(nil)
      default:
        var text = TextBuffer()
        timed.mark.write(to: &text)
        table.field(text)
        table.field(nil)
        table.seconds(timed.onset)
        table.seconds(timed.duration)
        table.field(nil)
      }
      table.endRow()
    }
    return table.text
  }

  /// By insertion: marks come nearly in order, and the library's sort costs 3 kB of code
  /// for each type.
  static func inOrderOfTime(_ marks: [TimedMark]) -> [TimedMark] {
    var sorted: [TimedMark] = []
    for mark in marks {
      var place = sorted.count
      while place > 0, sorted[place - 1].onset > mark.onset { place -= 1 }
      sorted.insert(mark, at: place)
    }
    return sorted
  }

  private func amplitude(ofBeat number: Int32) -> TextBuffer? {
    guard number >= 1, Int(number) <= beats.count else { return nil }
    var text = TextBuffer()
    text.append(gravities: beats[Int(number) - 1].amplitude)
    return text
  }
}
