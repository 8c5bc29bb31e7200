import Findings

/// What a replay is told to judge by; nil is what the file says, or else the default.
public struct ReplayOptions: Sendable, Hashable {
  /// Stretch or spontaneous.
  public var kind: ExamKind?
  /// Where the sensor was.
  public var site: Site?
  /// The rule's name.
  public var ruleName: Rule.Name?
  /// Sustained from so many beats, 4 to 100; infants are judged by 11 whatever is said.
  public var sustainedBeats: Int32?

  /// Makes options that say nothing.
  public init() {}

  /// The settings with what is said here in their place.
  public func applied(to settings: ExamSettings) -> ExamSettings {
    var settings = settings
    settings.kind = kind ?? settings.kind
    settings.site = site ?? settings.site
    let name = ruleName ?? settings.rule.name
    // An infant's 11 is that rule's own and goes with it.
    let isInfants = settings.rule.name == .infant && name != .infant
    let inherited = isInfants ? Rule.defaultSustainedBeats : settings.rule.sustainedFrom
    settings.rule = Rule(name, sustainedFrom: sustainedBeats ?? inherited)
    return settings
  }
}
