import Findings
import Recording

/// How the machine's last run ended; the raw values are part of the card's format.
public enum RunEnd: UInt8, Sendable {
  /// It was ended by the button: all was written.
  case stopped = 2
  /// It never ended: the power was cut, or the kernel itself stood still. The watchdog of a Raspberry
  /// Pi does not tell one from the other.
  case powerCut = 1
  /// It never ended, and the watchdog says that it reset the machine; never written.
  case watchdog = 5
  /// The worker ended by itself.
  case crashed = 4
  /// Samples, or in an exam writes, stood still.
  case hung = 3

  /// The word in `BOOT.LOG`.
  public var word: Literal {
    switch self {
    case .stopped: "stopped"
    case .powerCut: "power_cut"
    case .watchdog: "watchdog"
    case .crashed: "crashed"
    case .hung: "hung"
    }
  }
}

/// What became of the update on the boot partition.
enum UpdateState: UInt8 {
  case none = 0
  /// It runs for the first time, and has not reached ready.
  case tried = 1
  /// It reached ready.
  case kept = 2
  /// It did not.
  case rejected = 3
}

/// What process 1 must know of the run before: written in place, one of two slots in turn, so that a
/// cut leaves at least the older one whole.
struct RunMarker {
  static let byteCount = 512
  private static let magic: Literal = "CLONUS run\r\n"
  private static let sequenceOffset = 12
  private static let digestOffset = 20
  private static let noteOffset = 52
  private static let noteRoom = 200
  private static let checkOffset = 508

  /// Which of two slots is the newer.
  var sequence: UInt32 = 0
  /// How the run ends if nothing more is written.
  var end = RunEnd.powerCut
  /// Why, where it did not end by the button.
  var note: [UInt8] = []
  var update = UpdateState.none
  /// The SHA-256 of the update.
  var digest: [UInt8] = []

  init() {}

  /// Reads a slot; nil where it holds no whole marker.
  init?(_ slot: [UInt8]) {
    guard slot.count == Self.byteCount, Self.magic.begins(slot.span),
      Self.word(slot, at: Self.checkOffset) == Self.check(slot),
      let end = RunEnd(rawValue: slot[16]), let update = UpdateState(rawValue: slot[17]),
      slot[18] <= Self.noteRoom
    else { return nil }
    sequence = Self.word(slot, at: Self.sequenceOffset)
    self.end = end
    self.update = update
    digest = [UInt8](copying: slot.span.extracting(Self.digestOffset..<Self.noteOffset))
    note = [UInt8](
      copying: slot.span.extracting(Self.noteOffset..<Self.noteOffset + Int(slot[18])))
  }

  /// The slot's bytes.
  var bytes: [UInt8] {
    var slot = [UInt8](repeating: 0, count: Self.byteCount)
    Self.put(Self.magic.bytes, at: 0, in: &slot)
    Self.put(sequence, at: Self.sequenceOffset, in: &slot)
    slot[16] = end.rawValue
    slot[17] = update.rawValue
    let note = [UInt8](copying: note.span.extracting(last: Self.noteRoom))
    slot[18] = UInt8(note.count)
    Self.put(digest, at: Self.digestOffset, in: &slot)
    Self.put(note, at: Self.noteOffset, in: &slot)
    Self.put(Self.check(slot), at: Self.checkOffset, in: &slot)
    return slot
  }

  private static func check(_ slot: [UInt8]) -> UInt32 {
    var check = CRC32()
    for index in Counting(0..<checkOffset) { check.update(slot[index]) }
    return check.value
  }

  private static func put(_ bytes: [UInt8], at offset: Int, in slot: inout [UInt8]) {
    for index in Counting(bytes.indices) { slot[offset + index] = bytes[index] }
  }

  private static func put(_ word: UInt32, at offset: Int, in slot: inout [UInt8]) {
    for index in Counting(0..<4) {
      slot[offset + index] = UInt8(truncatingIfNeeded: word >> (8 * index))
    }
  }

  static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    var word: UInt32 = 0
    for index in stride(from: 3, through: 0, by: -1) {
      word = word << 8 | UInt32(bytes[offset + index])
    }
    return word
  }
}
