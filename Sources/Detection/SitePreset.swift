import Findings

/// The numbers of a site, as data.
struct SitePreset: Sendable {
  /// How the stretch moves the sensor.
  enum Manoeuvre: Sendable {
    /// The segment turns about a joint.
    case rotate
    /// The segment is pushed along itself; there is no tilt.
    case push
    /// A tap; there is no tilt to speak of.
    case tap
  }

  /// How the stretch moves the sensor.
  let manoeuvre: Manoeuvre
  /// The rates at which beats can come: outside it nothing is clonus.
  let slowest: Millihertz
  let fastest: Millihertz

  /// The preset of a site (EXAM.md, "What is strapped where"; 3 to 9 Hz everywhere, since finger and jaw
  /// have no published figure).
  init(_ site: Site) {
    switch site {
    case .ankle, .wrist, .finger: manoeuvre = .rotate
    case .knee: manoeuvre = .push
    case .jaw: manoeuvre = .tap
    }
    slowest = Millihertz(2_800)
    fastest = Millihertz(9_600)
  }

  /// Whether a stretch can be expected to turn the sensor against gravity.
  var turns: Bool { manoeuvre == .rotate }
}
