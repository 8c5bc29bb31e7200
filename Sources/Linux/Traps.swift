import CLinux

/// What happens where the program breaks a rule of its own: a trap, a bad address, an abort.
public enum Traps {
  /// From here on such an end says where it was, in one line on standard error, before it happens.
  public static func tellWhere() { cl_catch_traps() }

  /// Ends the program by a trap, so that a test can see what it says.
  public static func trap() -> Never { fatalError("a trap was asked for") }
}
