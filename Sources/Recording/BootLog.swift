import Findings

/// `BOOT.LOG`: one line per boot, and below it a line for each setting that was not understood and
/// for each fault of the sensor.
public struct BootLog {
  /// Beyond this size the log is begun anew.
  static let mostBytes = 262_144

  /// The line, growing word by word.
  private var text = TextBuffer()
  /// What is to stand below it.
  private var lines = TextBuffer()
  /// Where it was begun on the card: an error may have left a part of it there.
  private var place: Int?

  /// Begins the line of a boot, counted from 0.
  public init(boot: UInt32, version: Literal, board: [UInt8], clock: ClockNote) {
    text.append("boot=")
    text.append(boot)
    text.append(" version=")
    text.append(version)
    text.append(" board=")
    text.append(bytes: board)
    text.append(" clock=")
    text.append(clock.quality.word)
    if let time = clock.time {
      text.append(" time=")
      time.write(to: &text)
    }
  }

  /// Begins lines that follow a boot's own.
  public init() {}

  /// Adds a word such as `stopped=power_cut` to the boot's line.
  public mutating func add(_ key: Literal, _ value: [UInt8]) {
    var note = DeviceNote()
    note.add(key, value)
    add(note)
  }

  /// Adds the words of a note to the boot's line.
  public mutating func add(_ note: DeviceNote) {
    text.append(" ")
    text.append(bytes: note.words.bytes)
  }

  /// Adds a line of its own, such as a setting that was not understood; written below the boot's.
  public mutating func addLine(_ line: TextBuffer) {
    lines.append("  ")
    lines.append(bytes: line.bytes)
    lines.append("\r\n")
  }

  /// Appends all to the card's log, durable when this returns; after an error it is written again at
  /// the same place.
  public mutating func write(to card: inout some Storage & ~Copyable) throws(StorageError) {
    var size = try card.size(of: .bootLog) ?? 0
    if let place { size = min(place, size) }
    if size == 0 || size > Self.mostBytes {
      try card.create(.bootLog, size: 0)
      size = 0
    }
    place = size
    var line = TextBuffer()
    if size > 0 {
      var last: [UInt8] = [0]
      try card.fill(&last, from: .bootLog, at: size - 1)
      // What was torn stays a line of its own.
      if last != [0x0A] { line.append("\r\n") }
    }
    line.append(bytes: text.bytes)
    if !text.bytes.isEmpty { line.append("\r\n") }
    line.append(bytes: lines.bytes)
    try card.write(line.bytes.span, to: .bootLog, at: size)
    try card.sync(.bootLog)
  }

  /// The number of the next boot: one more than the last line that has one; 0 where there is none.
  public static func nextBoot(on card: inout some Storage & ~Copyable) throws(StorageError)
    -> UInt32
  {
    let size = try card.size(of: .bootLog) ?? 0
    guard size > 0 else { return 0 }
    let start = max(0, size - 4_096)
    var tail = [UInt8](repeating: 0, count: size - start)
    try card.fill(&tail, from: .bootLog, at: start)
    var next: UInt32 = 0
    var lines = tail.span
    while !lines.isEmpty {
      var words = WordReader(part(of: &lines, before: 0x0A))
      if let word = words.next(), let text = remainder(of: word, after: "boot="),
        let number = wholeNumber(text), (0..<Int64(UInt32.max)).contains(number)
      {
        next = max(next, UInt32(number) + 1)
      }
    }
    return next
  }
}
