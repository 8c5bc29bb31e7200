import Findings
import Linux
import Recording

/// The program's version.
let programVersion: Literal = "0.1.0"

/// Prints the versions of the program, of its recordings and of the libraries in it.
func printVersion() -> ExitStatus {
  var text = TextBuffer("clonus ")
  text.append(programVersion)
  text.append(", recording format ")
  text.append(RecordLayout.formatVersion)
  append(Libraries.gpiod, of: "libgpiod", to: &text)
  append(Libraries.i2c, of: "libi2c", to: &text)
  text.append("\n")
  return Output.print(text)
}

private func append(_ version: [UInt8]?, of library: Literal, to text: inout TextBuffer) {
  text.append(version == nil ? ", without " : ", ")
  text.append(library)
  guard let version else { return }
  text.append(" ")
  text.append(bytes: version)
}
