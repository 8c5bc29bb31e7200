import Findings
import Linux
import Recording

/// A command: how it is called, what help says, and what does it.
struct Command {
  let name: Literal
  /// The words that follow.
  let synopsis: Literal
  /// What it does, in a line.
  let summary: Literal
  /// The rest of its help: lines, each ended.
  let details: Literal
  let run: @Sendable ([[UInt8]], _ hasColour: Bool) -> ExitStatus

  /// Every command, in the order in which help lists them.
  static let all: [Command] = [
    runCommand, simulateCommand, replayCommand, checkCommand, verifyCommand, reportCommand,
    exportCommand, boardsCommand, helpCommand,
  ]

  /// Runs what the words ask for.
  static func run(_ words: [[UInt8]], hasColour: Bool) -> ExitStatus {
    guard let first = words.first else {
      _ = Output.fail(.usage, TextBuffer("a command is missing; see 'clonus help'"))
      return .usage
    }
    let rest = [[UInt8]](words.dropFirst())
    if equals(first, "--version") { return rest.isEmpty ? printVersion() : tooMany(rest) }
    if equals(first, "--help") || equals(first, "-h") { return help(rest) }
    guard let command = named(first) else { return unknown(first) }
    if rest.contains(where: { equals($0, "--help") }) { return command.printHelp() }
    return command.run(rest, hasColour)
  }

  static func named(_ word: [UInt8]) -> Command? { all.first { equals(word, $0.name) } }

  private static func tooMany(_ rest: [[UInt8]]) -> ExitStatus {
    Output.fail(.unexpectedWord(rest[0]), command: "")
  }

  private static func unknown(_ word: [UInt8]) -> ExitStatus {
    var cause = TextBuffer("there is no command '")
    cause.append(printable: word)
    cause.append("'; see 'clonus help'")
    return Output.fail(.usage, cause)
  }
}

// MARK: Help

extension Command {
  private static let helpCommand = Command(
    name: "help", synopsis: "[COMMAND]", summary: "say what a command does and takes",
    details: "Without a command: the list of all.\n", run: { words, _ in help(words) })

  /// Prints the list, or one command's help.
  private static func help(_ words: [[UInt8]]) -> ExitStatus {
    if words.count > 1 { return Output.fail(.unexpectedWord(words[1]), command: "help") }
    if let word = words.first {
      guard let command = named(word) else { return unknown(word) }
      return command.printHelp()
    }
    var text = TextBuffer("clonus counts the beats of clonus. ")
    text.append("It measures, does not diagnose, and was never tried on patients.\n\n")
    text.append("usage: clonus COMMAND\n\n")
    for command in all {
      text.append("  ")
      let start = text.bytes.count
      text.append(command.name)
      text.pad(from: start, to: 12)
      text.append(command.summary)
      text.append("\n")
    }
    text.append("\n'clonus help COMMAND' says more, 'clonus --version' the version.\n\n")
    text.append(
      "Exit codes: 0 done, 1 a fault was found, 2 usage, 65 bad data, 66 no such input,\n")
    text.append("69 no sensor or board, 73 cannot create, 74 input or output failed.\n")
    return Output.print(text)
  }

  private func printHelp() -> ExitStatus {
    var text = TextBuffer("usage: clonus ")
    text.append(name)
    if synopsis.count > 0 { text.append(" ") }
    text.append(synopsis)
    text.append("\n\n")
    text.append(summary)
    text.append("\n\n")
    text.append(details)
    return Output.print(text)
  }
}
