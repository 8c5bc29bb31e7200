import Feedback
import Findings
import Recording
import Sensing

/// The keys of CLONUS.INI, in the order in which they are written.
public enum SettingsKey: UInt8, Sendable, CaseIterable {
  case site, side, position, rule, sustained, age, trials
  case rest, restLimit, wait, holdMinimum, holdMaximum, gap, spontaneous
  case ticks, volume, buzzer, rate, range, board, code

  /// For each key: its name in the file; what it sets, with its unit; what is accepted.
  private static var table: WordList {
    """
    SITE\0Where the sensor is strapped\0\
    ankle, knee, wrist, finger or jaw\0\
    SIDE\0The side until another is chosen by a double press\0\
    unknown, left or right\0\
    POSITION\0How the patient lies or sits, for the report\0\
    unknown, lying, seated or standing\0\
    RULE\0The rule that turns a count of beats into a word\0\
    adult, obstetric or infant\0\
    SUSTAINED\0Sustained from so many beats (rule infant: always 11)\0\
    4 to 100\0\
    AGE\0The age, as far as a rule needs it; an infant's sets the rule infant\0\
    older_or_unknown, infant_to_8_months or infant_8_to_12_months\0\
    TRIALS\0Trials that follow each other by themselves, 20 s apart\0\
    1 to 3\0\
    REST_S\0Stillness before the stretch, in seconds\0\
    1 to 10\0\
    REST_MAX_S\0The longest wait for that stillness, in seconds\0\
    10 to 60\0\
    WAIT_S\0The longest wait for the stretch, in seconds\0\
    5 to 60\0\
    HOLD_MIN_S\0The shortest hold without beats, in seconds\0\
    3 to 10\0\
    HOLD_MAX_S\0The longest hold with beats, in seconds\0\
    11 to 60\0\
    GAP_S\0A pause that ends a train of beats, in seconds\0\
    1 to 3\0\
    SPONTANEOUS_S\0The length of a spontaneous exam, in seconds\0\
    10 to 300\0\
    TICKS\0A click for each beat\0\
    off or on\0\
    VOLUME\0Loudness of the buzzer; 0 is silent\0\
    0 to 3\0\
    BUZZER\0The kind of buzzer; for a passive one see clonus boards\0\
    active or passive\0\
    RATE_HZ\0Samples a second, in hertz (the sensor's nearest)\0\
    50, 100, 200 or 400\0\
    RANGE_G\0Range of the sensor, either sign, in g\0\
    2, 4, 8 or 16\0\
    BOARD\0The board's name (clonus boards lists them); empty: found by itself\0\
    empty, or up to 32 letters, digits or -\0\
    CODE\0The patient's code; never a name, never a birth date\0\
    empty, or eight letters or digits
    """
  }

  /// The key of a name, capital letters or not; nil where there is none.
  init?(name: Span<UInt8>) {
    guard let place = Self.table.index(of: name, ignoringCase: true), place % 3 == 0 else {
      return nil
    }
    self.init(rawValue: UInt8(place / 3))
  }

  /// The key as it stands in the file.
  public var name: Literal { Self.table[3 * Int(rawValue)] }

  /// What it sets, with its unit.
  var meaning: Literal { Self.table[3 * Int(rawValue) + 1] }

  /// What is accepted.
  public var accepted: Literal { Self.table[3 * Int(rawValue) + 2] }

  /// Appends the value that `settings` has.
  func write(_ settings: DeviceSettings, to text: inout TextBuffer) {
    switch self {
    case .site: text.append(settings.exam.site.word)
    case .side: text.append(settings.exam.side.word)
    case .position: text.append(settings.position.word)
    case .rule: text.append(settings.ruleName.word)
    case .sustained: text.append(settings.sustainedBeats)
    case .age: text.append(settings.exam.age.word)
    case .trials: text.append(settings.trials)
    case .rest: text.append(seconds: settings.exam.restStillness)
    case .restLimit: text.append(seconds: settings.exam.restLimit)
    case .wait: text.append(seconds: settings.exam.stretchWait)
    case .holdMinimum: text.append(seconds: settings.exam.minimumHold)
    case .holdMaximum: text.append(seconds: settings.exam.maximumHold)
    case .gap: text.append(seconds: settings.exam.endGap)
    case .spontaneous: text.append(seconds: settings.exam.spontaneousDuration)
    case .ticks: text.append(settings.feedback.ticks ? "on" : "off")
    case .volume: text.append(settings.feedback.volume.level)
    case .buzzer: text.append(settings.hasPassiveBuzzer ? "passive" : "active")
    case .rate: text.append(hertz(settings.dataRate))
    case .range: text.append(gravities(settings.fullScale))
    case .board: text.append(bytes: settings.board)
    case .code: text.append(bytes: settings.code)
    }
  }

  /// Reads a value into the settings; false, and nothing changed, where it is not accepted.
  func read(_ value: Span<UInt8>, into settings: inout DeviceSettings) -> Bool {
    switch self {
    case .site: set(&settings.exam.site, Site(word: value, ignoringCase: true))
    case .side: set(&settings.exam.side, Side(word: value, ignoringCase: true))
    case .position: set(&settings.position, Position(word: value, ignoringCase: true))
    case .rule: set(&settings.ruleName, Rule.Name(word: value, ignoringCase: true))
    case .sustained:
      set(&settings.sustainedBeats, number(value, Rule.sustainedRange))
    case .age: set(&settings.exam.age, AgeGroup(word: value, ignoringCase: true))
    case .trials: set(&settings.trials, number(value, 1...3))
    case .rest: set(&settings.exam.restStillness, seconds(value, 1...10))
    case .restLimit: set(&settings.exam.restLimit, seconds(value, 10...60))
    case .wait: set(&settings.exam.stretchWait, seconds(value, 5...60))
    case .holdMinimum: set(&settings.exam.minimumHold, seconds(value, 3...10))
    case .holdMaximum: set(&settings.exam.maximumHold, seconds(value, 11...60))
    case .gap: set(&settings.exam.endGap, seconds(value, 1...3))
    case .spontaneous: set(&settings.exam.spontaneousDuration, seconds(value, 10...300))
    case .ticks: set(&settings.feedback.ticks, isSecond(of: "off\0on", value))
    case .volume:
      set(&settings.feedback.volume, number(value, 0...3).map { Volume(UInt8($0)) })
    case .buzzer:
      set(&settings.hasPassiveBuzzer, isSecond(of: "active\0passive", value))
    case .rate:
      set(
        &settings.dataRate,
        number(value, 1...1_000).flatMap { wanted in
          DataRate.allCases.first { hertz($0) == wanted }
        })
    case .range:
      set(
        &settings.fullScale,
        number(value, 1...16).flatMap { wanted in
          FullScale.allCases.first { gravities($0) == wanted }
        })
    case .board: set(&settings.board, letters(value, 0...32, alsoDash: true))
    case .code:
      set(&settings.code, letters(value, value.isEmpty ? 0...0 : 8...8, alsoDash: false))
    }
  }
}

private func hertz(_ rate: DataRate) -> Int32 {
  switch rate {
  case .hz50: 50
  case .hz100: 100
  case .hz200: 200
  case .hz400: 400
  }
}

private func gravities(_ range: FullScale) -> Int32 {
  switch range {
  case .g2: 2
  case .g4: 4
  case .g8: 8
  case .g16: 16
  }
}

private func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
  guard let value else { return false }
  place = value
  return true
}

/// Whether the value is the second of two words; nil where it is none of them.
@inline(never)
private func isSecond(of words: WordList, _ value: Span<UInt8>) -> Bool? {
  guard let place = words.index(of: value, ignoringCase: true) else { return nil }
  return place == 1
}

@inline(never)
private func number(_ value: Span<UInt8>, _ range: ClosedRange<Int32>) -> Int32? {
  guard (1...6).contains(value.count), value[0] != UInt8(ascii: "-"),
    let number = wholeNumber(value)
  else { return nil }
  return range.contains(Int32(number)) ? Int32(number) : nil
}

private func seconds(_ value: Span<UInt8>, _ range: ClosedRange<Int32>) -> Microseconds? {
  number(value, range).map { .seconds(Int64($0)) }
}

private func letters(
  _ value: Span<UInt8>, _ length: ClosedRange<Int>, alsoDash: Bool
) -> [UInt8]? {
  guard length.contains(value.count) else { return nil }
  for index in Counting(value.indices) {
    let byte = value[index]
    let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    let isLetter = lowercased(byte) >= UInt8(ascii: "a") && lowercased(byte) <= UInt8(ascii: "z")
    guard isDigit || isLetter || (alsoDash && byte == UInt8(ascii: "-")) else { return nil }
  }
  return [UInt8](copying: value)
}
