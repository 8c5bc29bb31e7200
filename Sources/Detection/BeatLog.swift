import Findings

/// Where the beats of trains are kept: two lanes, so that one train stands while another is counted.
///
/// It is never copied: trains name their beats by place (`Train`), and begin anew by a count of zero.
struct BeatLog: ~Copyable, Sendable {
  private let inPlace = InPlace()

  /// One of the two halves.
  enum Lane: Int, Sendable {
    case first, second

    /// The other half.
    var other: Self { self == .first ? .second : .first }
    /// The places in it.
    var places: Range<Int> {
      self == .first ? 0..<BeatLog.capacity : BeatLog.capacity..<BeatLog.capacity * 2
    }
  }

  /// A beat in twelve bytes.
  private struct Entry: Sendable {
    /// Microseconds after its train's origin: +-35 minutes; 1,024 beats last 17 at most.
    var time: Int32 = 0
    /// Twice the amplitude, which is below 2^30 in Q20, plus 1 where the trough was shallow.
    var size: Int32 = 0
    /// When it was pulled, as `time`.
    var pulledAt: Int32 = 0
  }

  /// The most beats one train can hold: over a minute and a half at 9 Hz.
  static let capacity = 1_024

  private var entries = InlineArray<2_048, Entry>(repeating: Entry())

  /// The time of the beat at `place`, microseconds after its train's origin.
  func time(_ place: Int) -> Int64 { Int64(entries[place].time) }

  /// Its amplitude, Q20 g.
  func amplitude(_ place: Int) -> Int32 { entries[place].size &>> 1 }

  /// Whether its trough, and the pull that led to it, were smaller than those of the one before (`Train`).
  func isShallow(_ place: Int) -> Bool { entries[place].size & 1 != 0 }

  /// When its muscle pulled, microseconds after its train's origin.
  func pulledAt(_ place: Int) -> Int64 { Int64(entries[place].pulledAt) }

  /// Keeps a beat at `place`.
  mutating func set(
    _ place: Int, time: Int64, amplitude: Int32, isShallow: Bool, pulledAt: Int64
  ) {
    entries[place] = Entry(
      time: Int32(clamping: time), size: amplitude &<< 1 | (isShallow ? 1 : 0),
      pulledAt: Int32(clamping: pulledAt))
  }

  /// Moves the beat at `place` in time.
  mutating func move(_ place: Int, by time: Int64) {
    entries[place].time = Int32(clamping: self.time(place) &+ time)
  }
}
