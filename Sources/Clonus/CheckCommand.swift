import Board
import Exam
import Findings
import Linux
import Recording

extension Command {
  static let checkCommand = Command(
    name: "check", synopsis: "[OPTION]...", summary: "test the hardware: sensor, lines, card",
    details: """
      Takes about a second and a half; lay the sensor still. One line for each thing; exit code 1 where one is
      at fault, 69 without a board or a sensor.

        --board NAME                      the board (default: what the device tree says)
        --card DIR                        the card
        --trap                            end by a trap instead, to see what is said of one

      """
  ) { words, _ in
    do throws(UsageError) {
      if let word = words.first, equals(word, "--trap") { Traps.trap() }
      return check(try RunOptions(words))
    } catch {
      return Output.fail(error, command: "check")
    }
  }

  private static func check(_ options: RunOptions) -> ExitStatus {
    let reading = reading(of: options)
    let word = options.board ?? reading.settings.board
    let board =
      word.isEmpty
      ? BoardDevices.runningBoard(kernel: LinuxKernel.running) : Board.named(word.span)
    if board == nil, !word.isEmpty { return noSuchBoard(word, command: "check") }
    do throws(HardwareError) {
      guard let board else { throw .noBoard }
      return try check(board, reading, options)
    } catch {
      var cause = TextBuffer("check: ")
      error.write(to: &cause)
      return Output.fail(.noSensor, cause)
    }
  }

  private static func check(
    _ board: Board, _ reading: CardReading, _ options: RunOptions
  ) throws(HardwareError) -> ExitStatus {
    let kernel = LinuxKernel.running
    let devices = try BoardDevices(of: board, kernel: kernel)
    var indicators = try Indicators(
      of: board, on: devices.chip, hasPassiveBuzzer: reading.settings.hasPassiveBuzzer,
      kernel: kernel)
    let posts: Posts<LinuxKernel>
    var check: HardwareCheck<LinuxKernel>
    do throws(Errno) {
      posts = try Posts(kernel: kernel)
      check = try HardwareCheck(kernel: kernel)
    } catch { throw .noResources(error) }
    let reports = check.reports
    try startSensor(of: board, on: devices, reading.settings, posts, isCheck: true) {
      _ = reports.put($0)
    }
    check.add("board") { $0.append(board.name) }
    check.add("lines") { $0.append(bytes: devices.chip.bytes) }
    check.add("bus") { text in
      text.append(bytes: devices.bus.bytes)
      if devices.isBusGuessed { text.append(", the first there is") }
    }
    // The sensor is found and tested meanwhile.
    check.showOutputs(&indicators)
    addCard(options.card, to: &check)
    check.checkSensor()
    check.add("clock") { $0.append(reading.clock.quality.word) }
    let status = Output.print(check.text)
    if check.hasNoSensor { return .noSensor }
    return status == .done && check.faults > 0 ? .faultFound : status
  }

  /// Writes to the card as little as shows that it can be written.
  private static func addCard(_ path: Path?, to check: inout HardwareCheck<LinuxKernel>) {
    guard let path else { return check.add("card") { $0.append("none is named; see --card") } }
    do throws(StorageError) {
      var card = try ProgramCard(path)
      _ = try card.lastRecording()
      try card.create(.recording(0), size: 512)
      try card.sync(.recording(0))
      try card.remove(.recording(0))
    } catch {
      return check.add("card", isGood: false) { error.write(to: &$0) }
    }
    let free = try? LinuxKernel.running.freeKibibytes(path).get()
    // An exam and what is made of it take under 512 KiB.
    check.add("card", isGood: free ?? 0 >= 512) { text in
      text.append((free ?? 0) / 1_024)
      text.append(" MB free")
    }
  }
}
