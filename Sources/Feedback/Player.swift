import Findings

/// How feedback is set.
public struct FeedbackSettings: Sendable, Hashable {
  /// How loud the buzzer is.
  public var volume: Volume
  /// Whether each beat clicks.
  public var ticks: Bool

  /// Makes settings with the defaults.
  public init(volume: Volume = .standard, ticks: Bool = false) {
    self.volume = volume
    self.ticks = ticks
  }
}

/// Plays signals: says at any time what lights and buzzer do, and when that changes next.
///
/// Times are since power-on and never go back. Nothing is allocated.
public struct Player: Sendable {
  /// The steps of a tone's soft attack: a startle provokes spasm.
  static let attack = Microseconds.milliseconds(15)
  /// How long the click of a beat lasts.
  static let click = Microseconds.milliseconds(20)

  /// How it is set; may be changed at any time.
  public var settings: FeedbackSettings
  /// What is being shown.
  public private(set) var signal: Signal
  /// When the outputs change next without anything new to show; nil where they stay.
  public private(set) var nextChange: Microseconds?

  private var pattern: Pattern
  private var started: Microseconds
  private var flashes = FlashGuard()
  private var bursts = BurstGuard()
  /// Since when the pattern's tone has sounded.
  private var soundingSince: Microseconds?
  /// The step with which a tone began that is withheld, to its end.
  private var isWithheld = false
  private var clickEnd: Microseconds?

  /// Makes a player that shows nothing.
  public init(settings: FeedbackSettings = FeedbackSettings(), at now: Microseconds) {
    self.settings = settings
    signal = .dark
    pattern = Signal.dark.pattern
    started = now
  }

  /// Shows a signal from now on; the same one again begins anew.
  public mutating func show(_ signal: Signal, at now: Microseconds) {
    self.signal = signal
    pattern = signal.pattern
    started = now
    isWithheld = false
    clickEnd = nil
  }

  /// Clicks for a beat, where ticks are on; a signal's own tone goes before.
  public mutating func tick(at now: Microseconds) {
    if settings.ticks { clickEnd = now + Self.click }
  }

  /// What lights and buzzer do now; also sets `nextChange`.
  public mutating func outputs(at now: Microseconds) -> Outputs {
    let position = pattern.position(at: now - started)
    let step = pattern[position.index]
    flashes.ask(step.lights, at: now)
    nextChange = Self.earlier(position.end.map { started + $0 }, flashes.heldBackUntil)

    let tone = position.sounds ? step.tone : nil
    if let tone, mayGoOn(at: now, from: position.index) {
      let rising = now - (soundingSince ?? now)
      let level = step.isSoft ? 1 : rising.count / Self.attack.count + 1
      let volume = min(Volume(UInt8(clamping: level)), settings.volume)
      if volume < settings.volume, !step.isSoft {
        nextChange = Self.earlier(
          nextChange, now - rising + Microseconds(Self.attack.count * level))
      }
      return Outputs(lights: flashes.shown, tone: tone, volume: volume)
    }
    endSound(at: now)
    if tone == nil { isWithheld = false }
    if let clickEnd, now < clickEnd, tone == nil {
      nextChange = Self.earlier(nextChange, clickEnd)
      return Outputs(lights: flashes.shown, tone: .click, volume: min(Volume(1), settings.volume))
    }
    return Outputs(lights: flashes.shown)
  }

  /// Whether the tone of step `index` sounds; a new one asks the guard of bursts.
  private mutating func mayGoOn(at now: Microseconds, from index: Int) -> Bool {
    if soundingSince != nil { return true }
    if isWithheld { return false }
    guard bursts.allows(pattern.soundLength(from: index), at: now) else {
      isWithheld = true
      return false
    }
    bursts.begin(at: now)
    soundingSince = now
    return true
  }

  private mutating func endSound(at now: Microseconds) {
    guard soundingSince != nil else { return }
    soundingSince = nil
    bursts.end(at: now)
  }

  private static func earlier(_ a: Microseconds?, _ b: Microseconds?) -> Microseconds? {
    guard let a else { return b }
    guard let b else { return a }
    return min(a, b)
  }
}
