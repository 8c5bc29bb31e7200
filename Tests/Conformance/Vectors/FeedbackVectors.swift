import Feedback
import Findings

extension VectorLines {
  private static let signals: [Signal] = [
    .powerOnTest, .ready(recording: true), .ready(recording: false), .press(.short), .press(.long),
    .side(.left), .side(.right), .side(.unknown), .keepStill, .stretchNow, .beating(.listening),
    .beating(.threeBeats), .beating(.ruleReached), .tenSeconds(.ruleReached),
    .answer(.absent, beats: 0, atLeast: false), .answer(.unsustained, beats: 7, atLeast: true),
    .answer(.sustained, beats: 34, atLeast: false), .indeterminate(.stretchFaster),
    .indeterminate(.holdLonger), .indeterminate(.restFirst), .indeterminate(.fixSensor),
    .indeterminate(.otherMovement), .fault, .stopping, .dark,
  ]

  /// What lights and buzzer do in the first 12 s of every signal, change by change.
  mutating func writeFeedback() {
    for (index, signal) in Self.signals.enumerated() {
      for level in [1, 3] as [UInt8] { write(signal, index, Volume(level)) }
    }
  }

  private mutating func write(_ signal: Signal, _ index: Int, _ volume: Volume) {
    var player = Player(settings: FeedbackSettings(volume: volume, ticks: true), at: .zero)
    player.show(signal, at: .zero)
    word("feedback signal")
    number(index)
    number(volume.level)
    var now = Microseconds.zero
    var ticked = false
    while now < .seconds(12) {
      if now >= .seconds(2), !ticked {
        player.tick(at: now)
        ticked = true
      }
      let outputs = player.outputs(at: now)
      number(now.count)
      number(outputs.lights.rawValue)
      number(orNone: outputs.tone?.rawValue)
      number(outputs.volume.level)
      guard let next = player.nextChange else { break }
      now = max(next, now + Microseconds(1))
    }
    end()
  }
}
