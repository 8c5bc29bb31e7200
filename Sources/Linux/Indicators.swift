import Board
import Feedback

/// The lights and the buzzer of a board.
public struct Indicators<K: Kernel>: ~Copyable {
  /// The lights, and an active buzzer.
  private let lines: TakenLines<K>
  /// What the lines were told last.
  private var shown: UInt32 = 0
  private var passive: PassiveBuzzer<K>?
  private let isPassive: Bool
  /// Why a passive buzzer is silent; nil where it sounds, and of an active one.
  public private(set) var buzzerFault: BuzzerFault?

  /// Takes the lines of a board's lights and its buzzer. A passive one that cannot be had is silent:
  /// see `buzzerFault`.
  public init(of board: Board, on chip: Path, hasPassiveBuzzer: Bool = false, kernel: K)
    throws(HardwareError)
  {
    lines = try .outputs(of: board, on: chip, withBuzzer: !hasPassiveBuzzer, kernel: kernel)
    isPassive = hasPassiveBuzzer
    do throws(BuzzerFault) {
      if hasPassiveBuzzer { passive = try PassiveBuzzer(of: board, kernel: kernel) }
    } catch { buzzerFault = error }
  }

  /// Shows so from now on; what fails is tried again the next time.
  public mutating func show(_ outputs: Outputs) throws(Errno) {
    let isLine = outputs.tone != nil && !isPassive
    let bits = UInt32(outputs.lights.rawValue) | (isLine ? 8 : 0)
    if bits != shown {
      try lines.set(bits)
      shown = bits
    }
    if isPassive { try passive?.sound(outputs.tone, outputs.volume) }
  }
}
