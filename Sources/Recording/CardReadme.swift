/// `README.TXT` of a card: what each file is, and when not to test.
public enum CardReadme {
  /// The whole text, with CRLF.
  public static var text: TextBuffer {
    var text = TextBuffer()
    for line in lines {
      text.append(line)
      text.append("\r\n")
    }
    return text
  }

  private static let lines: [StaticString] = [
    "CLONUS: this card was written by a device that counts the beats of clonus.",
    "It measures, it does not diagnose. It was never tried on patients.",
    "",
    "EXAMS/E0001.HTM  the report of exam 1: double-click it, print it on one page",
    "EXAMS/E0001.EDF  its recording: open it in EDFbrowser, MNE or pyEDFlib",
    "EXAMS/E0001.CSV  its beats and events, in seconds and g",
    "INDEX.CSV        one line per exam, for a spreadsheet; made anew from the exams if lost",
    "CLONUS.HTM       all exams of this card by side and site over time",
    "CLONUS.INI       the settings, each with its default and range: change them in an editor",
    "TIME.TXT         write one line such as 2026-03-02T10:11:12Z to set the clock once",
    "BOOT.LOG         one line per switching-on: version, board, self-test",
    "",
    "One card, one patient. CODE in CLONUS.INI is eight letters or digits: no name, no date of",
    "birth. Before pulling the card: hold the button for 5 s until all lights are out.",
    "",
    "Do not test on a fresh injury, fracture, tendon operation, clot in the leg, open wound or",
    "severe osteoporosis. Stop at pain. At most three stretches a side, a minute apart. Injury",
    "of the cord at T6 or above: stop at headache, flushing, sweating. If the foot keeps",
    "beating: let go, point the toes down. Jaw and babies: by a professional.",
    "What the device says, and what it does not, is explained in each report.",
  ]
}
