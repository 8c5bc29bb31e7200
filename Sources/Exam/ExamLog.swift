import Findings
import Recording

/// Keeps a file ready on the card for the next exam, and brings each exam there.
///
/// Whatever the card does, exams go on from memory. The last exams that did not reach the card are
/// kept until they do; how many were given up is counted.
public struct ExamLog: Sendable {
  /// How often a card that failed is tried again between exams.
  static let tryAgain = Microseconds.seconds(10)
  /// How many exams are kept in memory; each is up to 220 kB at 200 Hz.
  static let mostUnsaved = 3

  /// What the card said last, if it failed.
  private var fault: StorageError?

  private let version: Literal
  private var file: ExamFile?
  private var unsaved: [ExamFile] = []
  /// How many exams were given up.
  private var lost = 0
  private var lastNumber: UInt16 = 0

  /// Makes a log that has yet to look at its card.
  public init(version: Literal) { self.version = version }

  /// Carries out an order.
  public mutating func carryOut(_ order: CardOrder, on card: inout some Storage & ~Copyable)
    -> CardReport
  {
    var done = CardReport.Done.other
    switch order {
    case .prepare(let rate, let scale, let capacity):
      prepare(rate: rate, scale: scale, capacity: capacity, on: &card)
      done = .prepared
    case .begin(let settings, let clock, let device):
      file?.begin(settings, clock: clock, device: device)
    case .record(let part): record(part, on: &card)
    case .conclude(let exam):
      do throws(StorageError) {
        try file?.conclude(exam.findings, beats: exam.beats, verdictAt: exam.verdictAt, on: &card)
      } catch { fault = error }
    case .finish(let exam):
      let number = finish(exam, on: &card)
      let isUnsaved = unsaved.contains { $0.number == number }
      done = .finished(number, isRecorded: number != nil && !isUnsaved)
    case .giveUp: file = nil
    case .tell: break
    case .flush:
      saveUnsaved(on: &card)
      discardPrepared(on: &card)
      done = .flushed
    }
    return report(done, isRecording: file?.isRecorded ?? false)
  }

  /// What is to be told where the card was found to be gone between exams. What was prepared stays: the
  /// next exam needs it in memory.
  public mutating func cardIsGone() -> CardReport {
    fault = .missing
    return report(.prepared, isRecording: false)
  }

  private func report(_ done: CardReport.Done, isRecording: Bool) -> CardReport {
    CardReport(
      done: done, isRecording: isRecording, fault: fault, unsaved: unsaved.count, lost: lost)
  }

  /// Makes the next exam's file and lays it on the card, with a number that no file has; saves the
  /// last exam's before, if that failed.
  private mutating func prepare(
    rate: SampleRate, scale: CountScale, capacity: Microseconds,
    on card: inout some Storage & ~Copyable
  ) {
    saveUnsaved(on: &card)
    // One that was laid out before, perhaps for another rate, would stay behind empty.
    discardPrepared(on: &card)
    var last = lastNumber
    do throws(StorageError) { last = max(last, try card.lastRecording()) } catch { fault = error }
    guard last < 9_999 else {
      file = nil
      fault = .full
      return
    }
    lastNumber = last
    var next = ExamFile(
      number: last + 1, rate: rate, scale: scale, capacity: capacity, programVersion: version)
    do throws(StorageError) {
      try next.prepare(on: &card)
      fault = nil
    } catch { fault = error }
    file = next
  }

  private mutating func record(_ part: ExamPart, on card: inout some Storage & ~Copyable) {
    var next = part.marks.startIndex
    for index in 0...part.samples.count {
      while next < part.marks.endIndex, part.marks[next].position <= index {
        let mark = part.marks[next].mark
        file?.annotate(mark.mark, at: mark.onset, duration: mark.duration)
        next += 1
      }
      guard index < part.samples.count else { return }
      do throws(StorageError) {
        try file?.append(part.samples[index], clock: part.clock, to: &card)
      } catch { fault = error }
    }
  }

  /// Completes the exam's file; returns its number.
  private mutating func finish(_ exam: FinishedExam, on card: inout some Storage & ~Copyable)
    -> UInt16?
  {
    guard var done = file else { return nil }
    file = nil
    lastNumber = max(lastNumber, done.number)
    do throws(StorageError) {
      try done.finish(exam.findings, beats: exam.beats, verdictAt: exam.verdictAt, on: &card)
    } catch { fault = error }
    if !done.isRecorded {
      keep(done)
      saveUnsaved(on: &card)
    }
    return done.number
  }

  /// Keeps an exam in memory; the oldest makes room, for the latest is what is being looked at.
  private mutating func keep(_ exam: ExamFile) {
    if unsaved.count == Self.mostUnsaved {
      unsaved.removeFirst()
      lost += 1
    }
    unsaved.append(exam)
  }

  /// Brings to the card what did not reach it, the oldest first.
  private mutating func saveUnsaved(on card: inout some Storage & ~Copyable) {
    do throws(StorageError) {
      while !unsaved.isEmpty {
        try unsaved[0].saveAgain(on: &card)
        unsaved.removeFirst()
      }
    } catch { fault = error }
  }

  /// Removes the file that was laid out for an exam that does not come.
  private mutating func discardPrepared(on card: inout some Storage & ~Copyable) {
    guard let empty = file, empty.isRecorded else { return }
    file = nil
    do throws(StorageError) { try card.remove(.recording(empty.number)) } catch { fault = error }
  }
}
