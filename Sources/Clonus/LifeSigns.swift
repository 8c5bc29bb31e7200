import Exam
import Findings
import Linux
import Recording

/// Tells process 1 that the appliance lives, and how far it is: see `LifeSign`.
struct LifeSigns {
  /// How often it is told, at most.
  private static let pause = Microseconds.seconds(1)
  /// A bus that does not come back from a transfer is shown as a fault; after so long the kernel itself
  /// must be at fault, and only a new start helps.
  private static let hungLimit = Microseconds.seconds(30)

  private var lastBeat = Microseconds.zero
  private var hungSince: Microseconds?
  private var wasReady = false
  private var wasInExam = false

  /// Tells what is new since the last turn of the loop.
  mutating func tell(_ exam: borrowing Conductor, at now: Microseconds) {
    var signs: [UInt8] = []
    if !wasReady, case .ready = exam.state {
      wasReady = true
      signs.append(LifeSign.ready.rawValue)
    }
    var isInExam = false
    if case .exam = exam.state { isInExam = true }
    if isInExam != wasInExam {
      wasInExam = isInExam
      signs.append((isInExam ? LifeSign.examBegan : LifeSign.examEnded).rawValue)
    }
    if case .hung = exam.sensorFault { hungSince = hungSince ?? now } else { hungSince = nil }
    if now - lastBeat >= Self.pause, hungSince.map({ now - $0 < Self.hungLimit }) ?? true {
      lastBeat = now
      signs.append(LifeSign.beat.rawValue)
      // A card that failed has answered; one that stalls has not.
      if exam.cardFault != .stalled { signs.append(LifeSign.saved.rawValue) }
    }
    // Where process 1 does not hear it, it will act on that by itself.
    if !signs.isEmpty { try? File.standardError().write(signs.span) }
  }
}
