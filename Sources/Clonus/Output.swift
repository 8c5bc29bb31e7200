import Findings
import Linux
import Recording

/// Standard output and error.
enum Output {
  /// Writes to standard output; what cannot be written ends the command.
  @inline(never)
  static func print(_ text: TextBuffer) -> ExitStatus {
    do throws(Errno) {
      try File.standardOutput().write(text.bytes.span)
      return .done
    } catch {
      var cause = TextBuffer("standard output cannot be written: error ")
      cause.append(error.rawValue)
      return fail(.inputOutput, cause)
    }
  }

  /// Writes one line to standard error, and passes the status on.
  @inline(never)
  static func fail(_ status: ExitStatus, _ cause: TextBuffer) -> ExitStatus {
    var line = TextBuffer("clonus: ")
    line.append(bytes: cause.bytes)
    line.append("\n")
    // Where even this cannot be written, the status alone has to tell.
    try? File.standardError().write(line.bytes.span)
    return status
  }

  /// The same for words that are not understood; `command` is empty before any is known.
  @inline(never)
  static func fail(_ error: UsageError, command: Literal) -> ExitStatus {
    var cause = TextBuffer(command)
    if command.count > 0 { cause.append(": ") }
    error.write(to: &cause)
    cause.append("; see 'clonus help")
    if command.count > 0 { cause.append(" ") }
    cause.append(command)
    cause.append("'")
    return fail(.usage, cause)
  }
}
