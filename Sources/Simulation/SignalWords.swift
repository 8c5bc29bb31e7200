import Feedback
import Findings
import Recording

extension Signal {
  /// Appends what lights and buzzer say, in words.
  @inline(never)
  public func write(to text: inout TextBuffer) {
    switch self {
    case .powerOnTest: text.append("power-on test: lights 1, 2, 3 in turn, one blip")
    case .ready(recording: true): text.append("ready: press the button")
    case .ready(recording: false): text.append("ready, but nothing is recorded to the card")
    case .press(.short): text.append("the button is down")
    case .press(.long): text.append("a long press: spontaneous exam")
    case .side(let side):
      text.append("side: ")
      text.append(side.word)
    case .keepStill: text.append("keep still")
    case .stretchNow: text.append("stretch now, and hold")
    case .beating(.listening): text.append("hold")
    case .beating(.threeBeats): text.append("hold: three beats, lights 1 and 2")
    case .beating(.ruleReached): text.append("hold: the rule is reached, lights 1, 2 and 3")
    case .tenSeconds: text.append("hold: ten seconds of beating, one soft blip")
    case .answer(.absent, _, _): text.append("let go: light 1 pulses (absent)")
    case .answer(.unsustained, _, _): text.append("let go: light 2 pulses (unsustained)")
    case .answer(.sustained, _, _): text.append("let go: light 3 pulses (sustained)")
    case .indeterminate(let advice):
      text.append("let go: lights 1 and 3 alternate (indeterminate), ")
      text.append(advice.rawValue)
      text.append(advice == .stretchFaster ? " blink of light 2" : " blinks of light 2")
    case .fault: text.append("fault: all lights double-blink")
    case .stopping: text.append("stopping: lights 3, 2, 1 go out in turn")
    case .dark: text.append("dark: safe to unplug")
    }
  }
}
