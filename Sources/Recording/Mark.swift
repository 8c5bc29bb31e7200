import Findings

/// What an annotation of a recording says.
public enum Mark: Sendable, Hashable {
  /// The exam's settings, so that a replay needs nothing else.
  case settings(ExamSettings)
  /// What is known of the wall clock.
  case clock(ClockNote)
  /// The limb lay still.
  case rest
  /// The blip: stretch now.
  case cue
  /// The stretch that counts.
  case stretch
  /// A beat of the train that counts, from 1.
  case beat(Int32)
  /// The stretch was let go.
  case release
  /// The answer.
  case verdict(Verdict)
  /// How trustworthy it is.
  case quality(Quality)
  /// A press during the exam.
  case button
  /// So many samples were lost from here on, and filled by repeating the one before.
  case filled(Int32)

  /// Whether the mark is one of those that the findings decide, when the exam is over.
  var belongsToFindings: Bool {
    switch self {
    case .stretch, .beat, .release, .verdict, .quality: true
    default: false
    }
  }

  /// Which of the marks it is, whatever it says; its word begins the annotation.
  enum Kind: UInt8, Worded {
    case settings, clock, rest, cue, stretch, beat, release, verdict, quality, button, filled

    static var words: WordList {
      """
      settings\0clock\0rest\0cue\0stretch\0beat\0release\0verdict\0quality\0button\0filled
      """
    }
  }

  /// Which of the marks it is.
  var kind: Kind {
    switch self {
    case .settings: .settings
    case .clock: .clock
    case .rest: .rest
    case .cue: .cue
    case .stretch: .stretch
    case .beat: .beat
    case .release: .release
    case .verdict: .verdict
    case .quality: .quality
    case .button: .button
    case .filled: .filled
    }
  }

  /// Appends the annotation's text.
  public func write(to text: inout TextBuffer) {
    text.append(kind.word)
    switch self {
    case .settings(let settings): settings.write(to: &text)
    case .clock(let note): note.write(to: &text)
    case .rest, .cue, .stretch, .release, .button: break
    case .verdict(let verdict):
      text.append(" ")
      text.append(verdict.word)
    case .quality(let quality):
      text.append(" ")
      quality.write(to: &text)
    case .beat(let count), .filled(let count):
      text.append(" ")
      text.append(count)
    }
  }

  /// Reads an annotation's text; nil where it is none of these.
  public init?(text: Span<UInt8>) {
    var words = WordReader(text)
    guard let first = words.next(), let kind = Kind(word: first) else { return nil }
    switch kind {
    case .settings:
      guard let settings = ExamSettings(words: &words) else { return nil }
      self = .settings(settings)
    case .clock:
      guard let note = ClockNote(words: &words) else { return nil }
      self = .clock(note)
    case .rest: self = .rest
    case .cue: self = .cue
    case .stretch: self = .stretch
    case .release: self = .release
    case .verdict:
      guard let word = words.next(), let verdict = Verdict(word: word) else { return nil }
      self = .verdict(verdict)
    case .quality:
      guard let quality = Quality(words: &words) else { return nil }
      self = .quality(quality)
    case .button: self = .button
    case .beat, .filled:
      guard let number = words.nextNumber(), let count = Int32(exactly: number), count > 0 else {
        return nil
      }
      self = kind == .beat ? .beat(count) : .filled(count)
    }
    if words.next() != nil { return nil }
  }
}

/// A mark with its place in the recording.
public struct TimedMark: Sendable, Hashable {
  /// What it says.
  public var mark: Mark
  /// When, since the first sample.
  public var onset: Microseconds
  /// How long, where that has a meaning.
  public var duration: Microseconds?

  /// Makes a mark at a time.
  public init(_ mark: Mark, at onset: Microseconds, duration: Microseconds? = nil) {
    self.mark = mark
    self.onset = onset
    self.duration = duration
  }
}

extension Quality {
  /// Reads the words; nil where one is unknown or there is none.
  init?(words: inout WordReader) {
    self = []
    var count = 0
    while let word = words.next() {
      count += 1
      if ("ok" as Literal).isSame(as: word) { continue }
      guard let place = Self.allWords.index(of: word) else { return nil }
      formUnion(Self(wordAt: place))
    }
    guard count > 0 else { return nil }
  }
}
