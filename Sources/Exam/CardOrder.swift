import Findings
import Recording

/// What is asked of the part that owns the card. Indirect, so that a queue of them is small.
public indirect enum CardOrder: Sendable {
  /// Lay out the next exam's file.
  case prepare(SampleRate, CountScale, capacity: Microseconds)
  /// Begin the exam that was prepared for.
  case begin(ExamSettings, ClockNote, DeviceNote)
  /// Write down a part of the exam.
  case record(ExamPart)
  /// Write down what was found: a little more is recorded after it.
  case conclude(FinishedExam)
  /// Complete the exam's file, and make what is made of it.
  case finish(FinishedExam)
  /// Leave the exam's file as a power cut would: a part of it did not get here.
  case giveUp
  /// Say this of the sensor in the card's log.
  case tell(SensorNote)
  /// Bring everything to the card, and remove what is empty.
  case flush
}

/// A part of a running exam: samples of one record at most, and the marks among them.
public struct ExamPart: Sendable {
  /// A mark, and how many of the samples came before it.
  struct Placed: Sendable {
    var mark: TimedMark
    var position: Int
  }

  /// When the first sample was drained, since power-on.
  var clock = Microseconds.zero
  var samples: [RawSample] = []
  var marks: [Placed] = []

  var isEmpty: Bool { samples.isEmpty && marks.isEmpty }
}

/// What the part that owns the card tells after each order that the exam waits for.
public struct CardReport: Sendable {
  /// What was done.
  public enum Done: Sendable {
    case prepared
    /// The exam's number, nil where there was none left, and whether all of it is on the card.
    case finished(UInt16?, isRecorded: Bool)
    case flushed
    /// Nothing to tell of.
    case other
  }

  /// What was done.
  public var done: Done
  /// Whether the exam (the present one, or else the next) reaches the card.
  public var isRecording: Bool
  /// What the card said last, if it failed.
  public var fault: StorageError?
  /// How many exams did not reach the card and are kept in memory, and how many were given up.
  public var unsaved: Int
  /// See `unsaved`.
  public var lost: Int
}
