import Board
import Exam
import Findings
import Linux
import Recording
import Simulation

/// One simulated exam from power-on to dark, and how it is shown.
struct SimulatedRun: ~Copyable {
  /// No exam takes so long: rest 20 s, wait 20 s or watch 60 s, hold 20 s, and the power-on.
  private static let limit = Microseconds.seconds(180)
  /// From ready to the press that nobody has to make, and the same where somebody can.
  private static let patience = Microseconds.seconds(1)
  private static let patienceWithKeys = Microseconds.seconds(4)
  private static let frame = Microseconds.milliseconds(50)

  private let options: SimulateOptions
  private let preset: PatientPreset
  private let board: Board
  private let patient: Patient
  private var bedside: SimulatedBedside<ProgramBus, ProgramCard>
  private var readySince: Microseconds?

  init(
    _ options: SimulateOptions, _ preset: PatientPreset, _ board: Board,
    card: consuming ProgramCard
  ) {
    self.options = options
    self.preset = preset
    self.board = board
    patient = options.patient(preset)
    bedside = SimulatedBedside(
      bus: ProgramBus(
        SimulatedBus(
          source: SimulatedWorld(patient: patient), chip: SimulatedLIS3DH(seed: patient.seed))),
      seed: patient.seed, card: card,
      settings: DeviceSettings(site: patient.site, age: patient.age), version: programVersion)
  }

  mutating func play(hasColour: Bool) -> ExitStatus {
    if options.isJSON { return playQuietly() }
    if !options.isFast, SystemTerminal(1).isTerminal { return playLive(hasColour: hasColour) }
    return playInLines()
  }

  private var isOver: Bool { bedside.appliance.finishedCount > 0 || bedside.now >= Self.limit }

  /// Goes one step on; where nobody presses the button, it is pressed after a while.
  @inline(never)
  private mutating func step(until end: Microseconds, patience: Microseconds) {
    guard case .ready = bedside.appliance.signal, !bedside.isPressPlanned else {
      readySince = nil
      return bedside.examine(until: end)
    }
    let since = readySince ?? bedside.now
    readySince = since
    if bedside.now >= since + patience { bedside.press(for: patient.kind, at: bedside.now) }
    bedside.examine(until: min(end, max(bedside.now, since + patience)))
  }

  @inline(never)
  private mutating func playQuietly() -> ExitStatus {
    while !isOver { step(until: Self.limit, patience: Self.patience) }
    return switchOff()
  }

  /// Tells each thing as it happens, in real time unless told otherwise.
  @inline(never)
  private mutating func playInLines() -> ExitStatus {
    var status = Output.print(heading)
    let clock = SystemClock()
    let start = clock.now()
    var lines = BedsideLines()
    while !isOver, status == .done {
      step(until: Self.limit, patience: Self.patience)
      var text = TextBuffer()
      lines.tell(bedside, to: &text)
      if text.bytes.isEmpty { continue }
      if !options.isFast { try? clock.sleep(until: start + bedside.now) }
      status = Output.print(text)
    }
    guard status == .done else { return status }
    return switchOff()
  }

  /// Draws the exam in real time; the space bar is the button.
  @inline(never)
  private mutating func playLive(hasColour: Bool) -> ExitStatus {
    var status = Output.print(heading)
    let columns = SystemTerminal(1).width ?? 80
    var screen = BedsideScreen(columns: columns, hasColour: hasColour)
    let keys = TerminalKeys()
    let clock = SystemClock()
    let start = clock.now()
    var frame = Microseconds.zero
    while !isOver, status == .done {
      frame = frame + Self.frame
      while bedside.now < frame, !isOver {
        step(until: frame, patience: keys.areTaken ? Self.patienceWithKeys : Self.patience)
        screen.watch(bedside)
      }
      var text = TextBuffer()
      screen.draw(bedside, hint: keys.hint, to: &text)
      status = Output.print(text)
      switch keys.wait(until: start + frame) {
      case .button: pressNow()
      case .end: return .faultFound
      case nil: break
      }
    }
    guard status == .done else { return status }
    return switchOff()
  }

  /// At ready the press that starts the exam, else a short one.
  @inline(never)
  private mutating func pressNow() {
    guard !bedside.isPressPlanned else { return }
    if case .ready = bedside.appliance.signal {
      bedside.press(for: patient.kind, at: bedside.now)
    } else {
      bedside.press(at: bedside.now, bounces: 3)
    }
  }

  /// Ends as at the bedside, by the very long press, so that no prepared file is left.
  @inline(never)
  private mutating func switchOff() -> ExitStatus {
    guard let exam = bedside.appliance.finished else {
      return Output.fail(.faultFound, TextBuffer("simulate: the exam did not come to an end"))
    }
    bedside.press(at: bedside.now + .milliseconds(100), for: .seconds(6))
    let end = bedside.now + .seconds(10)
    while !bedside.appliance.isOff, bedside.now < end { bedside.examine(until: end) }
    let status = Output.print(options.isJSON ? json(exam) : summary(exam))
    if exam.isRecorded, let number = exam.number, options.log != nil {
      do throws(RecordingError) {
        do throws(StorageError) {
          try CardSetup.writeMissing(on: &bedside.appliance.card)
        } catch { throw .source(error) }
        try DerivedFiles.write(afterExam: number, on: &bedside.appliance.card)
      } catch {
        var cause = TextBuffer("simulate: ")
        error.write(to: &cause)
        return Output.fail(.inputOutput, cause)
      }
    }
    guard exam.isRecorded else {
      var cause = TextBuffer("simulate: the exam's file could not be written")
      if let fault = bedside.appliance.cardFault {
        cause.append(": ")
        fault.write(to: &cause)
      }
      cause.append("; see to the folder of --log")
      return Output.fail(.inputOutput, cause)
    }
    return status
  }

  // MARK: What is said

  private var heading: TextBuffer {
    var text = TextBuffer("Simulated patient: ")
    text.append(preset.word)
    text.append(" (")
    text.append(preset.summary)
    text.append("), seed ")
    text.append(options.seed)
    text.append(", ")
    text.append(patient.site.word)
    text.append(", ")
    text.append(patient.kind.word)
    text.append(" exam. Board: ")
    text.append(board.name)
    text.append(".\n")
    return text
  }

  @inline(never)
  private func json(_ exam: FinishedExam) -> TextBuffer {
    let report = ExamReport(
      exam.findings, settings: exam.plan.settings, rate: exam.rate, beats: exam.beats,
      episodes: exam.episodes)
    let truth = bedside.truth
    var text = report.json(programVersion: programVersion) {
      $0.simulated(preset, patient, truth)
    }
    text.append("\n")
    return text
  }

  @inline(never)
  private func summary(_ exam: FinishedExam) -> TextBuffer {
    var text = TextBuffer("\n")
    VerdictSentence(exam.findings).write(to: &text)
    text.append("\n\nverdict: ")
    text.append(exam.findings.verdict.word)
    text.append("\ncount: ")
    if exam.findings.isCensored { text.append("at least ") }
    text.append(exam.findings.beats)
    if let frequency = exam.findings.frequency {
      text.append(" beats of ")
      text.append(Int64(frequency.count + 5) / 10, over: 2)
      text.append(" Hz")
    }
    text.append("\nsimulated truth: ")
    let truth = bedside.truth
    text.append(truth.verdict(by: patient.rule).word)
    text.append(", ")
    text.append(truth.beats.count)
    text.append(" beats\n")
    if let log = options.log, exam.isRecorded, let number = exam.number {
      text.append("recording: ")
      text.append(printable: log)
      text.append("/EXAMS/E")
      text.append(UInt32(number), digits: 4)
      text.append(".EDF\n")
    }
    text.append("Simulated. Measures, does not diagnose. Never tried on patients.\n")
    return text
  }
}
