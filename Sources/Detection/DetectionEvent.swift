import Findings

/// What detection says at the sample at which it knows it.
public enum DetectionEvent: Sendable, Hashable {
  /// The limb has lain still for the time the settings ask.
  case still
  /// A stretch began at this time.
  case stretch(at: Microseconds)
  /// Beat number `number` (from 1) of the present train.
  case beat(number: Int32, Beat)
  /// The train reached ten seconds.
  case tenSeconds
  /// The stretch was let go at this time.
  case release(at: Microseconds)
  /// The stretch was held for the least time without beats: a verdict can be given.
  case heldWithoutBeats
  /// The train that counts is over; the verdict can be given.
  case trainEnded(Ended)
}
