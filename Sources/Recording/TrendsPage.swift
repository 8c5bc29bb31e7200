import Findings

/// `CLONUS.HTM`: all exams of a card over time, made of its index piece by piece.
///
/// Exams of one code, site, side, kind and rule stand in one picture, others in others: they are not to be
/// compared. No line joins or fits them, and no word says better or worse. Memory: a piece of 8 kB, and
/// the names of the groups.
struct TrendsPage {
  private enum Part { case groups, picture, table, end }

  /// Beyond so many groups the rest is left to the index.
  private static let mostGroups = 32
  private static let pieceBytes = 8_192
  /// The index's columns that make a group: code, side, site, kind, rule.
  private static let keys = [5, 7, 8, 10, 11]
  private static let height: Int64 = 200
  private static let width: Int64 = 1_330

  /// Exams that may be compared.
  private struct Group {
    var key: [UInt8]
    var count: Int64 = 0
    var mostBeats: Int64
  }

  private var part = Part.groups
  private var groups: [Group] = []
  private var lines = LineReader()
  private var group = 0
  /// The number of the exam within its group.
  private var index: Int64 = 0

  /// Appends the next piece; false once that was the last.
  mutating func write(to text: inout TextBuffer, _ read: BytesAt) throws(StorageError) -> Bool {
    if part == .groups {
      try findGroups(read)
      text.fill(Self.head) { _, text in text.append(ReportWords.style) }
      if groups.isEmpty { text.append("<p>No exam is on this card yet.</p>") }
      begin(groups.isEmpty ? .end : .picture, &text)
    }
    while part != .end {
      let row = IndexRow(try lines.next(read))
      if row.isEmpty {
        endPart(&text)
      } else if row.key == groups[group].key {
        writeExam(row, &text)
        index += 1
      }
      if text.bytes.count > Self.pieceBytes { return true }
    }
    text.append("</main></body></html>\n")
    text.append(bytes: ReportStamp.text(UInt32(clamping: lines.place)).bytes)
    return false
  }

  private mutating func findGroups(_ read: BytesAt) throws(StorageError) {
    _ = try lines.next(read)
    while true {
      let row = IndexRow(try lines.next(read))
      if row.isEmpty { return }
      let key = row.key
      var place = groups.firstIndex { $0.key == key }
      if place == nil, groups.count < Self.mostGroups {
        place = groups.count
        groups.append(Group(key: key, mostBeats: 12))
      }
      guard let place else { continue }
      groups[place].count += 1
      groups[place].mostBeats = max(groups[place].mostBeats, row.beats)
    }
  }

  private mutating func begin(_ next: Part, _ text: inout TextBuffer) {
    part = next
    index = 0
    if next == .end { return }
    lines = LineReader()
    let group = groups[group]
    if next == .table { return text.append(Self.tableHead) }
    text.fill(Self.pictureHead) { letter, text in
      switch letter {
      case UInt8(ascii: "k"): text.append(bytes: group.key)
      case UInt8(ascii: "n"): text.append(group.mostBeats)
      default: text.append(self.group)
      }
    }
  }

  private mutating func endPart(_ text: inout TextBuffer) {
    if part == .picture {
      text.append("</g></svg>")
      return begin(.table, &text)
    }
    text.append("</tbody></table></figure></section>\n")
    group += 1
    begin(group < groups.count ? .picture : .end, &text)
  }

  private func writeExam(_ row: IndexRow, _ text: inout TextBuffer) {
    let isPicture = part == .picture
    let group = groups[group]
    let x = 92 + (2 * index + 1) * Self.width / (2 * group.count)
    let y = 20 + Self.height - row.beats * Self.height / group.mostBeats
    text.fill(isPicture ? (row.hasAnswer ? Self.dot : Self.cross) : Self.tableRow) { letter, text in
      switch letter {
      case UInt8(ascii: "x"): text.append(x)
      case UInt8(ascii: "y"): text.append(y)
      case UInt8(ascii: "f"): text.append(row.isCensored ? "#fff" : "#000")
      case UInt8(ascii: "e"): text.append(bytes: row[0])
      case UInt8(ascii: "l"): text.append(UInt32(clamping: row.number(0)), digits: 4)
      case UInt8(ascii: "t"): row.writeTime(to: &text)
      case UInt8(ascii: "v"): text.append(bytes: row[12])
      case UInt8(ascii: "b"): row.writeBeats(to: &text)
      case UInt8(ascii: "h"): if row.hasAnswer { text.append(bytes: row.short(17)) }
      case UInt8(ascii: "d"): if row.hasAnswer { row.writeBound(row.short(18), to: &text) }
      default: text.append(bytes: row[6])
      }
    }
  }

  // MARK: Words

  private static let head: Literal = """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">\
    <meta name="viewport" content="width=device-width,initial-scale=1"><title>Clonus, all exams</title>\
    <style>~S@media print{body{font-size:9pt}section{break-inside:avoid}}td{font-weight:400}</style>\
    </head><body><main><h1>Clonus: all exams of this card</h1>
    <p><b>Measures, does not diagnose. Never tried on patients.</b> In the order of the exams; the \
    distance between them is not time. Filled: the beating stopped by itself, or there was none. Open: \
    at least so many. A cross: that trial had no answer. Exams of another side, site, rule or kind stand \
    apart, because they are not to be compared. Counts differ from trial to trial by themselves.</p>

    """
  private static let pictureHead: Literal = """
    <section><h2>~k</h2><figure tabindex="0"><svg viewBox="0 0 1440 260" role="img" \
    aria-labelledby="t~g" font-size="24"><title id="t~g">Beats of each exam, as in the table \
    below</title><path d="M92,20V220H1422" fill="none" stroke="#000" stroke-width="2"/>\
    <text x="84" y="34" text-anchor="end">~n</text><text x="84" y="220" text-anchor="end">0</text>\
    <text x="92" y="250">beats of each exam, the first on the left</text>\
    <g stroke="#000" stroke-width="3">
    """
  private static let dot: Literal = """
    <a href="EXAMS/E~l.HTM"><circle cx="~x" cy="~y" r="9" fill="~f"/><title>exam ~e: ~b</title></a>
    """
  private static let cross: Literal = """
    <a href="EXAMS/E~l.HTM"><path d="M~x,212m-8,-8l16,16m0,-16l-16,16"/>\
    <title>exam ~e: no answer</title></a>
    """
  private static let tableHead: Literal = """
    <table class="q"><thead><tr><th scope="col">exam<th scope="col">time<th scope="col">trial\
    <th scope="col">verdict<th scope="col">beats<th scope="col">rate, Hz<th scope="col">duration, s\
    </thead><tbody>
    """
  private static let tableRow: Literal = """
    <tr><th scope="row"><a href="EXAMS/E~l.HTM">~e</a><td>~t<td>~r<td>~v<td>~b<td>~h<td>~d

    """

  /// A line of the index, parted into its fields.
  private struct IndexRow {
    private let line: [UInt8]
    private var fields: [Range<Int>] = []

    init(_ line: [UInt8]) {
      self.line = line
      var content = line
      while let last = content.last, last <= 0x20 { content.removeLast() }
      var reader = CSVFields()
      while !content.isEmpty, let range = reader.next(content) { fields.append(range) }
    }

    var isEmpty: Bool { line.isEmpty }

    /// A field; what is none of a number's or a word's bytes is left out: the index may be edited.
    subscript(_ column: Int) -> [UInt8] {
      guard column < fields.count else { return [] }
      var field: [UInt8] = []
      for index in Counting(fields[column]) {
        let byte = line[index]
        if byte >= 0x20 && byte < 0x7F && byte != 0x26 && byte != 0x3C && byte != 0x3E {
          field.append(byte)
        }
      }
      return field
    }

    func number(_ column: Int) -> Int64 {
      min(max(wholeNumber(self[column].span) ?? 0, 0), 9_999)
    }

    /// A decimal number, rounded to two decimals.
    func short(_ column: Int) -> [UInt8] {
      guard let value = DecimalNumber(self[column].span)?.scaled(decimals: 2) else { return [] }
      return JSONText.decimal(value, over: 2).bytes
    }

    var beats: Int64 { number(15) }
    var isCensored: Bool { equals(self[22], "true") }
    var hasAnswer: Bool { !equals(self[12], "indeterminate") }

    /// What may be compared, as its title says it.
    var key: [UInt8] {
      var key = TextBuffer()
      for column in TrendsPage.keys where !self[column].isEmpty {
        if !key.bytes.isEmpty { key.append(", ") }
        if column == 5 { key.append("code ") }
        if column == 7, equals(self[column], "unknown") { key.append("side ") }
        if column == 11 { key.append("rule ") }
        key.append(bytes: self[column])
      }
      return key.bytes
    }

    func writeTime(to text: inout TextBuffer) {
      let isSet = equals(self[4], "rtc") || equals(self[4], "file")
      if isSet { text.append(bytes: self[3]) } else { text.append("clock not set") }
    }

    func writeBeats(to text: inout TextBuffer) {
      guard hasAnswer else { return text.append("no answer") }
      writeBound(self[15], to: &text)
    }

    func writeBound(_ number: [UInt8], to text: inout TextBuffer) {
      if isCensored, !number.isEmpty { text.append("at least ") }
      text.append(bytes: number)
    }
  }
}
