import Findings
import Testing

@testable import Recording

@Suite struct FindingsTextTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func findingsAreReadBackAsTheyWere(
    seed: UInt64
  ) throws {
    var numbers = SeededNumbers(seed: seed)
    func chance() -> Bool { numbers.next() % 2 == 0 }
    func small(_ limit: UInt64) -> Int32 { Int32(numbers.next() % limit) }
    func time() -> Microseconds { Microseconds(Int64(numbers.next() % 300_000_000)) }
    for _ in 0..<50 {
      var findings = ExamFindings(
        kind: chance() ? .stretch : .spontaneous,
        rule: Rule(chance() ? .adult : .obstetric, sustainedFrom: 4 + small(90)))
      findings.verdict = try #require(Verdict.allCases.randomElement(using: &numbers))
      findings.reason = chance() ? Reason.allCases.randomElement(using: &numbers) : nil
      findings.next = chance() ? NextStep.allCases.randomElement(using: &numbers) : nil
      findings.ended = chance() ? Ended.allCases.randomElement(using: &numbers) : nil
      findings.quality = Quality(rawValue: UInt16(small(8_192)))
      findings.positive = chance() ? chance() : nil
      findings.beats = small(3_000)
      findings.beatsFirst10s = small(100)
      if chance() {
        findings.frequency = Millihertz(small(20_000))
        findings.duration = time()
        findings.intervalCV = Permille(small(2_000))
        findings.amplitude = Gravities(q20: small(1 << 25))
        findings.onset = time()
        findings.latency = time()
        findings.scats = UInt8(small(4))
        findings.tardieu = UInt8(3 + small(2))
      }
      findings.rest.duration = time()
      findings.rest.rms = Gravities(q20: small(1 << 24))
      findings.rest.rhythm = chance() ? Millihertz(small(20_000)) : nil
      findings.rest.rhythmAmplitude = chance() ? Gravities(q20: small(1 << 24)) : nil
      if chance() {
        var stretch = StretchFindings()
        stretch.time = time()
        stretch.duration = time()
        stretch.peak = Gravities(q20: small(1 << 25))
        stretch.angle = chance() ? Centidegrees(small(9_000) - 4_500) : nil
        stretch.speed = chance() ? DegreesPerSecond(small(2_000)) : nil
        stretch.count = small(20)
        findings.stretch = stretch
        findings.hold = time()
        findings.release = chance() ? time() : nil
      }
      findings.observed = time()
      let text = findings.text.bytes
      #expect(text.count < 380, "it must find room in one record")
      #expect(ExamFindings(text: text) == findings, "seed \(seed)")
      #expect(ExamFindings(text: text + Array(" 17 3".utf8)) == findings, "a later program's")
      #expect(ExamFindings(text: Array(text.dropLast(Int(numbers.next() % 40) + 3))) != findings)
      var noisy = text
      noisy[Int(numbers.next() % UInt64(noisy.count))] = UInt8(truncatingIfNeeded: numbers.next())
      _ = ExamFindings(text: noisy)
    }
  }

  @Test(arguments: [0, 1, 44, 45, 46, 200]) func amplitudesAreReadBackToATenThousandth(
    count: Int
  ) {
    let beats = (0..<count).map { index in
      Beat(time: .milliseconds(Int64(index) * 170), amplitude: Gravities(milli: Int32(index * 7)))
    }
    var read = beats.map { Beat(time: $0.time, amplitude: Gravities(q20: 0)) }
    for text in SwingText.texts(beats) {
      #expect(text.bytes.count < 380)
      SwingText.read(text.bytes.span, into: &read)
    }
    for (index, beat) in read.enumerated() {
      #expect(beat.amplitude.milli == beats[index].amplitude.milli, "\(index)")
    }
  }

  @Test func swingsThatAreNoneChangeNothing() {
    var beats = [Beat(time: .zero, amplitude: Gravities(q20: 5))]
    for text in ["swing", "swing 0 1", "swing -4 1", "swing 2 1", "swing 1 x", "sway 1 3"] {
      let bytes = Array(text.utf8)
      SwingText.read(bytes.span, into: &beats)
    }
    #expect(beats[0].amplitude == Gravities(q20: 5))
  }

  @Test func theDevicesNoteIsReadBackAndTakesNothingThatHTMLWouldMiss() throws {
    var note = DeviceNote(trial: 3, code: Array("ab12CD34".utf8))
    note.add("sensor", Array("LIS3DH or <LIS2DH12>".utf8))
    note.add("position", Array("seated".utf8))
    #expect(DeviceNote(text: note.text.bytes) == note)
    #expect(note.words.bytes.allSatisfy { $0 != UInt8(ascii: "<") })
    #expect(note.value(of: "position=").map { String(decoding: $0, as: UTF8.self) } == "seated")
    for _ in 0..<40 { note.add("key", Array("value".utf8)) }
    #expect(note.text.bytes.count < 300)
    #expect(DeviceNote(text: note.text.bytes) == note)
    for bad in ["device code=Jane_Doe", "device trial=0", "device a=<b>", "devices trial=1"] {
      #expect(DeviceNote(text: Array(bad.utf8)) == nil, "\(bad)")
    }
    #expect(DeviceNote(trial: -4, code: Array("Jane Doe".utf8)) == DeviceNote())
  }
}
