import Linux
import Recording

extension Command {
  static let checkCommand = Command(
    name: "check", synopsis: "[--trap]", summary: "look for the chip and the sensor",
    details: """
      Opens the GPIO chips by libgpiod and the buses by libi2c, and changes nothing. Without hardware
      it ends with exit code 69.

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
    while let item = try reader.next() {
      if item.isOption("--trap") { Traps.trap() }
      switch item {
      case .option(let option): throw .unknownOption(option)
      case .word(let word): throw .unexpectedWord(word)
      }
    }
    do throws(HardwareError) {
      return tell(try HardwareProbe(of: LinuxHardware()))
    } catch {
      var cause = TextBuffer("check: ")
      error.write(to: &cause)
      return Output.fail(.noSensor, cause)
    }
  }

  private static func tell(_ probe: HardwareProbe) -> ExitStatus {
    var text = TextBuffer("chip /dev/gpiochip")
    text.append(probe.chip)
    text.append(", ")
    text.append(probe.lines)
    text.append(" lines\nsensor on /dev/i2c-")
    text.append(probe.bus)
    text.append(" at ")
    text.append(probe.address)
    text.append("\n")
    return Output.print(text)
  }
}
