/// The strap slips: the sensor comes to lie otherwise, with a rattle of 15 to 60 Hz.
public struct StrapSlip: Sendable {
  /// How long after the stretch it slips, in s.
  public var delay: Double
  /// By how much it turns about the turning axis and leans aside, in rad.
  public var turn: Double
  public var lean: Double
  /// The rattle in Hz, its height in g, and how soon it fades, in s.
  public var rattle: Double
  public var height: Double
  public var fade: Double

  /// The slip itself takes so long, in s.
  private static let slipSeconds = 0.05

  func motion(_ clock: MotionClock) -> ExtraMotion {
    guard let stretched = clock.stretched, clock.time >= stretched + delay else {
      return ExtraMotion()
    }
    let since = clock.time - stretched - delay
    let share = Examiner.minimumJerk(since / Self.slipSeconds).share
    let ring =
      height * Mathematics.exp(-since / fade)
      * Mathematics.sin(2 * Mathematics.pi * rattle * since)
    return ExtraMotion(
      along: ring, inward: 0.7 * ring, aside: 0.5 * ring + share * Mathematics.sin(lean),
      tilt: share * turn)
  }
}
