import Linux
import Recording

enum ReplayCommand {
  static func run(_ words: [[UInt8]]) -> Int32 {
    Output.fail(.noInput, TextBuffer("replay: this build cannot replay")).rawValue
  }
}
