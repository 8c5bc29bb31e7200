import Board
import Exam
import Findings
import Linux
import Recording

extension Command {
  static let runCommand = Command(
    name: "run", synopsis: "[OPTION]...", summary: "be the appliance, on a board with a sensor",
    details: """
      Ends in order on SIGTERM, SIGINT and the very long press. Without hardware: exit code 69. To be
      run as root or in the groups i2c and gpio.

        --board NAME                      the board (default: what the device tree says)
        --card DIR                        record into DIR, and take the settings from its CLONUS.INI;
                                          without it nothing is recorded
        --supervised END                  tell process 1 of each step; END: how the run before ended, or
                                          wait: test the lamps until standard input has said it
        --lamps-since MICROSECONDS        since power-on; go on with their test
        --trace                           tell each change on standard output, in lines of JSON

      """
  ) { words, _ in
    do throws(UsageError) {
      return run(try RunOptions(words))
    } catch {
      return Output.fail(error, command: "run")
    }
  }

  private static func run(_ options: RunOptions) -> ExitStatus {
    var options = options
    var lamps = options.waits ? testLamps(&options) : nil
    let reading = reading(of: options)
    let word = options.board ?? reading.settings.board
    let board =
      word.isEmpty
      ? BoardDevices.runningBoard(kernel: LinuxKernel.running) : Board.named(word.span)
    if board == nil, !word.isEmpty { return noSuchBoard(word, command: "run") }
    do throws(HardwareError) {
      guard let board else { throw .noBoard }
      if case .simulated = board.bus { throw .noBus }
      // The card may name another board than the device tree, or another buzzer.
      if !word.isEmpty || reading.settings.hasPassiveBuzzer {
        lamps = nil
        options.lampsSince = nil
      }
      var loop = try start(board, reading, options, lamps.take())
      var trace = RunTrace()
      var signs = LifeSigns()
      while !loop.exam.isOver {
        loop.turn()
        loop.exam.look { exam, now in
          if options.lastEnd != nil { signs.tell(exam, at: now) }
          if options.isTraced { trace.tell(exam, at: now) }
        }
      }
      return loop.exam.isOff ? .done : .inputOutput
    } catch {
      var cause = TextBuffer("run: ")
      error.write(to: &cause)
      return Output.fail(.noSensor, cause)
    }
  }

  /// Tests the lamps of the board that this is until process 1 says how the run before ended; answers
  /// the lines, which stay as they are.
  private static func testLamps(_ options: inout RunOptions) -> Indicators<LinuxKernel>? {
    let kernel = LinuxKernel.running
    options.lampsSince = kernel.monotonic()
    var lamps: Indicators<LinuxKernel>?
    if let board = BoardDevices.runningBoard(kernel: kernel),
      let chip = BoardDevices.chip(of: board, kernel)
    {
      lamps = try? Indicators(of: board, on: chip, kernel: kernel)
    }
    options.lastEnd = waitTestingLamps(on: &lamps, kernel: kernel)
    return lamps
  }

  /// What the card says, as far as it can be read; problems of its settings are told.
  static func reading(of options: RunOptions) -> CardReading {
    var card = card(of: options)
    let reading = CardReading(of: &card, realTime: RealTimeClock.atPowerOn(LinuxKernel.running))
    for problem in reading.problems {
      var line = TextBuffer()
      problem.write(to: &line)
      _ = Output.fail(.done, line)
    }
    return reading
  }

  private static func card(of options: RunOptions) -> ProgramCard {
    guard let path = options.card else { return ProgramCard() }
    return ProgramCard(whenThere: path)
  }

  /// Takes the board's lines, and starts the threads of bus and card.
  private static func start(
    _ board: Board, _ reading: CardReading, _ options: RunOptions,
    _ lamps: consuming Indicators<LinuxKernel>?
  ) throws(HardwareError) -> EventLoop<LinuxKernel> {
    let kernel = LinuxKernel.running
    let devices = try BoardDevices(of: board, kernel: kernel)
    let indicators: Indicators<LinuxKernel>
    switch consume lamps {
    case .some(let taken): indicators = taken
    case .none:
      indicators = try Indicators(
        of: board, on: devices.chip, hasPassiveBuzzer: reading.settings.hasPassiveBuzzer,
        kernel: kernel)
    }
    if let fault = indicators.buzzerFault {
      var line = TextBuffer("run: ")
      fault.write(to: &line)
      _ = Output.fail(.done, line)
    }
    let button = try TakenLines.input(.button, of: board, on: devices.chip, kernel: kernel)
    let posts: Posts<LinuxKernel>
    let loop: EventLoop<LinuxKernel>
    do throws(Errno) {
      posts = try Posts(kernel: kernel)
      loop = try EventLoop(
        button: button, indicators: indicators, settings: reading.settings, clock: reading.clock,
        lampsSince: options.lampsSince, posts: posts, kernel: kernel)
    } catch { throw .noResources(error) }
    let exam = loop.exam
    try startSensor(of: board, on: devices, reading.settings, posts) { exam.take($0) }
    do throws(Errno) {
      try CardThread(
        card: card(of: options), log: ExamLog(version: programVersion),
        care: CardCare(
          reading, version: programVersion, board: TextBuffer(board.word).bytes,
          lastEnd: options.lastEnd),
        posts: posts, kernel: kernel, deliver: { exam.take($0) }, afterExam: afterExam
      ).start()
    } catch { throw .noResources(error) }
    return loop
  }

  /// Takes the sensor's line and bus, and starts the thread that serves it and brings its reports to
  /// `deliver`.
  @inline(never)
  static func startSensor(
    of board: Board, on devices: BoardDevices, _ settings: DeviceSettings,
    _ posts: Posts<LinuxKernel>, isCheck: Bool = false,
    deliver: @escaping @Sendable (SensorReport) -> Void
  ) throws(HardwareError) {
    let kernel = LinuxKernel.running
    let line = try TakenLines.input(.dataReady, of: board, on: devices.chip, kernel: kernel)
    let bus: KernelBus<LinuxKernel>
    do throws(Errno) { bus = try KernelBus(devices.bus, kernel: kernel) } catch {
      throw .bus(error)
    }
    let feed = SensorFeed(
      dataRate: settings.dataRate, fullScale: settings.fullScale, testsSensor: true,
      isCheck: isCheck)
    do throws(Errno) {
      try SensorThread(
        bus: ProgramBus(bus), dataReady: line, feed: feed, posts: posts, kernel: kernel,
        deliver: deliver
      ).start()
    } catch { throw .noResources(error) }
  }

  /// What is made of an exam when its file is complete; on the thread of the card.
  private static func afterExam(_ exam: FinishedExam, _ card: inout ProgramCard) {
    guard exam.isRecorded, let number = exam.number else { return }
    // What fails here is made at the next start: the recording is whole.
    try? DerivedFiles.write(afterExam: number, on: &card)
  }
}
