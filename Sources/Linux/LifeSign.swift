/// What the worker tells process 1, one byte each on its standard error. Bytes from a space on are
/// text, of which the last line is kept: it says why the worker ended.
public enum LifeSign: UInt8, Sendable {
  /// The event loop runs, and samples come where they should.
  case beat = 1
  /// The appliance waits for the button.
  case ready = 2
  /// An exam has begun.
  case examBegan = 3
  /// The card has taken what it was given, or is known to be useless: nothing waits for it.
  case saved = 4
  /// The exam is over, and on the card.
  case examEnded = 5
}
