/// What is fixed before an exam starts and rides in its file, so that a replay needs nothing else.
public struct ExamSettings: Sendable, Hashable {
  /// Stretch or spontaneous.
  public var kind: ExamKind
  /// Where the sensor is.
  public var site: Site
  /// Which side.
  public var side: Side
  /// The rule for the word.
  public var rule: Rule
  /// The age, as far as rules need it.
  public var age: AgeGroup
  /// How long the limb must lie still before the stretch is asked for.
  public var restStillness = Microseconds.seconds(3)
  /// How long to wait for that stillness.
  public var restLimit = Microseconds.seconds(20)
  /// How long to wait for a stretch.
  public var stretchWait = Microseconds.seconds(20)
  /// How long a stretch without beats must be held.
  public var minimumHold = Microseconds.seconds(3)
  /// When a hold with beats is ended, from the stretch.
  public var maximumHold = Microseconds.seconds(20)
  /// A pause from which on a train is over.
  public var endGap = Microseconds.seconds(1)
  /// How long a spontaneous exam watches.
  public var spontaneousDuration = Microseconds.seconds(60)

  /// Makes settings with the defaults.
  @inline(never)
  public init(
    kind: ExamKind = .stretch, site: Site = .ankle, side: Side = .unknown,
    rule: Rule = Rule(.adult), age: AgeGroup = .olderOrUnknown
  ) {
    self.kind = kind
    self.site = site
    self.side = side
    self.rule = rule
    self.age = age
  }
}
