import Findings
import Recording
import Sensing

/// What is to be said of the sensor in BOOT.LOG.
public struct SensorNote: Sendable {
  /// Why there are no samples; nil where there are.
  var fault: SensorFault?
  /// The part; nil where none was found.
  var part: Part?
  /// How its self-test went; nil where it did not come to its end.
  var selfTest: SelfTestResult?
  /// When this became known, since power-on.
  var time: Microseconds
}

/// What is done on the card beside the exams, on the thread that owns it.
///
/// Before the first order the file that a cut left behind empty is removed. Then, in short steps while
/// nothing is ordered and no exam runs, what lacks is made: settings and the page that explains, the
/// mark in TIME.TXT, and what is made of the exams. The boot's line goes into BOOT.LOG once the sensor
/// is known. A card that fails is tried again, and one that has nothing to take is looked at: pulled,
/// it tells nobody.
public struct CardCare {
  static let tryAgain = Microseconds.seconds(10)
  /// A fault that comes and goes must not fill the log.
  private static let mostFaults = 20

  private enum Work {
    case setUp, begin, upkeep, done
  }

  private let time: TimeFile
  private var work = Work.setUp
  private var upkeep: CardUpkeep?
  private var next = Microseconds.zero
  private var isExamRunning = false
  private var isStopping = false
  /// What BOOT.LOG has yet to take.
  private var log: BootLog
  private var isLogDue = false
  private var isSensorKnown = false
  private var faults = 0

  /// Begins the line of this boot; `lastEnd` is how the run before ended, nil where nobody knows.
  public init(
    _ reading: CardReading, version: Literal, board: [UInt8], lastEnd: [UInt8]?
  ) {
    time = reading.time
    log = BootLog(boot: reading.clock.boot, version: version, board: board, clock: reading.clock)
    if let lastEnd { log.add("stopped", lastEnd) }
    for problem in reading.problems {
      var line = TextBuffer()
      problem.write(to: &line)
      log.addLine(line)
    }
    if case .bad(let number) = time {
      var line = TextBuffer("TIME.TXT line ")
      line.append(number)
      line.append(": expected a time such as 2026-03-02T10:11:12Z; the clock is not set")
      log.addLine(line)
    }
  }

  /// When `step` is to be called, if nothing is ordered before; nil in an exam and once it is to stop.
  public var due: Microseconds? { isExamRunning || isStopping ? nil : next }

  /// Removes the last recording where it was only prepared; to be called before the first order, which
  /// may prepare another.
  public mutating func prepare(_ card: inout some Storage & ~Copyable) {
    do throws(StorageError) {
      let last = try card.lastRecording()
      guard last > 0 else { return }
      do throws(RecordingError) {
        if try RecordingRecovery(closing: last, on: &card) != .unused { return }
      } catch {
        switch error {
        // The power was cut while it was laid out: a header is durable before an exam begins.
        case .shortHeader, .header(.version, offset: _): break
        // What else cannot be read is left for a person to look at.
        default: return
        }
      }
      try card.remove(.recording(last))
    } catch {
      // The log meets the same card, and says what is wrong with it.
    }
  }

  /// Takes note of an order that the log carries out.
  public mutating func note(_ order: CardOrder) {
    switch order {
    case .begin: isExamRunning = true
    case .finish, .giveUp: isExamRunning = false
    case .flush: isStopping = true
    case .tell(let note): tell(note)
    case .prepare, .record, .conclude: break
    }
  }

  @inline(never)
  private mutating func tell(_ note: SensorNote) {
    if !isSensorKnown { name(sensor: note.part, note.selfTest) }
    guard let fault = note.fault, faults < Self.mostFaults else { return }
    faults += 1
    var line = TextBuffer("fault after ")
    line.append(seconds: note.time)
    line.append(" s: ")
    fault.write(to: &line)
    addLine(line)
  }

  /// Completes the boot's line.
  private mutating func name(sensor part: Part?, _ selfTest: SelfTestResult?) {
    isSensorKnown = true
    isLogDue = true
    next = .zero
    var note = DeviceNote()
    note.add(sensor: part, selfTest)
    log.add(note)
  }

  private mutating func addLine(_ line: TextBuffer) {
    log.addLine(line)
    isLogDue = isSensorKnown
    next = .zero
  }

  /// Takes the next step; the longest writes one report. Answers whether the card is still there, as
  /// far as that is known.
  @discardableResult
  public mutating func step(on card: inout some Storage & ~Copyable, at now: Microseconds) -> Bool {
    guard let due, now >= due else { return true }
    if work == .done { next = now + Self.tryAgain }
    do throws(StorageError) {
      if isLogDue { try writeLog(on: &card) } else { try work(on: &card) }
      return true
    } catch {
      // From the beginning, for the step that failed is not known.
      if work == .upkeep { work = .begin }
      next = now + Self.tryAgain
      return Self.isThere(&card)
    }
  }

  /// Whether the card's folder is there: process 1 covers that of a card that was pulled.
  private static func isThere(_ card: inout some Storage & ~Copyable) -> Bool {
    do throws(StorageError) {
      _ = try card.lastRecording()
      return true
    } catch {
      return error != .missing
    }
  }

  /// Writes what the log has yet to take, as the last thing before an orderly stop: the boot's line also where the sensor
  /// is not known yet. Where the card does not take it, nothing is left to be done.
  public mutating func close(on card: inout some Storage & ~Copyable) {
    if !isSensorKnown { name(sensor: nil, nil) }
    guard isLogDue else { return }
    try? writeLog(on: &card)
  }

  private mutating func writeLog(on card: inout some Storage & ~Copyable) throws(StorageError) {
    try log.write(to: &card)
    log = BootLog()
    isLogDue = false
  }

  private mutating func work(on card: inout some Storage & ~Copyable) throws(StorageError) {
    switch work {
    case .setUp:
      try CardSetup.writeMissing(on: &card)
      try time.markUsed(on: &card)
      work = .begin
    case .begin:
      upkeep = try CardUpkeep(on: &card)
      work = .upkeep
    case .upkeep:
      guard try upkeep?.step(on: &card) != true else { return }
      work = .done
      if let renewed = upkeep?.renewed, renewed > 0 {
        var line = TextBuffer("reports made anew: ")
        line.append(renewed)
        addLine(line)
      }
      upkeep = nil
    case .done: if !Self.isThere(&card) { throw .missing }
    }
  }
}

extension DeviceNote {
  /// Adds the part, where it was found, and how its self-test went.
  @inline(never)
  mutating func add(sensor part: Part?, _ selfTest: SelfTestResult?) {
    add("sensor", TextBuffer(part?.name ?? "none").bytes)
    let word: Literal =
      switch selfTest?.hasPassed {
      case true?: "passed"
      case false?: "failed"
      case nil: "none"
      }
    add("selftest", TextBuffer(word).bytes)
  }
}
