import Linux
import Recording

extension Command {
  static let exportCommand = Command(
    name: "export", synopsis: "--format csv|bids FILE.EDF [--out DIR]", summary: "x", details: ""
  ) { words, _ in
    return .usage
  }
}
