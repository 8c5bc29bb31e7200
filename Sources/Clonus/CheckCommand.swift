import Board
import Linux
import Recording

extension Command {
  static let checkCommand = Command(
    name: "check", synopsis: "[--board NAME] [--trap]", summary: "look for the board and its bus",
    details: """
      Looks for the board's chip of lines and its bus, and changes nothing. Without hardware it ends
      with exit code 69.

        --board NAME                      the board (default: what the device tree says)
        --trap                            end by a trap instead, to see what is said of one

      """
  ) { words, _ in
    do throws(UsageError) {
      return try check(words)
    } catch {
      return Output.fail(error, command: "check")
    }
  }

  private static func check(_ words: [[UInt8]]) throws(UsageError) -> ExitStatus {
    var reader = OptionReader(words)
    var word: [UInt8]?
    while let item = try reader.next() {
      if item.isOption("--trap") { Traps.trap() }
      if item.isOption("--board") {
        word = try reader.value()
        continue
      }
      switch item {
      case .option(let option): throw .unknownOption(option)
      case .word(let word): throw .unexpectedWord(word)
      }
    }
    var board = BoardDevices.runningBoard(kernel: LinuxKernel.running)
    if let word {
      guard let named = Board.named(word.span) else { return noSuchBoard(word, command: "check") }
      board = named
    }
    do throws(HardwareError) {
      guard let board else { throw .noBoard }
      let devices = try BoardDevices(of: board, kernel: LinuxKernel.running)
      var text = TextBuffer("board: ")
      text.append(board.name)
      text.append("\nlines: ")
      text.append(bytes: devices.chip.bytes)
      text.append("\nbus: ")
      text.append(bytes: devices.bus.bytes)
      text.append(devices.isBusGuessed ? " (the first there is)\n" : "\n")
      return Output.print(text)
    } catch {
      var cause = TextBuffer("check: ")
      error.write(to: &cause)
      return Output.fail(.noSensor, cause)
    }
  }
}
