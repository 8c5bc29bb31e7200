import Linux
import Recording

/// The program's version.
let programVersion: StaticString = "0.1.0"

/// Prints the versions of the program and of its recordings.
func printVersion() -> ExitStatus {
  var text = TextBuffer("clonus ")
  text.append(programVersion)
  text.append(", recording format ")
  text.append(RecordLayout.formatVersion)
  text.append("\n")
  return Output.print(text)
}
