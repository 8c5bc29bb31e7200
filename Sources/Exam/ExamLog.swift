import Findings
import Recording

/// Keeps a file ready on the card for the next exam, and brings each exam there.
///
/// Whatever the card does, exams go on from memory. The last exam that did not reach the card is
/// kept until it does, or until the next one fails too.
struct ExamLog: Sendable {
  /// How often a card that failed is tried again between exams.
  static let tryAgain = Microseconds.seconds(10)

  /// What the card said last, if it failed.
  private(set) var fault: StorageError?

  private let version: StaticString
  private var file: ExamFile?
  private var unsaved: ExamFile?
  private var lastNumber: UInt16 = 0

  init(version: StaticString) { self.version = version }

  /// Whether the exam (the present one, or else the next) reaches the card.
  var isRecording: Bool { file?.isRecorded ?? false }

  /// Makes the next exam's file and lays it on the card, with a number that no file has; saves the
  /// last exam's before, if that failed.
  mutating func prepare(
    rate: SampleRate, scale: CountScale, capacity: Microseconds,
    on card: inout some Storage & ~Copyable
  ) {
    saveUnsaved(on: &card)
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

  /// Begins the exam that was prepared for.
  mutating func begin(_ settings: ExamSettings, clock: ClockNote) {
    file?.begin(settings, clock: clock)
  }

  /// Takes a sample at its time since power-on.
  mutating func append(
    _ sample: RawSample, at now: Microseconds, to card: inout some Storage & ~Copyable
  ) {
    do throws(StorageError) { try file?.append(sample, clock: now, to: &card) } catch {
      fault = error
    }
  }

  /// Notes a mark at its time in the exam.
  mutating func annotate(_ mark: Mark, at time: Microseconds) { file?.annotate(mark, at: time) }

  /// Completes the exam's file; returns its number, and whether all of it is on the card.
  mutating func finish(
    _ findings: ExamFindings, beats: [Beat], verdictAt: Microseconds,
    on card: inout some Storage & ~Copyable
  ) -> (number: UInt16, isRecorded: Bool)? {
    guard var done = file else { return nil }
    file = nil
    lastNumber = max(lastNumber, done.number)
    do throws(StorageError) {
      try done.finish(findings, beats: beats, verdictAt: verdictAt, on: &card)
    } catch { fault = error }
    if !done.isRecorded {
      unsaved = done
      saveUnsaved(on: &card)
    }
    return (done.number, unsaved == nil)
  }

  /// Brings to the card what did not reach it.
  mutating func saveUnsaved(on card: inout some Storage & ~Copyable) {
    guard var again = unsaved else { return }
    do throws(StorageError) {
      try again.saveAgain(on: &card)
      unsaved = nil
    } catch { fault = error }
  }

  /// Removes the file that was laid out for an exam that does not come.
  mutating func discardPrepared(on card: inout some Storage & ~Copyable) {
    guard let empty = file, empty.isRecorded else { return }
    file = nil
    do throws(StorageError) { try card.remove(.recording(empty.number)) } catch { fault = error }
  }
}
