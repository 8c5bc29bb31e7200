import Findings

extension ExamSettings {
  /// The lengths of time that a settings text may say: up to an hour.
  static let acceptedTimes = Microseconds.zero...Microseconds.seconds(3_600)

  /// Appends what follows `settings` in their annotation: ` kind=stretch site=ankle …`, times in
  /// seconds.
  func write(to text: inout TextBuffer) {
    for key in SettingsKey.allCases {
      text.append(" ")
      text.append(key.word)
      text.append("=")
      key.write(self, to: &text)
    }
  }

  /// Reads the words after `settings`; nil where one is unknown, missing, or out of range.
  init?(words: inout WordReader) {
    self.init()
    var seen = 0
    var ruleName = Rule.Name.adult
    var sustainedFrom = Int32(0)
    while let word = words.next() {
      var value = word
      guard let key = SettingsKey(word: part(of: &value, before: UInt8(ascii: "="))) else {
        return nil
      }
      switch key {
      case .rule:
        guard let known = Rule.Name(word: value) else { return nil }
        ruleName = known
      case .sustainedFrom:
        guard let beats = wholeNumber(value), (0...1_000).contains(beats) else { return nil }
        sustainedFrom = Int32(beats)
      default: guard key.read(value, into: &self) else { return nil }
      }
      seen |= 1 << Int(key.rawValue)
    }
    guard seen == 1 << SettingsKey.allCases.count - 1 else { return nil }
    rule = Rule(ruleName, sustainedFrom: sustainedFrom)
  }
}

/// The keys of a settings text, in the order in which they are written.
enum SettingsKey: UInt8, CaseIterable, Worded {
  case kind, site, side, rule, sustainedFrom, age
  case restStillness, restLimit, stretchWait, minimumHold, maximumHold, endGap, spontaneous

  static var words: WordList {
    """
    kind\0site\0side\0rule\0sustained_from\0age\0\
    still_s\0rest_limit_s\0wait_s\0hold_min_s\0hold_max_s\0gap_s\0watch_s
    """
  }

  func write(_ settings: ExamSettings, to text: inout TextBuffer) {
    switch self {
    case .kind: text.append(settings.kind.word)
    case .site: text.append(settings.site.word)
    case .side: text.append(settings.side.word)
    case .rule: text.append(settings.rule.name.word)
    case .sustainedFrom: text.append(settings.rule.sustainedFrom)
    case .age: text.append(settings.age.word)
    case .restStillness: text.append(seconds: settings.restStillness)
    case .restLimit: text.append(seconds: settings.restLimit)
    case .stretchWait: text.append(seconds: settings.stretchWait)
    case .minimumHold: text.append(seconds: settings.minimumHold)
    case .maximumHold: text.append(seconds: settings.maximumHold)
    case .endGap: text.append(seconds: settings.endGap)
    case .spontaneous: text.append(seconds: settings.spontaneousDuration)
    }
  }

  /// Reads a value into the settings; false where it is unknown or out of range, and for the rule,
  /// which is made of two keys.
  func read(_ value: Span<UInt8>, into settings: inout ExamSettings) -> Bool {
    switch self {
    case .kind: return assign(ExamKind(word: value), &settings.kind)
    case .site: return assign(Site(word: value), &settings.site)
    case .side: return assign(Side(word: value), &settings.side)
    case .age: return assign(AgeGroup(word: value), &settings.age)
    case .rule, .sustainedFrom: return false
    case .restStillness: return assign(time(value), &settings.restStillness)
    case .restLimit: return assign(time(value), &settings.restLimit)
    case .stretchWait: return assign(time(value), &settings.stretchWait)
    case .minimumHold: return assign(time(value), &settings.minimumHold)
    case .maximumHold: return assign(time(value), &settings.maximumHold)
    case .endGap: return assign(time(value), &settings.endGap)
    case .spontaneous: return assign(time(value), &settings.spontaneousDuration)
    }
  }

  private func assign<Value>(_ value: Value?, _ place: inout Value) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  private func time(_ value: Span<UInt8>) -> Microseconds? {
    guard let time = Microseconds(decimalSeconds: value) else { return nil }
    return ExamSettings.acceptedTimes.contains(time) ? time : nil
  }
}
