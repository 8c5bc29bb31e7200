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
        --supervised END                  tell process 1 of each step; END: how the run before ended
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
    let settings = settings(of: options)
    var board = BoardDevices.runningBoard(kernel: LinuxKernel.running)
    let word = options.board ?? settings.board
    if !word.isEmpty {
      guard let named = Board.named(word.span) else { return noSuchBoard(word, command: "run") }
      board = named
    }
    do throws(HardwareError) {
      guard let board else { throw .noBoard }
      var loop = try start(board, settings, options)
      var trace = RunTrace()
      var signs = LifeSigns()
      while !loop.isOver {
        loop.turn()
        if options.lastEnd != nil { signs.tell(loop.exam, at: loop.now) }
        if options.isTraced { trace.tell(loop.exam, at: loop.now) }
      }
      return loop.exam.isOff ? .done : .inputOutput
    } catch {
      var cause = TextBuffer("run: ")
      error.write(to: &cause)
      return Output.fail(.noSensor, cause)
    }
  }

  /// The settings of the card, as far as it can be read.
  private static func settings(of options: RunOptions) -> DeviceSettings {
    guard let path = options.card else { return DeviceSettings() }
    var card = ProgramCard(whenThere: path)
    var bytes = [UInt8](repeating: 0, count: SettingsFile.mostBytes + 1)
    var room = bytes.mutableSpan
    guard let count = try? card.read(.settings, at: 0, into: &room), count > 0 else {
      return DeviceSettings()
    }
    bytes.removeLast(bytes.count - count)
    let (settings, problems) = SettingsFile.read(bytes)
    for problem in problems {
      var line = TextBuffer()
      problem.write(to: &line)
      _ = Output.fail(.done, line)
    }
    return settings
  }

  /// Takes the board's lines and bus, and starts the threads of bus and card.
  private static func start(
    _ board: Board, _ settings: DeviceSettings, _ options: RunOptions
  ) throws(HardwareError) -> EventLoop<LinuxKernel> {
    let kernel = LinuxKernel.running
    let devices = try BoardDevices(of: board, kernel: kernel)
    let outputs = try TakenLines.outputs(of: board, on: devices.chip, kernel: kernel)
    let button = try TakenLines.input(.button, of: board, on: devices.chip, kernel: kernel)
    let dataReady = try TakenLines.input(.dataReady, of: board, on: devices.chip, kernel: kernel)
    let bus: KernelBus<LinuxKernel>
    do throws(Errno) { bus = try KernelBus(devices.bus, kernel: kernel) } catch {
      throw .bus(error)
    }
    do throws(Errno) {
      let posts = try Posts(kernel: kernel)
      let loop = try EventLoop(
        button: button, outputs: outputs, settings: settings, clock: ClockNote(),
        posts: posts, kernel: kernel)
      let feed = SensorFeed(dataRate: settings.dataRate, fullScale: settings.fullScale)
      try SensorThread(
        bus: ProgramBus(bus), dataReady: dataReady, feed: feed, posts: posts, kernel: kernel
      ).start()
      var card = options.card.map { ProgramCard(whenThere: $0) } ?? ProgramCard()
      CardStart.recover(&card)
      try CardThread(
        card: card, log: ExamLog(version: programVersion), posts: posts,
        kernel: kernel, afterExam: afterExam
      ).start()
      return loop
    } catch { throw .noResources(error) }
  }

  /// What is made of an exam when its file is complete; on the thread of the card.
  private static func afterExam(_ exam: FinishedExam, _ card: inout ProgramCard) {}
}
