import Board
import Exam
import Findings
import Linux
import Recording
import Simulation

extension Command {
  static let simulateCommand = Command(
    name: "simulate", synopsis: "[OPTION]...",
    summary: "examine a simulated patient with the appliance's own code",
    details: """
      On a terminal the exam is shown live: the trace, the lights, the buzzer and the count; the space
      bar is the button, ctrl-C ends. Elsewhere plain lines tell it. Same seed, same bytes.

        --patient NAME                    who is examined (default: spinal-cord-injury);
                                          'list' names them all
        --site ankle|knee|wrist|finger|jaw
        --protocol stretch|spontaneous    default: what suits the patient
        --seed N                          0 to 9223372036854775807 (default: 1)
        --log DIR                         keep the exam's files in DIR; without it none are kept
        --board NAME                      the board that is played (default: simulated)
        --fast                            do not wait: as fast as this machine can
        --json                            one JSON object, with the simulated truth; implies --fast

      """
  ) { words, hasColour in
    do throws(UsageError) {
      return simulate(try SimulateOptions(words), hasColour: hasColour)
    } catch {
      return Output.fail(error, command: "simulate")
    }
  }

  private static func simulate(_ options: SimulateOptions, hasColour: Bool) -> ExitStatus {
    guard let preset = options.preset else { return printPatients() }
    var board = Board.simulated
    if let word = options.board {
      guard let named = Board.named(word.span) else {
        return noSuchBoard(word, command: "simulate")
      }
      board = named
    }
    do throws(StorageError) {
      let card = try card(options.log)
      var run = SimulatedRun(options, preset, board, card: card)
      return run.play(hasColour: hasColour)
    } catch {
      var cause = TextBuffer("simulate: the folder ")
      cause.append(printable: options.log ?? [])
      cause.append(" cannot be made: ")
      error.write(to: &cause)
      cause.append("; name another by --log")
      return Output.fail(.cannotCreate, cause)
    }
  }

  private static func card(_ folder: [UInt8]?) throws(StorageError) -> ProgramCard {
    guard let folder else { return ProgramCard() }
    guard let path = Path(folder) else { throw .noSuchFile }
    return try ProgramCard(path)
  }

  private static func printPatients() -> ExitStatus {
    var text = TextBuffer()
    for preset in PatientPreset.allCases {
      let start = text.bytes.count
      text.append(preset.word)
      text.pad(from: start, to: 24)
      text.append(preset.summary)
      text.append("\n")
    }
    return Output.print(text)
  }
}
