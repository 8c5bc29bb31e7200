import Findings
import Linux
import Recording

extension Command {
  static let verifyCommand = Command(
    name: "verify", synopsis: "PATH...",
    summary: "check recordings, or all that a card or a folder holds",
    details: """
      Checks the number and the checksum of every record of a file, or of all recordings in a folder;
      in a card's folder also whether reports, tables, index and settings are there and of the
      recordings as they are. Ends with exit code 1 where anything is damaged or missing.

      """
  ) { words, _ in
    do throws(UsageError) {
      var reader = OptionReader(words, mostOthers: .max)
      try reader.takeOthers()
      _ = try reader.other("a recording, a folder or a card")
      return verify(reader.others)
    } catch {
      return Output.fail(error, command: "verify")
    }
  }

  /// Goes on to the next path after a bad one; the gravest status stands.
  private static func verify(_ names: [[UInt8]]) -> ExitStatus {
    var worst = ExitStatus.done
    for name in names {
      guard let path = Path(name) else {
        worst.worsen(RecordingFile.fail(.noInput, "verify", name, "no file has such a name"))
        continue
      }
      do throws(Errno) {
        let entries = try Folder.names(in: path)
        worst.worsen(verifyFolder(name, path, entries))
      } catch {
        // No folder, or none that can be read: as a file it tells why.
        worst.worsen(verifyFile(name))
      }
    }
    return worst
  }

  private static func verifyFile(_ name: [UInt8]) -> ExitStatus {
    var status = ExitStatus.done
    guard let file = RecordingFile.open(name, "verify", &status) else { return status }
    do throws(RecordingError) {
      let check = try RecordedExam { (offset, bytes) throws(StorageError) in
        try file.fill(&bytes, at: offset)
      }.check
      var text = TextBuffer()
      text.append(printable: name)
      text.append(":\n")
      check.write(to: &text)
      status = Output.print(text)
      return status == .done && !check.isWhole ? .faultFound : status
    } catch {
      return file.fail(error)
    }
  }

  /// All recordings of a folder and of `EXAMS` in it; of a card also what is made of them.
  private static func verifyFolder(
    _ name: [UInt8], _ path: Path, _ entries: [[UInt8]]
  ) -> ExitStatus {
    var worst = ExitStatus.done
    var count = 0
    for entry in entries where isRecording(entry) {
      count += 1
      worst.worsen(verifyFile(path.appending(entry).bytes))
    }
    if entries.contains(where: { equals($0, "EXAMS") }) {
      let exams = path.appending("EXAMS")
      let inside = (try? Folder.names(in: exams)) ?? []
      for entry in inside where isRecording(entry) {
        count += 1
        worst.worsen(verifyFile([UInt8](exams.appending(entry).bytes)))
      }
      worst.worsen(verifyCard(name, path))
    }
    guard count == 0 else { return worst }
    worst.worsen(RecordingFile.fail(.noInput, "verify", name, "no recording is in this folder"))
    return worst
  }

  private static func verifyCard(_ name: [UInt8], _ path: Path) -> ExitStatus {
    do throws(StorageError) {
      var card = try ProgramCard(path)
      var text = TextBuffer()
      try CardUpkeep.tell(of: &card, to: &text)
      if text.bytes.isEmpty { return .done }
      let status = Output.print(text)
      return status == .done ? .faultFound : status
    } catch {
      var text = TextBuffer()
      error.write(to: &text)
      return RecordingFile.fail(.inputOutput, "verify", name, text)
    }
  }

  private static func isRecording(_ name: [UInt8]) -> Bool {
    guard name.count > 4, name[name.count - 4] == UInt8(ascii: ".") else { return false }
    return ("EDF" as Literal).isSame(
      as: name.span.extracting((name.count - 3)...), ignoringCase: true)
  }
}

extension ExitStatus {
  /// Takes on another status where that is graver.
  fileprivate mutating func worsen(_ other: ExitStatus) {
    if other.rawValue > rawValue { self = other }
  }
}
