import Detection
import Exam
import Findings
import Linux
import Recording

/// Reads a table of samples from standard input, as `clonus replay` does, and prints when the detection told
/// what in either kind of exam: a line for each beat and for the end of a train, with the sample's time and
/// for a beat its own as it was told, both in microseconds since the first sample.
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
      write(table, judgedBy: settings, to: &text)
    }
    try? File.standardOutput().write(text.bytes.span)
  }

  private static func write(
    _ table: CSVRecording, judgedBy settings: ExamSettings, to text: inout TextBuffer
  ) {
    var detector = Detector(settings: settings, rate: table.rate)
    for (index, sample) in table.samples.enumerated() {
      let event = detector.step(sample)
      let now = table.rate.time(ofSample: Int64(index))
      switch event {
      case .beat(_, let beat)?:
        append(settings.kind, " beat ", now, to: &text)
        text.append(" ")
        text.append(beat.time.count)
      case .trainEnded?: append(settings.kind, " end ", now, to: &text)
      default: continue
      }
      text.append("\n")
    }
  }

  private static func append(
    _ kind: ExamKind, _ what: Literal, _ now: Microseconds, to text: inout TextBuffer
  ) {
    text.append(kind.word)
    text.append(what)
    text.append(now.count)
  }
}
