// The words of the exam. `word` is what files and JSON say; it never changes once published.

/// Where the sensor is strapped.
public enum Site: UInt8, Sendable, CaseIterable, Worded {
  case ankle, knee, wrist, finger, jaw

  public static var words: WordList { "ankle\0knee\0wrist\0finger\0jaw" }

  /// Where on the limb the sensor lies.
  public var placement: Literal {
    switch self {
    case .ankle: "foot dorsum"
    case .knee: "above kneecap"
    case .wrist: "back of hand"
    case .finger: "finger"
    case .jaw: "chin"
    }
  }
}

/// Which side of the body.
public enum Side: UInt8, Sendable, CaseIterable, Worded {
  case unknown, left, right

  public static var words: WordList { "unknown\0left\0right" }
}

/// What kind of exam: one stretch that is held, or a limb watched without a stretch.
public enum ExamKind: UInt8, Sendable, CaseIterable, Worded {
  case stretch, spontaneous

  public static var words: WordList { "stretch\0spontaneous" }
}

/// The answer of an exam.
public enum Verdict: UInt8, Sendable, CaseIterable, Worded {
  case absent, unsustained, sustained, indeterminate

  public static var words: WordList { "absent\0unsustained\0sustained\0indeterminate" }
}

/// Why an exam gives no answer, or which other motion was seen.
public enum Reason: UInt8, Sendable, CaseIterable, Worded {
  case rhythmAtRest, twitches, voluntary, slowingJerks, movement, vibration, noStretch, slowStretch
  case shortHold, notAtRest, looseStrap, clipped, gaps, sensorFault

  public static var words: WordList {
    """
    rhythm_at_rest\0twitches\0voluntary\0slowing_jerks\0movement\0vibration\0no_stretch\0\
    slow_stretch\0short_hold\0not_at_rest\0loose_strap\0clipped\0gaps\0sensor_fault
    """
  }
}

/// What to do next.
public enum NextStep: UInt8, Sendable, CaseIterable, Worded {
  case stretchFaster, holdLonger, restFirst, fixSensor, lookAtLimb

  public static var words: WordList {
    "stretch_faster\0hold_longer\0rest_first\0fix_sensor\0look_at_limb"
  }
}

/// How a train of beats ended.
public enum Ended: UInt8, Sendable, CaseIterable, Worded {
  case itself, release, limit, button

  public static var words: WordList { "itself\0release\0limit\0button" }

  /// Whether counts and durations are lower bounds.
  public var isCensored: Bool { self != .itself }
}

/// How trustworthy an exam is; empty is `ok`.
public struct Quality: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: UInt16

  /// Makes a quality of its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Beats or rest reached the end of the sensor's range.
  public static let clipped = Self(rawValue: 1 << 0)
  /// Samples were lost.
  public static let gaps = Self(rawValue: 1 << 1)
  /// The stretch was slower than the exam asks.
  public static let slowStretch = Self(rawValue: 1 << 2)
  /// The stretch was held for less than 3 s.
  public static let shortHold = Self(rawValue: 1 << 3)
  /// The limb moved before the stretch.
  public static let notAtRest = Self(rawValue: 1 << 4)
  /// A rhythm was there before the stretch.
  public static let rhythmAtRest = Self(rawValue: 1 << 5)
  /// The sensor rattles on the limb.
  public static let looseStrap = Self(rawValue: 1 << 6)
  /// Cycles under the floor of 0.16 g peak to peak were seen.
  public static let faint = Self(rawValue: 1 << 7)
  /// The first beat came late, or the rate is 3 to 4.5 Hz.
  public static let lateOnset = Self(rawValue: 1 << 8)
  /// The count is within one beat of a limit.
  public static let borderline = Self(rawValue: 1 << 9)
  /// The turning axis lies near gravity: no angle, no speed.
  public static let angleUnknown = Self(rawValue: 1 << 10)
  /// The sensor's rate is more than 10 % off.
  public static let rateOff = Self(rawValue: 1 << 11)
  /// The train paused for less than 1 s and went on.
  public static let resumed = Self(rawValue: 1 << 12)

  /// The words of all qualities, in the order of their bits and of writing.
  public static var allWords: WordList {
    """
    clipped\0gaps\0slow_stretch\0short_hold\0not_at_rest\0rhythm_at_rest\0loose_strap\0faint\0\
    late_onset\0borderline\0angle_unknown\0rate_off\0resumed
    """
  }

  /// The quality that says only this, by its place in `allWords`.
  public init(wordAt index: Int) { self.init(rawValue: 1 << index) }

  /// The words that are written: at least one, `ok` where nothing is to be said.
  public var words: [Literal] {
    var words: [Literal] = []
    for index in Counting(Self.allWords.indices) where contains(Self(wordAt: index)) {
      words.append(Self.allWords[index])
    }
    return words.isEmpty ? ["ok"] : words
  }
}

/// Who is examined, as far as the rule needs it.
public enum AgeGroup: UInt8, Sendable, CaseIterable, Worded {
  case olderOrUnknown, infantTo8Months, infant8To12Months

  public static var words: WordList {
    "older_or_unknown\0infant_to_8_months\0infant_8_to_12_months"
  }

  /// Whether the infant rule applies.
  public var isInfant: Bool { self != .olderOrUnknown }
}

/// The rule that turns a count into a word.
public struct Rule: Sendable, Hashable {
  /// The rule's name.
  public enum Name: UInt8, Sendable, CaseIterable, Worded {
    case adult, obstetric, infant

    public static var words: WordList { "adult\0obstetric\0infant" }
  }

  /// Under this many beats: absent.
  public static let absentBelow: Int32 = 3
  /// The beats from which an adult's clonus is called sustained, where nothing else is set.
  public static let defaultSustainedBeats: Int32 = 10
  /// The settings that are accepted for the sustained limit.
  public static let sustainedRange: ClosedRange<Int32> = 4...100

  /// The rule's name.
  public let name: Name
  /// From this many beats: sustained.
  public let sustainedFrom: Int32

  /// Makes a rule; infants are judged by 11 beats whatever is set. Out of range is clamped.
  public init(_ name: Name, sustainedFrom: Int32 = defaultSustainedBeats) {
    self.name = name
    self.sustainedFrom =
      name == .infant
      ? 11
      : min(
        max(sustainedFrom, Self.sustainedRange.lowerBound), Self.sustainedRange.upperBound)
  }

  /// The word for a count of beats after a valid stretch.
  public func verdict(beats: Int32) -> Verdict {
    if beats < Self.absentBelow { return .absent }
    return beats < sustainedFrom ? .unsustained : .sustained
  }
}
