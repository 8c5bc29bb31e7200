import Findings

/// `README.TXT` of a card: what each file is, and when not to test.
public enum CardReadme {
  /// When nobody should be tested, in one line; EXAM.md's words.
  static let notToTest: Literal = """
    Not on a fresh injury, fracture, tendon operation, clot in the leg, open wound, severe \
    osteoporosis. Stop at pain. At most three stretches a side, a minute apart. Injury of the cord at \
    T6 or above: stop at headache, flushing, sweating. If the foot keeps beating: let go, point the \
    toes down. Jaw and babies: by a professional. One card, one patient; CODE is eight letters or \
    digits, no name, no birth date.
    """

  /// The whole text, with CRLF.
  public static var text: TextBuffer {
    var text = TextBuffer()
    text.fill(files) { letter, text in
      if letter == UInt8(ascii: "n") { text.append("\r\n") } else { wrap(notToTest, to: &text) }
    }
    return text
  }

  private static let files: Literal = """
    CLONUS: this card was written by a device that counts the beats of clonus.~n\
    It measures, it does not diagnose. It was never tried on patients.~n\
    ~n\
    EXAMS/E0001.HTM  the report of exam 1: double-click it, print it on one page~n\
    EXAMS/E0001.EDF  its recording: open it in EDFbrowser, MNE or pyEDFlib~n\
    EXAMS/E0001.CSV  its beats and events, in seconds and g~n\
    INDEX.CSV        one line per exam, for a spreadsheet; made anew from the exams if lost~n\
    CLONUS.HTM       all exams of this card by side and site over time~n\
    CLONUS.INI       the settings, each with its default and range: change them in an editor~n\
    TIME.TXT         write one line such as 2026-03-02T10:11:12Z to set the clock once~n\
    BOOT.LOG         each switching-on; names a wrong setting, if all lights blink first~n\
    ~n\
    Before pulling the card: hold the button for 5 s until all lights are out.~n\
    When not to test:~n\
    ~w\
    What the device says, and what it does not, is explained in each report.~n
    """

  /// Breaks a text into lines of at most 90 letters.
  private static func wrap(_ words: Literal, to text: inout TextBuffer) {
    var reader = WordReader(words.span)
    var length = 0
    while let word = reader.next() {
      if length > 0, length + 1 + word.count > 90 {
        text.append("\r\n")
        length = 0
      }
      if length > 0 { text.append(" ") }
      text.append(span: word)
      length += word.count + 1
    }
    text.append("\r\n")
  }
}
