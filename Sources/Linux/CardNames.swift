import Findings
import Recording

/// The folder of the exams' files on the card.
let examsFolderName: Literal = "EXAMS"

extension CardFile {
  /// The file's 8.3 name within its folder.
  var name: TextBuffer {
    switch self {
    case .recording(let number): examName(number, ".EDF")
    case .report(let number): examName(number, ".HTM")
    case .beats(let number): examName(number, ".CSV")
    case .index: TextBuffer("INDEX.CSV")
    case .settings: TextBuffer("CLONUS.INI")
    case .readme: TextBuffer("README.TXT")
    case .trends: TextBuffer("CLONUS.HTM")
    case .time: TextBuffer("TIME.TXT")
    case .bootLog: TextBuffer("BOOT.LOG")
    }
  }

  /// Whether it lies in the folder of the exams and not beside it.
  var isOfExam: Bool {
    switch self {
    case .recording, .report, .beats: true
    case .index, .settings, .readme, .trends, .time, .bootLog: false
    }
  }

  /// The number of the recording that a file of the exams' folder is, by its name in either case:
  /// a laptop may have written it anew in small letters.
  static func recordingNumber(name: Span<UInt8>) -> UInt16? {
    guard name.count == 9 else { return nil }
    var number: UInt16 = 0
    for index in Counting(name.indices) {
      let byte = name[index]
      switch index {
      case 1...4:
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + UInt16(byte - UInt8(ascii: "0"))
      default:
        let capital = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
        guard capital == recordingPattern[index] else { return nil }
      }
    }
    return number > 0 ? number : nil
  }
}

private let recordingPattern: InlineArray<9, UInt8> = [
  0x45, 0, 0, 0, 0, 0x2E, 0x45, 0x44, 0x46,  // E....EDF with a dot before EDF
]

/// `E0001.EDF` for 1; above 9,999 the name has more digits and is no 8.3 name.
private func examName(_ number: UInt16, _ ending: Literal) -> TextBuffer {
  var name = TextBuffer("E")
  name.append(UInt32(number), digits: 4)
  name.append(ending)
  return name
}
