import Feedback
import Findings
import Recording
import Sensing

/// The keys of CLONUS.INI, in the order in which they are written.
public enum SettingsKey: UInt8, Sendable, CaseIterable {
  case site, side, position, rule, sustained, age, trials
  case rest, restLimit, wait, holdMinimum, holdMaximum, gap, spontaneous
  case ticks, volume, rate, range, board, code

  /// The key as it stands in the file.
  public var name: Literal {
    switch self {
    case .site: "SITE"
    case .side: "SIDE"
    case .position: "POSITION"
    case .rule: "RULE"
    case .sustained: "SUSTAINED"
    case .age: "AGE"
    case .trials: "TRIALS"
    case .rest: "REST_S"
    case .restLimit: "REST_MAX_S"
    case .wait: "WAIT_S"
    case .holdMinimum: "HOLD_MIN_S"
    case .holdMaximum: "HOLD_MAX_S"
    case .gap: "GAP_S"
    case .spontaneous: "SPONTANEOUS_S"
    case .ticks: "TICKS"
    case .volume: "VOLUME"
    case .rate: "RATE_HZ"
    case .range: "RANGE_G"
    case .board: "BOARD"
    case .code: "CODE"
    }
  }

  /// The key in an exam's file, where it is one of those that ride beside the exam's own settings.
  var word: Literal {
    switch self {
    case .position: "position"
    case .trials: "trials"
    case .ticks: "ticks"
    case .volume: "volume"
    case .rate: "rate_hz"
    case .range: "range_g"
    case .board: "board"
    default: name
    }
  }

  /// What it sets, with its unit.
  var meaning: Literal {
    switch self {
    case .site: "Where the sensor is strapped"
    case .side: "The side until another is chosen by a double press"
    case .position: "How the patient lies or sits, for the report"
    case .rule: "The rule that turns a count of beats into a word"
    case .sustained: "Sustained from so many beats (rule infant: always 11)"
    case .age: "The age, as far as a rule needs it; an infant's sets the rule infant"
    case .trials: "Trials that follow each other by themselves, 20 s apart"
    case .rest: "Stillness before the stretch, in seconds"
    case .restLimit: "The longest wait for that stillness, in seconds"
    case .wait: "The longest wait for the stretch, in seconds"
    case .holdMinimum: "The shortest hold without beats, in seconds"
    case .holdMaximum: "The longest hold with beats, in seconds"
    case .gap: "A pause that ends a train of beats, in seconds"
    case .spontaneous: "The length of a spontaneous exam, in seconds"
    case .ticks: "A click for each beat"
    case .volume: "Loudness of the buzzer; 0 is silent"
    case .rate: "Samples a second, in hertz (the sensor's nearest)"
    case .range: "Range of the sensor, either sign, in g"
    case .board: "The board's name (clonus boards lists them); empty: found by itself"
    case .code: "The patient's code; never a name, never a birth date"
    }
  }

  /// What is accepted.
  public var accepted: Literal {
    switch self {
    case .site: "ankle, knee, wrist, finger or jaw"
    case .side: "unknown, left or right"
    case .position: "unknown, lying, seated or standing"
    case .rule: "adult, obstetric or infant"
    case .sustained: "4 to 100"
    case .age: "older_or_unknown, infant_to_8_months or infant_8_to_12_months"
    case .trials: "1 to 3"
    case .rest: "1 to 10"
    case .restLimit: "10 to 60"
    case .wait: "5 to 60"
    case .holdMinimum: "3 to 10"
    case .holdMaximum: "11 to 60"
    case .gap: "1 to 3"
    case .spontaneous: "10 to 300"
    case .ticks: "off or on"
    case .volume: "0 to 3"
    case .rate: "50, 100, 200 or 400"
    case .range: "2, 4, 8 or 16"
    case .board: "empty, or up to 32 letters, digits or -"
    case .code: "empty, or eight letters or digits"
    }
  }

  /// Appends the value that `settings` has.
  func write(_ settings: DeviceSettings, to text: inout TextBuffer) {
    switch self {
    case .site: text.append(settings.exam.site.word)
    case .side: text.append(settings.exam.side.word)
    case .position: text.append(settings.position.word)
    case .rule: text.append(settings.ruleName.word)
    case .sustained: text.append(settings.sustainedBeats)
    case .age: text.append(ageWord(settings.exam.age))
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
    case .rate: text.append(hertz(settings.dataRate))
    case .range: text.append(gravities(settings.fullScale))
    case .board: text.append(bytes: settings.board)
    case .code: text.append(bytes: settings.code)
    }
  }

  /// Reads a value into the settings; false, and nothing changed, where it is not accepted.
  func read(_ value: [UInt8], into settings: inout DeviceSettings) -> Bool {
    switch self {
    case .site: set(&settings.exam.site, choice(value, Site.allCases) { $0.word })
    case .side: set(&settings.exam.side, choice(value, Side.allCases) { $0.word })
    case .position: set(&settings.position, choice(value, Position.allCases) { $0.word })
    case .rule: set(&settings.ruleName, choice(value, Rule.Name.allCases) { $0.word })
    case .sustained:
      set(&settings.sustainedBeats, number(value, Rule.sustainedRange))
    case .age: set(&settings.exam.age, choice(value, ages, ageWord))
    case .trials: set(&settings.trials, number(value, 1...3))
    case .rest: set(&settings.exam.restStillness, seconds(value, 1...10))
    case .restLimit: set(&settings.exam.restLimit, seconds(value, 10...60))
    case .wait: set(&settings.exam.stretchWait, seconds(value, 5...60))
    case .holdMinimum: set(&settings.exam.minimumHold, seconds(value, 3...10))
    case .holdMaximum: set(&settings.exam.maximumHold, seconds(value, 11...60))
    case .gap: set(&settings.exam.endGap, seconds(value, 1...3))
    case .spontaneous: set(&settings.exam.spontaneousDuration, seconds(value, 10...300))
    case .ticks: set(&settings.feedback.ticks, choice(value, [false, true]) { $0 ? "on" : "off" })
    case .volume:
      set(&settings.feedback.volume, number(value, 0...3).map { Volume(UInt8($0)) })
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
      set(&settings.code, value.isEmpty ? [] : letters(value, 8...8, alsoDash: false))
    }
  }
}

private let ages: [AgeGroup] = [.olderOrUnknown, .infantTo8Months, .infant8To12Months]

private func ageWord(_ age: AgeGroup) -> Literal {
  switch age {
  case .olderOrUnknown: "older_or_unknown"
  case .infantTo8Months: "infant_to_8_months"
  case .infant8To12Months: "infant_8_to_12_months"
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

private func choice<Value>(
  _ value: [UInt8], _ choices: [Value], _ word: (Value) -> Literal
) -> Value? {
  choices.first { isSame(value, word($0)) }
}

private func number(_ value: [UInt8], _ range: ClosedRange<Int32>) -> Int32? {
  guard (1...6).contains(value.count) else { return nil }
  var sum: Int32 = 0
  for byte in value {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    sum = sum * 10 + Int32(byte - UInt8(ascii: "0"))
  }
  return range.contains(sum) ? sum : nil
}

private func seconds(_ value: [UInt8], _ range: ClosedRange<Int32>) -> Microseconds? {
  number(value, range).map { .seconds(Int64($0)) }
}

private func letters(
  _ value: [UInt8], _ length: ClosedRange<Int>, alsoDash: Bool
) -> [UInt8]? {
  guard length.contains(value.count) else { return nil }
  for byte in value {
    let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    let isLetter = lowercased(byte) >= UInt8(ascii: "a") && lowercased(byte) <= UInt8(ascii: "z")
    guard isDigit || isLetter || (alsoDash && byte == UInt8(ascii: "-")) else { return nil }
  }
  return value
}

/// Whether bytes are those of a literal, capital letters or not.
func isSame(_ bytes: [UInt8], _ literal: Literal) -> Bool {
  guard bytes.count == literal.count else { return false }
  let letters = literal.span
  for index in letters.indices
  where lowercased(bytes[index]) != lowercased(letters[index]) {
    return false
  }
  return true
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}
