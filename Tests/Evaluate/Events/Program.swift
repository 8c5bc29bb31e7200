import Detection
import Exam
import Findings
import Linux
import Recording

/// Reads a table of samples from standard input, as `clonus replay` does, and prints when the detection told
/// what in either kind of exam: a line for each beat and for the end of a train, with the sample's time and
/// for a beat its own as it was told, both in microseconds since the first sample. Where a train ended that may have
/// been unrest, `replay` asks for a stretch after it: such a second hearing follows the first.
///
///     stretch beat 3456000 3420000
///     stretch end 7120000
@main
enum Program {
  static func main() {
    guard case .table(let table)? = try? ReplayFile(reading: SystemSource(File.standardInput()))
    else { preconditionFailure("standard input is no table of samples") }
    var text = TextBuffer()
    for kind in ExamKind.allCases {
      var settings = ExamSettings()
      settings.kind = kind
      if let end = write(table, judgedBy: settings, to: &text) {
        write(table, judgedBy: settings, cuedAt: end, to: &text)
      }
    }
    try? File.standardOutput().write(text.bytes.span)
  }

  /// Answers at which sample the first train ended.
  @discardableResult
  private static func write(
    _ table: CSVRecording, judgedBy settings: ExamSettings, cuedAt cue: Int? = nil,
    to text: inout TextBuffer
  ) -> Int? {
    var end: Int?
    var detector = Detector(settings: settings, rate: table.rate)
    for (index, sample) in table.samples.enumerated() {
      if index == cue { detector.cue() }
      let event = detector.step(sample)
      let now = table.rate.time(ofSample: Int64(index))
      switch event {
      case .beat(_, let beat)?:
        append(settings.kind, " beat ", now, to: &text)
        text.append(" ")
        text.append(beat.time.count)
      case .trainEnded?:
        end = end ?? index
        append(settings.kind, " end ", now, to: &text)
      default: continue
      }
      text.append("\n")
    }
    return end
  }

  private static func append(
    _ kind: ExamKind, _ what: Literal, _ now: Microseconds, to text: inout TextBuffer
  ) {
    text.append(kind.word)
    text.append(what)
    text.append(now.count)
  }
}
