import Findings
import Recording

/// What a card says when the device is switched on: settings, the clock, and which boot this is.
public struct CardReading: Sendable {
  /// The settings; the defaults where the card cannot be read.
  public private(set) var settings = DeviceSettings()
  /// The lines of CLONUS.INI that are at fault.
  public private(set) var problems: [SettingsProblem] = []
  /// What is known of the wall clock at power-on.
  public private(set) var clock = ClockNote()
  /// What TIME.TXT says; a line that was used is still to be marked.
  public private(set) var time = TimeFile.nothing

  /// Reads a card and changes nothing; what cannot be read is as if it were not there.
  ///
  /// `realTime` is what a real-time clock said for the moment of power-on. A line of TIME.TXT goes
  /// before it, for somebody wrote that by hand.
  public init(of card: inout some Storage & ~Copyable, realTime: CivilTime? = nil) {
    readSettings(of: &card)
    clock = ClockNote(quality: realTime == nil ? .unset : .rtc, time: realTime)
    clock.boot = (try? BootLog.nextBoot(on: &card)) ?? 0
    time = (try? TimeFile(on: &card)) ?? .nothing
    if case .time(let civil, _) = time { (clock.quality, clock.time) = (.file, civil) }
    settings.hasProblems = !problems.isEmpty
    if case .bad = time { settings.hasProblems = true }
  }

  private mutating func readSettings(of card: inout some Storage & ~Copyable) {
    var bytes = [UInt8](repeating: 0, count: SettingsFile.mostBytes + 1)
    var room = bytes.mutableSpan
    guard let count = try? card.read(.settings, at: 0, into: &room), count > 0 else { return }
    bytes.removeLast(bytes.count - count)
    (settings, problems) = SettingsFile.read(bytes)
  }
}
