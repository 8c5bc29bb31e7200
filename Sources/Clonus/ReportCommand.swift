import Findings
import Linux
import Recording

extension Command {
  static let reportCommand = Command(
    name: "report", synopsis: "FILE.EDF [--out FILE]",
    summary: "write the report of a recording, a page that any browser opens",
    details: """
      Without --out it is written beside the recording, with the ending .HTM; '--out -' is standard
      output. It is the page that the device itself writes onto the card.

      """
  ) { words, _ in
    do throws(UsageError) {
      var reader = OptionReader(words, mostOthers: 1)
      var out: [UInt8]?
      while try reader.next(ReportOption.self) != nil { out = try reader.value() }
      let name = try reader.other("a recording")
      return report(name, to: out ?? RecordingFile.renamed(name, ".HTM"))
    } catch {
      return Output.fail(error, command: "report")
    }
  }

  private static func report(_ name: [UInt8], to out: [UInt8]) -> ExitStatus {
    var status = ExitStatus.done
    guard let file = RecordingFile.open(name, "report", &status) else { return status }
    do throws(RecordingError) {
      let page = try ReportPage { (offset, bytes) throws(StorageError) in
        try file.fill(&bytes, at: offset)
      }
      return RecordingFile.write(page.html(), to: out, "report")
    } catch {
      return file.fail(error)
    }
  }
}

private enum ReportOption: UInt8, Worded {
  case out

  static var words: WordList { "--out" }
}
