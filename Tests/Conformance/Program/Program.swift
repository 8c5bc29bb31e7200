import ConformanceVectors
import Linux

/// Prints the golden vectors of this machine.
@main
enum Program {
  static func main() {
    let text = Vectors.text()
    try? File.standardOutput().write(text.span)
  }
}
