import Exam
import Feedback
import Findings
import Recording

/// Tells what happens at a simulated bedside in plain lines: the time since power-on, and what.
public struct BedsideLines: Sendable {
  private var signal: Signal?

  /// Makes a teller who has seen nothing.
  public init() {}

  /// Appends what is new since the last step.
  public mutating func tell<Bus: SimulatedWiring & ~Copyable, Card: Storage & ~Copyable>(
    _ bedside: borrowing SimulatedBedside<Bus, Card>, to text: inout TextBuffer
  ) {
    let time = bedside.now
    for timed in bedside.appliance.latestMarks where Self.isTold(timed.mark) {
      Self.write(time, to: &text)
      timed.mark.write(to: &text)
      text.append("\n")
    }
    let shown = bedside.appliance.signal
    if shown != signal {
      Self.write(time, to: &text)
      shown.write(to: &text)
      text.append("\n")
    }
    signal = shown
  }

  /// The cue is told by its signal; a release is not known to be one before the exam is over.
  private static func isTold(_ mark: Mark) -> Bool {
    switch mark {
    case .rest, .stretch, .beat, .button: true
    default: false
    }
  }

  /// `   3.250 s  `
  @inline(never)
  private static func write(_ time: Microseconds, to text: inout TextBuffer) {
    let milliseconds = UInt32(clamping: (time.count + 500) / 1_000)
    var seconds = TextBuffer()
    seconds.append(milliseconds / 1_000)
    text.pad(from: text.bytes.count, to: 4 - seconds.bytes.count, atLeast: 0)
    text.append(bytes: seconds.bytes)
    text.append(".")
    text.append(milliseconds % 1_000, digits: 3)
    text.append(" s  ")
  }
}
