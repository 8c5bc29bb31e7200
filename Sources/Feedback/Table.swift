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
    var pattern = Pattern()
    write(to: &pattern)
    return pattern
  }

  private func write(to pattern: inout Pattern) {
    switch self {
    case .powerOnTest:
      pattern.then(.one, for: 350)
      pattern.then(.two, for: 350)
      pattern.then(.three, .middle, for: Length.blip)
      pattern.then(.three, for: 250)
      pattern.then(.dark, for: 250)
    case .ready(let isRecording): pattern.ready(isRecording: isRecording)
    case .press(.short):
      pattern.then(.two, .click, for: Length.click)
      pattern.then(.two, for: 1)
    case .press(.long):
      pattern.then(.twoAndThree, .middle, for: Length.blip)
      pattern.then(.twoAndThree, for: 1)
    case .side(let side): pattern.side(side)
    case .keepStill:
      pattern.then(.one, for: 1_000)
      pattern.then(.two, for: 1_000)
      pattern.then(.three, for: 1_000)
      pattern.loop(from: 0)
    case .stretchNow:
      pattern.then(.one, .middle, for: Length.blip)
      pattern.then(.one, for: 1)
    case .beating(let bar): pattern.then(bar.lights, for: 1)
    case .tenSeconds(let bar):
      pattern.then(.dark, .low, for: Length.blip)
      pattern.softly()
      pattern.then(.dark, for: 200)
      pattern.then(bar.lights, for: 1)
    case .answer(let answer, let beats, let atLeast):
      pattern.announce(answer)
      pattern.count(beats, on: answer.light)
      if atLeast { pattern.lowerBound() }
      pattern.pulse(answer.light)
    case .indeterminate(let advice): pattern.advise(advice)
    case .fault:
      // A pass lasts 3 s; the pair sounds once a minute.
      pattern.then(.all, .low, for: 200)
      pattern.then(.dark, for: 300)
      pattern.then(.all, .low, for: 200)
      pattern.then(.dark, for: 2_300)
      pattern.loop(from: 0, soundingEvery: 20)
    case .stopping:
      // Light 1 stays until the card is flushed: only then `dark` follows.
      pattern.then(.all, .high, for: Length.blip)
      pattern.then(.all, for: 300)
      pattern.then(.oneAndTwo, .middle, for: 2 * Length.blip)
      pattern.then(.oneAndTwo, for: 200)
      pattern.then(.one, .low, for: 4 * Length.blip)
      pattern.then(.one, for: 1)
    case .dark: pattern.then(.dark, for: 1)
    }
  }
}

extension Pattern {
  fileprivate mutating func ready(isRecording: Bool) {
    then(.two, for: 100)
    if isRecording {
      then(.dark, for: 3_900)
    } else {
      then(.dark, for: 400)
      then(.two, for: 100)
      then(.dark, for: 400)
      then(.two, for: 100)
      then(.dark, for: 2_900)
    }
    loop(from: 0)
  }

  fileprivate mutating func side(_ side: Side) {
    switch side {
    case .unknown:
      then(.oneAndThree, .low, for: Length.longTone)
      then(.oneAndThree, for: 400)
    case .left:
      then(.one, .low, for: Length.blip)
      then(.one, for: 900)
    case .right:
      then(.three, .low, for: Length.blip)
      then(.three, for: Length.within)
      then(.three, .low, for: Length.blip)
      then(.three, for: 650)
    }
    then(.dark, for: 500)
  }

  /// 1 and 3 in turn, twice, then light 2 blinks the advice; the sounds come once.
  fileprivate mutating func advise(_ advice: Advice) {
    then(.one, .low, for: 150)
    then(.one, for: Length.within)
    then(.one, .low, for: 450)
    then(.one, for: 250)
    then(.three, for: 1_000)
    then(.one, for: 1_000)
    then(.three, for: 1_000)
    then(.dark, for: Length.pause)
    blink(Int(advice.rawValue), .two, .click, sounding: Length.click, lit: 150, dark: 350)
    then(.dark, for: Length.pause)
    loop(from: 0, soundingEvery: 0)
  }

  /// The answer's own tone, the light lit for 1.5 s, then dark for a second.
  fileprivate mutating func announce(_ answer: Answer) {
    let light = answer.light
    switch answer {
    case .absent:
      then(light, .low, for: Length.longTone)
      then(light, for: 900)
    case .unsustained:
      then(light, .low, for: 200)
      then(light, for: Length.within)
      then(light, .high, for: 200)
      then(light, for: 950)
    case .sustained:
      then(light, .low, for: 500)
      then(light, .middle, for: 500)
      then(light, .high, for: 500)
    }
    then(.dark, for: Length.pause)
  }

  /// Tens as long, ones as short flashes and tones; from 40 on four longs and no more.
  fileprivate mutating func count(_ beats: Int32, on light: Lights) {
    guard beats > 0 else { return }
    let tens = Int(min(beats / 10, 4))
    let ones = tens == 4 ? 0 : Int(beats % 10)
    blink(tens, light, .middle, sounding: 600, lit: 600, dark: 400)
    blink(ones, light, .middle, sounding: 150, lit: 150, dark: 350)
    then(.dark, for: 500)
  }

  /// "At least": two short flashes of light 1.
  fileprivate mutating func lowerBound() {
    then(.dark, for: 500)
    then(.one, .low, for: Length.blip)
    then(.dark, for: 400)
    then(.one, .low, for: Length.blip)
    then(.dark, for: Length.pause)
  }

  /// A second lit and a second dark, without end: 0.5 Hz, and what a result alone looks like.
  fileprivate mutating func pulse(_ light: Lights) {
    let start = count
    then(light, for: 1_000)
    then(.dark, for: 1_000)
    loop(from: start)
  }

  /// Blinks `number` times in pairs; after each pair, and after the last, it stays dark for 600 ms
  /// more, so that pairs stand apart.
  fileprivate mutating func blink(
    _ number: Int, _ light: Lights, _ tone: Tone, sounding: Int64, lit: Int64, dark: Int64
  ) {
    for index in Counting(0..<max(number, 0)) {
      then(light, tone, for: sounding)
      if lit > sounding { then(light, for: lit - sounding) }
      let endsPair = index % 2 == 1 || index == number - 1
      then(.dark, for: endsPair ? dark + 600 : dark)
    }
  }
}
