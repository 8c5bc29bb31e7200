import Exam
import Findings
import Linux
import Recording

/// `clonus replay`: judges a recording as the device would.
enum ReplayCommand {
  /// Runs the command with the words that follow it.
  static func run(_ words: [[UInt8]]) -> Int32 {
    do throws(UsageError) {
      return replay(try ReplayArguments(words)).rawValue
    } catch {
      return Output.fail(error, command: "replay").rawValue
    }
  }

  private static func replay(_ arguments: ReplayArguments) -> ExitStatus {
    guard let path = Path(arguments.file) else {
      return fail(.noInput, arguments, "no file has such a name")
    }
    if equals(arguments.file, "-") {
      return replay(arguments, SystemSource(File.standardInput()))
    }
    do throws(Errno) {
      return replay(arguments, SystemSource(try File.open(path)))
    } catch .noSuchFile {
      return fail(.noInput, arguments, "there is no such file: name a CSV or EDF file")
    } catch .accessDenied {
      return fail(.noInput, arguments, "it may not be read: change its permissions")
    } catch {
      return fail(.noInput, arguments, "it cannot be opened", error.rawValue)
    }
  }

  private static func replay(
    _ arguments: ReplayArguments, _ source: consuming SystemSource
  ) -> ExitStatus {
    do throws(ReplayError) {
      let file = try ReplayFile(reading: source)
      var notes = TextBuffer()
      file.writeNotes(to: &notes)
      if !notes.bytes.isEmpty {
        // A note that cannot be written is no reason to keep the answer back.
        try? File.standardError().write(notes.bytes.span)
      }
      return Output.print(text(of: file.replay(arguments.options), isJSON: arguments.isJSON))
    } catch {
      return fail(arguments, error)
    }
  }

  private static func text(of replay: Replay, isJSON: Bool) -> TextBuffer {
    guard isJSON else {
      var text = TextBuffer()
      replay.writeSummary(to: &text)
      return text
    }
    var text = replay.report.json(start: replay.start, programVersion: programVersion)
    text.append("\n")
    return text
  }

  private static func fail(_ arguments: ReplayArguments, _ error: ReplayError) -> ExitStatus {
    switch error.source {
    case .failed(let number) where number == Errno.isFolder.rawValue:
      return fail(.noInput, arguments, "it is a folder: name a file in it")
    case .failed(let number):
      return fail(.inputOutput, arguments, "reading failed, try another copy", number)
    case .some: return fail(.inputOutput, arguments, "reading failed: try another copy")
    case nil:
      var cause = subject(arguments)
      error.write(to: &cause)
      return Output.fail(.badData, cause)
    }
  }

  private static func fail(
    _ status: ExitStatus, _ arguments: ReplayArguments, _ problem: Literal,
    _ number: Int32? = nil
  ) -> ExitStatus {
    var cause = subject(arguments)
    cause.append(problem)
    if let number {
      cause.append(": error ")
      cause.append(number)
    }
    return Output.fail(status, cause)
  }

  private static func subject(_ arguments: ReplayArguments) -> TextBuffer {
    var text = TextBuffer("replay: ")
    if equals(arguments.file, "-") {
      text.append("standard input")
    } else {
      text.append(printable: arguments.file)
    }
    text.append(": ")
    return text
  }
}

extension Errno {
  /// EISDIR: a folder, where a file is needed.
  fileprivate static let isFolder = Self(rawValue: 21)
}
