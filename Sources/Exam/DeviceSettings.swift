import Feedback
import Findings
import Recording
import Sensing

/// What CLONUS.INI sets.
public struct DeviceSettings: Sendable, Hashable {
  /// What every exam starts from; its rule is made of `ruleName`, `sustainedBeats` and the age.
  var exam = ExamSettings()
  /// The rule's name as set.
  public internal(set) var ruleName = Rule.Name.adult
  /// The beats from which on clonus is called sustained, as set.
  public internal(set) var sustainedBeats = Rule.defaultSustainedBeats
  /// How many trials follow each other by themselves: 1 to 3.
  public internal(set) var trials: Int32 = 1
  /// How lights and buzzer are set.
  public internal(set) var feedback = FeedbackSettings()
  /// The buzzer is a passive one, which needs PWM.
  public internal(set) var hasPassiveBuzzer = false
  /// The sensor's nominal rate.
  public internal(set) var dataRate = DataRate.hz200
  /// The sensor's range.
  public internal(set) var fullScale = FullScale.g8
  /// How the patient lies or sits.
  public internal(set) var position = Position.unknown
  /// The board's name in ASCII; empty: the board is found by itself.
  public internal(set) var board: [UInt8] = []
  /// The patient's code: eight letters or digits in ASCII, or empty.
  public internal(set) var code: [UInt8] = []

  /// Lines of the card's files were not understood.
  public internal(set) var hasProblems = false

  /// Makes settings with the defaults.
  public init() {}

  /// Makes settings for a site and an age, all else by default.
  public init(site: Site, age: AgeGroup = .olderOrUnknown) {
    exam.site = site
    exam.age = age
  }

  /// What every exam starts from. An infant's age goes before any rule.
  public var examSettings: ExamSettings {
    var settings = exam
    settings.rule =
      settings.age.isInfant ? Rule(.infant) : Rule(ruleName, sustainedFrom: sustainedBeats)
    return settings
  }

  /// What rides in an exam's file beside the exam's settings: all others of CLONUS.INI.
  public func note(trial: Int32) -> DeviceNote {
    var note = DeviceNote(trial: trial, code: code)
    let keys: [SettingsKey] = [.position, .trials, .ticks, .volume, .rate, .range, .board]
    let words: WordList = "position\0trials\0ticks\0volume\0rate_hz\0range_g\0board"
    for index in Counting(words.indices) {
      var value = TextBuffer()
      keys[index].write(self, to: &value)
      if !value.bytes.isEmpty { note.add(words[index], value.bytes) }
    }
    return note
  }

  /// What the exam machine needs of them.
  public var machine: MachineSettings {
    var settings = MachineSettings()
    settings.exam = examSettings
    settings.trials = trials
    settings.hasProblems = hasProblems
    return settings
  }
}

/// How the patient lies or sits; it decides nothing, and is for whoever reads the report.
public enum Position: UInt8, Sendable, CaseIterable, Worded {
  case unknown, lying, seated, standing

  public static var words: WordList { "unknown\0lying\0seated\0standing" }
}
