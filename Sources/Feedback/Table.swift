import Findings

// The exam's table of lights and sounds. Times are milliseconds.
//
// Equal tones come in twos at most, with 600 ms of silence at least before the next: three or five
// in a row are what medical devices alarm with (IEC 60601-1-8, medium and high priority), and a
// pair is easier to count besides. A tone of the buzzer that has one pitch only is known by its
// length: `Signal`s differ by rhythm and position, never by pitch or colour alone.

/// Lengths of tones and pauses that more than one row uses, in milliseconds.
private enum Length {
  static let click: Int64 = 20
  static let blip: Int64 = 100
  static let longTone: Int64 = 600
  /// Between a tone and the next within a pair.
  static let within: Int64 = 150
  /// Between parts of a pattern.
  static let pause: Int64 = 1_000
}

extension Signal {
  /// What lights and buzzer do in this state.
  var pattern: Pattern {
    switch self {
    case .powerOnTest:
      Pattern().then(.one, .middle, for: Length.blip).then(.one, for: 400)
        .then(.two, for: 500).then(.three, for: 500).then([], for: 500)
    case .ready(let recording): Self.readyPattern(recording: recording)
    case .press(.short): Pattern().then(.two, .click, for: Length.click).then(.two, for: 1)
    case .press(.long):
      Pattern().then([.two, .three], .middle, for: Length.blip).then([.two, .three], for: 1)
    case .side(let side): Self.sidePattern(side)
    case .keepStill:
      Pattern().then(.one, for: 1_000).then(.two, for: 1_000).then(.three, for: 1_000)
        .repeating(from: 0)
    case .stretchNow: Pattern().then(.one, .middle, for: Length.blip).then(.one, for: 1)
    case .beating(let bar): Pattern().then(bar.lights, for: 1)
    case .tenSeconds(let bar):
      Pattern().then([], .low, isSoft: true, for: Length.blip).then([], for: 200)
        .then(bar.lights, for: 1)
    case .answer(let answer, let beats, let atLeast):
      Pattern().announcing(answer).counting(beats, on: answer.light).lowerBound(atLeast)
        .pulsing(answer.light)
    case .indeterminate(let advice): Self.indeterminatePattern(advice)
    case .fault:
      // A pass lasts 3 s; the pair sounds once a minute.
      Pattern().then(.all, .low, for: 200).then([], for: 300).then(.all, .low, for: 200)
        .then([], for: 2_300).repeating(from: 0, soundingEvery: 20)
    case .stopping:
      // Light 1 stays until the card is flushed: only then `dark` follows.
      Pattern().then(.all, .high, for: Length.blip).then(.all, for: 300)
        .then([.one, .two], .middle, for: 2 * Length.blip).then([.one, .two], for: 200)
        .then(.one, .low, for: 4 * Length.blip).then(.one, for: 1)
    case .dark: Pattern().then([], for: 1)
    }
  }

  private static func readyPattern(recording: Bool) -> Pattern {
    let blink = Pattern().then(.two, for: 100)
    if recording { return blink.then([], for: 3_900).repeating(from: 0) }
    return blink.then([], for: 400).then(.two, for: 100).then([], for: 400)
      .then(.two, for: 100).then([], for: 2_900).repeating(from: 0)
  }

  private static func sidePattern(_ side: Side) -> Pattern {
    switch side {
    case .unknown:
      Pattern().then([.one, .three], .low, for: Length.longTone).then([.one, .three], for: 400)
        .then([], for: 500)
    case .left:
      Pattern().then(.one, .low, for: Length.blip).then(.one, for: 900).then([], for: 500)
    case .right:
      Pattern().then(.three, .low, for: Length.blip).then(.three, for: Length.within)
        .then(.three, .low, for: Length.blip).then(.three, for: 650).then([], for: 500)
    }
  }

  /// 1 and 3 in turn, twice, then light 2 blinks the advice; the sounds come once.
  private static func indeterminatePattern(_ advice: Advice) -> Pattern {
    Pattern().then(.one, .low, for: 150).then(.one, for: Length.within)
      .then(.one, .low, for: 450).then(.one, for: 250).then(.three, for: 1_000)
      .then(.one, for: 1_000).then(.three, for: 1_000).then([], for: Length.pause)
      .blinking(Int(advice.rawValue), .two, .click, sounding: Length.click, lit: 150, dark: 350)
      .then([], for: Length.pause)
      .repeating(from: 0, soundingEvery: 0)
  }
}

extension Pattern {
  /// The answer's own tone, the light lit for 1.5 s, then dark for a second.
  fileprivate consuming func announcing(_ answer: Answer) -> Pattern {
    let light = answer.light
    let lit: Pattern =
      switch answer {
      case .absent: then(light, .low, for: Length.longTone).then(light, for: 900)
      case .unsustained:
        then(light, .low, for: 200).then(light, for: Length.within).then(light, .high, for: 200)
          .then(light, for: 950)
      case .sustained:
        then(light, .low, for: 500).then(light, .middle, for: 500).then(light, .high, for: 500)
      }
    return lit.then([], for: Length.pause)
  }

  /// Tens as long, ones as short flashes and tones; from 40 on four longs and no more.
  fileprivate consuming func counting(_ beats: Int32, on light: Lights) -> Pattern {
    guard beats > 0 else { return self }
    let tens = Int(min(beats / 10, 4))
    let ones = tens == 4 ? 0 : Int(beats % 10)
    return blinking(tens, light, .middle, sounding: 600, lit: 600, dark: 400)
      .blinking(ones, light, .middle, sounding: 150, lit: 150, dark: 350)
      .then([], for: 500)
  }

  /// "At least": two short flashes of light 1.
  fileprivate consuming func lowerBound(_ applies: Bool) -> Pattern {
    guard applies else { return self }
    return then([], for: 500).then(.one, .low, for: Length.blip).then([], for: 400)
      .then(.one, .low, for: Length.blip).then([], for: Length.pause)
  }

  /// A second lit and a second dark, without end: 0.5 Hz, and what a result alone looks like.
  fileprivate consuming func pulsing(_ light: Lights) -> Pattern {
    let start = count
    return then(light, for: 1_000).then([], for: 1_000).repeating(from: start)
  }

  /// Blinks `number` times in pairs; after each pair, and after the last, it stays dark for 600 ms
  /// more, so that pairs stand apart.
  fileprivate consuming func blinking(
    _ number: Int, _ light: Lights, _ tone: Tone, sounding: Int64, lit: Int64, dark: Int64
  ) -> Pattern {
    var pattern = self
    for index in 0..<max(number, 0) {
      pattern = pattern.then(light, tone, for: sounding)
      if lit > sounding { pattern = pattern.then(light, for: lit - sounding) }
      let endsPair = index % 2 == 1 || index == number - 1
      pattern = pattern.then([], for: endsPair ? dark + 600 : dark)
    }
    return pattern
  }
}
