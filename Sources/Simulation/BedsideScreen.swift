import Exam
import Feedback
import Findings
import Recording

/// A simulated bedside on a terminal: lights, buzzer, phase, trace and count, drawn in place.
public struct BedsideScreen: Sendable {
  private static let mostColumns = 100

  private let columns: Int
  private let hasColour: Bool
  private var trace: BedsideTrace
  private var beats: Int32 = 0
  private var isDrawn = false

  /// Makes a screen for a terminal of so many columns.
  public init(columns: Int, hasColour: Bool) {
    self.columns = min(max(columns, 20), Self.mostColumns)
    self.hasColour = hasColour
    trace = BedsideTrace(columns: self.columns - 9)
  }

  /// Takes what the last step of the bedside brought.
  public mutating func watch<Bus: SimulatedWiring & ~Copyable, Card: Storage & ~Copyable>(
    _ bedside: borrowing SimulatedBedside<Bus, Card>
  ) where Bus.Source == SimulatedWorld {
    for timed in bedside.appliance.latestMarks {
      if case .beat(let number) = timed.mark { beats = number }
    }
    if case .keepStill = bedside.appliance.signal { beats = 0 }
    guard let scale = bedside.appliance.scale else { return }
    let patient = bedside.appliance.bus.simulated.source.patient
    let direction = patient.sensor.mounting(Vector(x: 1, y: 0, z: 0))
    for sample in bedside.appliance.latestSamples {
      let along =
        direction.x * Double(sample.x) + direction.y * Double(sample.y)
        + direction.z * Double(sample.z)
      trace.append(along * Double(scale.nanoGravitiesPerCount) / 1e9)
    }
  }

  /// Appends the drawing over the one before; `hint` says what the keys do.
  public mutating func draw<Bus: SimulatedWiring & ~Copyable, Card: Storage & ~Copyable>(
    _ bedside: borrowing SimulatedBedside<Bus, Card>, hint: Literal,
    to text: inout TextBuffer
  ) where Bus.Source == SimulatedWorld {
    if isDrawn {
      text.append("\u{1B}[")
      text.append(BedsideTrace.rows + 3)
      text.append("A\r")
    }
    isDrawn = true
    drawLights(bedside.outputs, to: &text)
    text.append("  ")
    text.append((bedside.now.count / 100_000), over: 1)
    text.append(" s  ")
    var phase = TextBuffer()
    bedside.appliance.signal.write(to: &phase)
    // Before it on the line: lights, buzzer and time, in at most 28 columns.
    text.append(span: phase.bytes.span.extracting(first: max(0, columns - 28)))
    endLine(&text)
    for row in Counting(0..<BedsideTrace.rows) {
      drawLabel(row: row, to: &text)
      trace.draw(row: row, to: &text)
      endLine(&text)
    }
    text.append("beats: ")
    text.append(beats)
    endLine(&text)
    text.append(hint)
    endLine(&text)
  }

  private func drawLights(_ outputs: Outputs, to text: inout TextBuffer) {
    let colours: [(Lights, Literal)] = [
      (.one, "\u{1B}[94m"), (.two, "\u{1B}[93m"), (.three, "\u{1B}[97m"),
    ]
    for (light, colour) in colours {
      text.append(" ")
      if outputs.lights.contains(light) {
        if hasColour { text.append(colour) }
        text.append("●")
        if hasColour { text.append("\u{1B}[0m") }
      } else {
        text.append("○")
      }
    }
    switch outputs.tone {
    case .low: text.append("  ♪ low   ")
    case .middle: text.append("  ♪ middle")
    case .high: text.append("  ♪ high  ")
    case .click: text.append("  ♪ click ")
    case nil: text.append("          ")
    }
  }

  /// `+0.25 g` at the top, `-0.25 g` at the bottom, in nine columns.
  private func drawLabel(row: Int, to text: inout TextBuffer) {
    let start = text.bytes.count
    if row == 0 || row == BedsideTrace.rows - 1 {
      text.append(row == 0 ? "+" : "-")
      text.append(Int64(trace.range * 100), over: 2)
      text.append(" g")
    }
    text.pad(from: start, to: 9)
  }

  /// Wipes what was longer before.
  private func endLine(_ text: inout TextBuffer) { text.append("\u{1B}[K\n") }
}
