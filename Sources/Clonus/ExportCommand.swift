import Findings
import Linux
import Recording

extension Command {
  static let exportCommand = Command(
    name: "export", synopsis: "--format csv|bids FILE.EDF [--out DIR]",
    summary: "write a recording as tables for other programs",
    details: """
      csv: E0001.CSV with the columns time_s,x_g,y_g,z_g, which 'clonus replay' reads, and E0001EV.CSV
      with the events. bids: a Motion-BIDS folder. Without --out they are written where you are.

      """
  ) { words, _ in
    do throws(UsageError) {
      var reader = OptionReader(words, mostOthers: 1)
      var out = TextBuffer(".").bytes
      var format: ExportFormat?
      while let option = try reader.next(ExportOption.self) {
        switch option {
        case .out: out = try reader.value()
        case .format: format = try reader.choice()
        }
      }
      guard let format else { throw .missingWord(TextBuffer("--format csv or --format bids")) }
      return export(try reader.other("a recording"), isCSV: format == .csv, to: out)
    } catch {
      return Output.fail(error, command: "export")
    }
  }

  private static func export(_ name: [UInt8], isCSV: Bool, to out: [UInt8]) -> ExitStatus {
    var status = ExitStatus.done
    guard let file = RecordingFile.open(name, "export", &status) else { return status }
    do throws(RecordingError) {
      var export = try Export { (offset, bytes) throws(StorageError) in
        try file.fill(&bytes, at: offset)
      }
      guard let root = Path(out), make(isCSV ? root : root.appending(export.bidsFolder.bytes))
      else {
        return RecordingFile.fail(.cannotCreate, "export", out, "the folder cannot be made")
      }
      var samples = export.bidsSamples
      if isCSV {
        let events = named(export, "EV.CSV")
        let place = root.appending(events.bytes).bytes
        status = RecordingFile.write(export.beatsTable, to: place, "export")
        samples = named(export, ".CSV")
      } else {
        var index = 0
        while status == .done, let (place, text) = export.bidsFile(index) {
          status = RecordingFile.write(text, to: root.appending(place.bytes).bytes, "export")
          index += 1
        }
      }
      guard status == .done else { return status }
      let place = root.appending(samples.bytes)
      guard let table = try? File.open(place, .anew) else {
        return RecordingFile.fail(
          .cannotCreate, "export", place.bytes, "it cannot be written")
      }
      try export.samples(
        csv: isCSV,
        { (offset, bytes) throws(StorageError) in try file.fill(&bytes, at: offset) },
        { (text) throws(StorageError) in
          do throws(Errno) { try table.write(text.bytes.span) } catch {
            throw .failed(error.rawValue)
          }
        })
      return .done
    } catch {
      return file.fail(error)
    }
  }

  private static func named(_ export: Export, _ ending: Literal) -> TextBuffer {
    var text = TextBuffer("E")
    text.append(bytes: export.number.bytes)
    text.append(ending)
    return text
  }

  private static func make(_ folder: Path) -> Bool {
    do throws(Errno) {
      try Folder.make(folder)
      return true
    } catch {
      return false
    }
  }
}

private enum ExportOption: UInt8, Worded {
  case out, format

  static var words: WordList { "--out\0--format" }
}

private enum ExportFormat: UInt8, Worded {
  case csv, bids

  static var words: WordList { "csv\0bids" }
}
