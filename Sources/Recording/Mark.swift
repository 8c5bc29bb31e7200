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

  /// The first words of the annotations, by the places that `kind` gives.
  private static var words: WordList {
    """
    settings\0clock\0rest\0cue\0stretch\0beat\0release\0verdict\0quality\0button\0filled
    """
  }

  /// Its place in the list above, whatever it says.
  var kind: UInt8 {
    switch self {
    case .settings: 0
    case .clock: 1
    case .rest: 2
    case .cue: 3
    case .stretch: 4
    case .beat: 5
    case .release: 6
    case .verdict: 7
    case .quality: 8
    case .button: 9
    case .filled: 10
    }
  }

  /// Appends the annotation's text.
  public func write(to text: inout TextBuffer) {
    text.append(Self.words[Int(kind)])
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
    guard let first = words.next(), let kind = Self.words.index(of: first) else { return nil }
    switch kind {
    case 0:
      guard let settings = ExamSettings(words: &words) else { return nil }
      self = .settings(settings)
    case 1:
      guard let note = ClockNote(words: &words) else { return nil }
      self = .clock(note)
    case 2: self = .rest
    case 3: self = .cue
    case 4: self = .stretch
    case 6: self = .release
    case 7:
      guard let word = words.next(), let verdict = Verdict(word: word) else { return nil }
      self = .verdict(verdict)
    case 8:
      guard let quality = Quality(words: &words) else { return nil }
      self = .quality(quality)
    case 9: self = .button
    default:
      guard let number = words.nextNumber(), let count = Int32(exactly: number), count > 0 else {
        return nil
      }
      self = kind == 5 ? .beat(count) : .filled(count)
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
