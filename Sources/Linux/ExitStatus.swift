/// How the program ends, for scripts (the numbers above 2 are those of sysexits.h).
public enum ExitStatus: Int32, Sendable {
  /// Done.
  case done = 0
  /// Done, and a fault was found.
  case faultFound = 1
  /// The words of the command line are not understood.
  case usage = 2
  /// The input is not what it should be.
  case badData = 65
  /// There is no such input.
  case noInput = 66
  /// There is no sensor or board.
  case noSensor = 69
  /// An output cannot be made.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
}
