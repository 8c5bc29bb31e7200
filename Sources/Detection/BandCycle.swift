import Findings

/// What the band showed of a beat's cycle: the crest while the muscle pulls, and the trough at the limb's turn.
///
/// At a slow rate the limb rests between two pulls, and its turn is a plateau; the pull is sharp at any rate.
struct BandCycle: Sendable {
  /// How deep the trough was and how high the crest before it, Q20 g; positive on either side of rest.
  var depth: Int32
  var pull: Int32
  /// When the crest was.
  var pulledAt: Microseconds
}
