import Findings
import Linux
import Recording

/// A recording that a command reads from any place in it, and files that are made of it.
struct RecordingFile: ~Copyable {
  private let command: Literal
  private let name: [UInt8]
  private let file: File

  /// Opens what was typed; nil after it told why it cannot, with that status.
  static func open(_ name: [UInt8], _ command: Literal, _ status: inout ExitStatus)
    -> RecordingFile?
  {
    guard let path = Path(name) else {
      status = fail(.noInput, command, name, "no file has such a name")
      return nil
    }
    do throws(Errno) {
      return RecordingFile(command: command, name: name, file: try File.open(path))
    } catch {
      status = fail(
        .noInput, command, name,
        error == .noSuchFile ? "there is no such file: name an EDF file" : "it cannot be opened")
      return nil
    }
  }

  private init(command: Literal, name: [UInt8], file: consuming File) {
    self.command = command
    self.name = name
    self.file = file
  }

  /// Reads bytes as `BytesAt` asks.
  func fill(_ bytes: inout [UInt8], at offset: Int) throws(StorageError) {
    var span = bytes.mutableSpan
    do throws(Errno) {
      let count = try file.read(at: offset, into: &span)
      bytes.removeLast(bytes.count - count)
    } catch {
      throw .failed(error.rawValue)
    }
  }

  /// Says why it is no recording.
  func fail(_ error: RecordingError) -> ExitStatus {
    var text = TextBuffer()
    error.write(to: &text)
    if case .source = error { return Self.fail(.inputOutput, command, name, text) }
    return Self.fail(.badData, command, name, text)
  }

  /// Writes a file of bytes; `-` is standard output.
  static func write(_ text: TextBuffer, to name: [UInt8], _ command: Literal) -> ExitStatus {
    if equals(name, "-") { return Output.print(text) }
    do throws(Errno) {
      guard let path = Path(name) else { throw .noSuchFile }
      let file = try File.open(path, .anew)
      try file.write(text.bytes.span)
      return .done
    } catch {
      var cause = TextBuffer("it cannot be written, name another by --out: error ")
      cause.append(error.rawValue)
      return fail(.cannotCreate, command, name, cause)
    }
  }

  static func fail(
    _ status: ExitStatus, _ command: Literal, _ name: [UInt8], _ cause: TextBuffer
  ) -> ExitStatus {
    var line = TextBuffer(command)
    line.append(": ")
    line.append(printable: name)
    line.append(": ")
    line.append(bytes: cause.bytes)
    return Output.fail(status, line)
  }

  static func fail(
    _ status: ExitStatus, _ command: Literal, _ name: [UInt8], _ cause: Literal
  ) -> ExitStatus { fail(status, command, name, TextBuffer(cause)) }

  /// The name with another ending: `E0001.HTM` for `E0001.EDF`.
  static func renamed(_ name: [UInt8], _ ending: Literal) -> [UInt8] {
    var text = TextBuffer()
    let slash = name.lastIndex(of: UInt8(ascii: "/")) ?? -1
    let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? name.count
    text.append(span: name.span.extracting(first: dot > slash + 1 ? dot : name.count))
    text.append(ending)
    return text.bytes
  }
}
