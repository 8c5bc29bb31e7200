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
    switch self {
    case .settings(let settings): settings.write(to: &text)
    case .clock(let note): note.write(to: &text)
    case .rest: text.append("rest")
    case .cue: text.append("cue")
    case .stretch: text.append("stretch")
    case .beat(let number):
      text.append("beat ")
      text.append(number)
    case .release: text.append("release")
    case .verdict(let verdict):
      text.append("verdict ")
      text.append(verdict.word)
    case .quality(let quality):
      text.append("quality ")
      quality.write(to: &text)
    case .button: text.append("button")
    case .filled(let count):
      text.append("filled ")
      text.append(count)
    }
  }

  /// Reads an annotation's text; nil where it is none of these.
  public init?(text: [UInt8]) {
    var words = WordReader(text)
    guard let first = words.next() else { return nil }
    if equals(first, "settings") {
      guard let settings = ExamSettings(words: &words) else { return nil }
      self = .settings(settings)
    } else if equals(first, "clock") {
      guard let note = ClockNote(words: &words) else { return nil }
      self = .clock(note)
    } else if equals(first, "quality") {
      guard let quality = Quality(words: &words) else { return nil }
      self = .quality(quality)
    } else if let mark = Self(short: first, words.next()), words.next() == nil {
      self = mark
    } else {
      return nil
    }
  }

  /// The marks of one or two words.
  private init?(short first: [UInt8], _ second: [UInt8]?) {
    let single: [(Literal, Mark)] = [
      ("rest", .rest), ("cue", .cue), ("stretch", .stretch), ("release", .release),
      ("button", .button),
    ]
    guard let second else {
      guard let mark = single.first(where: { equals(first, $0.0) }) else { return nil }
      self = mark.1
      return
    }
    if equals(first, "verdict") {
      guard let verdict = Verdict.allCases.first(where: { equals(second, $0.word) }) else {
        return nil
      }
      self = .verdict(verdict)
      return
    }
    guard let number = wholeNumber(second), let count = Int32(exactly: number), count > 0 else {
      return nil
    }
    if equals(first, "beat") {
      self = .beat(count)
    } else if equals(first, "filled") {
      self = .filled(count)
    } else {
      return nil
    }
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
      if equals(word, "ok") { continue }
      guard let known = Self.words.first(where: { equals(word, $0.1) }) else { return nil }
      insert(known.0)
    }
    guard count > 0 else { return nil }
  }
}
