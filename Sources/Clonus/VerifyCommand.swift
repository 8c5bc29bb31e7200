import Exam
import Linux
import Recording

extension Command {
  static let verifyCommand = Command(
    name: "verify", synopsis: "FILE.EDF...",
    summary: "check every block's number and checksum in recordings",
    details: "Says what is damaged or missing, and ends with exit code 1 where anything is.\n"
  ) { words, _ in
    do throws(UsageError) {
      return verify(try files(words))
    } catch {
      return Output.fail(error, command: "verify")
    }
  }

  private static func files(_ words: [[UInt8]]) throws(UsageError) -> [[UInt8]] {
    var reader = OptionReader(words)
    var files: [[UInt8]] = []
    while let item = try reader.next() {
      switch item {
      case .option(let option): throw .unknownOption(option)
      case .word(let file): files.append(file)
      }
    }
    if files.isEmpty { throw .missingWord(TextBuffer("a recording")) }
    return files
  }

  /// Goes on to the next file after a bad one; the gravest status stands.
  private static func verify(_ files: [[UInt8]]) -> ExitStatus {
    var worst = ExitStatus.done
    for file in files {
      let status = verify(file)
      if status.rawValue > worst.rawValue { worst = status }
    }
    return worst
  }

  private static func verify(_ name: [UInt8]) -> ExitStatus {
    var line = TextBuffer()
    line.append(printable: name)
    line.append(": ")
    guard let path = Path(name) else {
      line.append("no file has such a name")
      return Output.fail(.noInput, line)
    }
    do throws(Errno) {
      let file = try File.open(path)
      return check(SystemSource(file), line)
    } catch {
      line.append(error == .noSuchFile ? "there is no such file" : "cannot be opened: error ")
      if error != .noSuchFile { line.append(error.rawValue) }
      return Output.fail(.noInput, line)
    }
  }

  private static func check(_ source: consuming SystemSource, _ start: TextBuffer) -> ExitStatus {
    var text = start
    do throws(RecordingError) {
      // By the source that `replay` reads from, so that the program holds one reader.
      let check = try RecordingCheck(reading: RestartedSource(source))
      text.append("\n")
      check.write(to: &text)
      let status = Output.print(text)
      return status == .done && !check.isWhole ? .faultFound : status
    } catch {
      error.write(to: &text)
      if case .source = error { return Output.fail(.inputOutput, text) }
      return Output.fail(.badData, text)
    }
  }
}
