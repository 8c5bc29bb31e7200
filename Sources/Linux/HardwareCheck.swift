import Board
import Exam
import Feedback
import Findings
import Recording
import Sensing

/// The self-test of a board's hardware: little over a second, with the sensor lying still.
///
/// The sensor is served as in an exam, by a thread of its own, so that a bus that hangs is a fault
/// like any other.
public struct HardwareCheck<K: Kernel>: ~Copyable {
  /// Finding, self-test and measuring the rate take 1.2 s; a line that is silent costs 1 s more, and a
  /// machine that is busy elsewhere the rest.
  private static var patience: Microseconds { .seconds(16) }
  /// A bus whose report is overdue by so much hangs.
  private static var hangs: Microseconds { .seconds(2) }
  private static var shown: Microseconds { .milliseconds(250) }

  /// What was found, a line each.
  public private(set) var text = TextBuffer()
  /// How many of the lines are faults.
  public private(set) var faults = 0
  /// No sensor was found, or the bus hangs.
  public private(set) var hasNoSensor = false

  private let kernel: K
  /// What the thread of the sensor reports; many seconds of it.
  public let reports: Mailbox<K, SensorReport>

  /// Makes a check that has found nothing yet.
  public init(kernel: K) throws(Errno) {
    reports = try Mailbox(capacity: 64, kernel: kernel)
    self.kernel = kernel
  }

  /// Adds a line: what was looked at, what was found, and whether that is as it should be.
  public mutating func add(
    _ what: Literal, isGood: Bool = true, _ found: (inout TextBuffer) -> Void
  ) {
    text.append(what)
    text.append(": ")
    found(&text)
    text.append(isGood ? "\n" : " FAULT\n")
    if !isGood { faults += 1 }
  }

  /// Switches each light and the buzzer on in turn, for whoever looks and listens.
  public mutating func showOutputs(_ indicators: inout Indicators<K>) {
    var failure: Errno?
    for bits: UInt8 in [1, 2, 4, 8, 0] {
      let outputs = Outputs(lights: Lights(rawValue: bits & 7), tone: bits == 8 ? .middle : nil)
      do throws(Errno) { try indicators.show(outputs) } catch { failure = error }
      let until = kernel.monotonic() + Self.shown
      _ = try? uninterrupted { kernel.sleep(until: until) }
    }
    add("lights 1, 2, 3, then one blip", isGood: failure == nil) {
      $0.append(failure == nil ? "switched; look and listen" : "cannot be switched")
    }
    if let fault = indicators.buzzerFault { add("buzzer", isGood: false) { fault.write(to: &$0) } }
  }

  /// Checks the sensor, which a thread serves that tests it first.
  public mutating func checkSensor() {
    var check: SensorCheck?
    var last: SensorReport?
    var fault: SensorFault?
    let stop = kernel.monotonic() + Self.patience
    var due = kernel.monotonic() + SensorReport.firstDue + Self.hangs
    while last?.news == nil {
      let wait = min(stop, due) - kernel.monotonic()
      guard wait > .zero else { break }
      let watched = [reports.wakeup]
      _ = try? uninterrupted { kernel.wait(watched, atMost: wait) }
      for report in reports.takeAll() {
        last = report
        due = report.due + Self.hangs
        if check == nil, !report.samples.isEmpty { check = report.scale.map(SensorCheck.init) }
        for sample in report.samples { check?.add(sample) }
        if report.news != nil { break }
      }
    }
    switch last?.news {
    case .lost(let lost): fault = lost
    case .ready: break
    case nil: fault = due <= stop ? .hung : .noRate
    }
    tell(last, check, fault)
  }

  @inline(never)
  private mutating func tell(_ last: SensorReport?, _ check: SensorCheck?, _ fault: SensorFault?) {
    add("sensor", isGood: fault == nil) { text in
      if let fault { return fault.write(to: &text) }
      if let part = last?.part { text.append(part.name) }
    }
    switch fault {
    case .nobody, .unsupported, .unknown, .hung, .sensor: hasNoSensor = true
    case .noRate, .selfTest, nil: break
    }
    if let test = last?.selfTest {
      add("self-test", isGood: test.hasPassed) { text in
        SensorFault.write(test.shift, to: &text)
        text.append(" mg")
      }
    }
    guard let last, let check else { return }
    add("noise", isGood: check.isQuiet ?? false) { text in
      text.append(check.noise?.milli ?? 0)
      text.append(" mg")
    }
    add("gravity", isGood: check.feelsGravity ?? false) { text in
      text.append(check.felt?.milli ?? 0)
      text.append(" mg")
    }
    add("interrupt line", isGood: !last.isLineSilent) {
      $0.append(last.isLineSilent ? "gives no edges" : "toggles")
    }
    guard let rate = last.rate else { return }
    let picoseconds = Int64(rate.recordMicroseconds) * 1_000_000 / Int64(rate.samplesPerRecord)
    let isOff = SensorCheck.isRateOff(
      samplePicoseconds: picoseconds, nominalPicoseconds: last.nominalPicoseconds)
    add("rate", isGood: !isOff) { text in
      // By eight edges or more: a tenth of a hertz tells more than they know.
      text.append(Int64(rate.rounded.count + 50) / 100, over: 1)
      text.append(" Hz")
    }
  }
}
