import Board
import Feedback
import Findings
import Recording

/// Why a passive buzzer is silent. The lights go on without it.
public enum BuzzerFault: Error, Hashable {
  /// The board has no PWM that is known.
  case notOffered
  /// The kernel has no such channel: the device tree has it switched off, or its driver is missing.
  case missing
  /// Somebody else has the channel.
  case busy
  /// This user may not.
  case notPermitted
  /// The kernel's error, whatever it was.
  case failed(Errno)

  init(_ errno: Errno) {
    switch errno {
    case .noSuchFile, .noSuchDevice, .noSuchAddress: self = .missing
    case .busy: self = .busy
    case .accessDenied, .notPermitted: self = .notPermitted
    default: self = .failed(errno)
    }
  }

  /// Appends what is wrong and what to do.
  public func write(to text: inout TextBuffer) {
    text.append("no PWM for a passive buzzer")
    switch self {
    case .notOffered: text.append(" on this board; set BUZZER=active")
    case .missing: text.append("; clonus boards says how it is switched on")
    case .busy: text.append("; another program has it")
    case .notPermitted: text.append("; run as root, or join the group gpio")
    case .failed(let errno):
      text.append(": error ")
      text.append(errno.rawValue)
    }
  }
}

/// A passive buzzer on a PWM channel of the kernel (Linux: Documentation/driver-api/pwm.rst, "Using PWMs
/// with the sysfs interface"): the period is the pitch, the length of the pulse the loudness.
struct PassiveBuzzer<K: Kernel> {
  private let kernel: K
  private let folder: Path
  // What the kernel was told last, in nanoseconds; no period where that is not known.
  private var toldPeriod: UInt32 = 0
  private var toldPulse: UInt32 = 0
  private var isEnabled = false

  /// Takes the PWM channel of a board, in silence.
  @inline(never)
  init(of board: Board, kernel: K) throws(BuzzerFault) {
    guard let channel = board.pwm else { throw .notOffered }
    guard let chip = BoardDevices.folder(of: channel, kernel) else { throw .missing }
    self.kernel = kernel
    folder = chip.appending(Self.text("pwm", UInt32(channel.channel)))
    do throws(Errno) {
      var isNew = true
      do throws(Errno) {
        try write(UInt32(channel.channel), to: chip.appending("export"))
      } catch .busy {
        isNew = false
      }
      try silence(isNew: isNew)
    } catch { throw BuzzerFault(error) }
  }

  /// Of a channel that is new the owner is set a moment later (udev); of one that was busy and has no
  /// folder a driver of the kernel is the owner. One that never had a period refuses, and is silent.
  private func silence(isNew: Bool) throws(Errno) {
    var tries = isNew ? 20 : 1
    while true {
      do throws(Errno) {
        return try set("enable", 0)
      } catch {
        tries -= 1
        if error == .invalidArgument { return }
        if !isNew, error == .noSuchFile { throw .busy }
        guard error == .accessDenied, tries > 0 else { throw error }
        let later = kernel.monotonic() + .milliseconds(10)
        _ = try uninterrupted { kernel.sleep(until: later) }
      }
    }
  }

  /// Sounds so from now on; nil is silence.
  @inline(never)
  mutating func sound(_ tone: Tone?, _ volume: Volume) throws(Errno) {
    var length: UInt32 = 0
    if let wanted = tone?.nanoseconds {
      if wanted != toldPeriod {
        // No pulse may be longer than its period; where there is no period yet, none is.
        try? set("duty_cycle", 0)
        (toldPeriod, toldPulse) = (0, 0)
        try set("period", wanted)
        toldPeriod = wanted
      }
      // A half, an eighth or a thirty-second of the period.
      length = wanted >> (7 - 2 * UInt32(volume.level))
      if length != toldPulse {
        try set("duty_cycle", length)
        toldPulse = length
      }
    }
    if isEnabled != (length > 0) {
      try set("enable", length > 0 ? 1 : 0)
      isEnabled = length > 0
    }
  }

  private func set(_ name: Literal, _ value: UInt32) throws(Errno) {
    try write(value, to: folder.appending(name))
  }

  @inline(never)
  private func write(_ value: UInt32, to path: Path) throws(Errno) {
    let text = Self.text("", value)
    try FileDescriptor.open(path, .write, kernel: kernel).write(text.span)
  }

  private static func text(_ name: Literal, _ value: UInt32) -> [UInt8] {
    var text = TextBuffer(name)
    text.append(value)
    return text.bytes
  }
}

extension Tone {
  /// The period of a tone that small piezo discs are good at: 1,250 to 2,500 Hz.
  fileprivate var nanoseconds: UInt32 {
    switch self {
    case .low: 800_000
    case .middle: 600_000
    case .high, .click: 400_000
    }
  }
}
