import Exam
import Feedback
import Findings
import Linux
import Recording
import Simulation

/// Tells what the appliance does in lines of JSON, for whoever watches it from outside.
struct RunTrace {
  private var signal: Signal?
  private var sensorFault: SensorFault?
  private var cardFault: StorageError?
  private var isLineSilent = false
  private var exams = 0
  private var isSaved = true

  /// Prints what is new.
  mutating func tell(_ exam: borrowing Conductor, at now: Microseconds) {
    if exam.signal != signal {
      signal = exam.signal
      line(now, "signal") { signal?.write(to: &$0) }
    }
    if exam.sensorFault != sensorFault {
      sensorFault = exam.sensorFault
      line(now, "sensor") { text in
        if let sensorFault { sensorFault.write(to: &text) } else { text.append("well") }
      }
    }
    if exam.isLineSilent != isLineSilent {
      isLineSilent = exam.isLineSilent
      line(now, "line") { $0.append(isLineSilent ? "silent: served by time" : "well") }
    }
    if exam.cardFault != cardFault {
      cardFault = exam.cardFault
      line(now, "card") { text in
        if let cardFault { cardFault.write(to: &text) } else { text.append("well") }
      }
    }
    if exam.finishedCount != exams {
      exams = exam.finishedCount
      isSaved = false
      line(now, "verdict") { text in
        if let finished = exam.finished { text.append(finished.findings.verdict.word) }
      }
    }
    if !isSaved, let finished = exam.finished, let number = finished.number {
      isSaved = true
      line(now, finished.isRecorded ? "saved" : "unsaved") { $0.append(UInt32(number)) }
    }
  }

  /// `{"us": 1234567, "signal": "keep still"}`; no text holds a quote.
  private func line(
    _ now: Microseconds, _ key: Literal, _ value: (inout TextBuffer) -> Void
  ) {
    var text = TextBuffer("{\"us\": ")
    text.append(now.count)
    text.append(", \"")
    text.append(key)
    text.append("\": \"")
    value(&text)
    text.append("\"}\n")
    _ = Output.print(text)
  }
}
