import Exam
import Findings
import Recording
import Testing

@testable import Simulation

@Suite struct BedsideTests {
  @Test("The truth of an exam is on the clock of its file", arguments: [1, 2, 3] as [UInt64])
  func truthClock(seed: UInt64) throws {
    let bedside = examined(.multipleSclerosis, seed: seed)
    let exam = try #require(bedside.appliance.finished)
    let truth = bedside.truth
    #expect(truth.verdict(by: exam.plan.settings.rule) == exam.findings.verdict, "seed \(seed)")
    let errors = truth.beats.map { beat in
      exam.beats.map { abs(($0.time - beat.time).count) }.min() ?? .max
    }.sorted()
    try #require(!errors.isEmpty)
    #expect(errors[errors.count / 2] <= 20_000, "seed \(seed): \(errors)")
  }

  @Test("The examiner stretches once at the cue, and lets go after the verdict")
  func examiner() throws {
    let bedside = examined(.spinalCordInjury, seed: 1)
    let exam = try #require(bedside.appliance.finished)
    #expect(bedside.truth.stretches.count == 1)
    let release = try #require(bedside.truth.stretch?.release)
    #expect(release > exam.verdictAt)
    #expect(release < exam.verdictAt + .seconds(1))
  }

  @Test("Of a spontaneous exam only what was watched is true")
  func watched() throws {
    let bedside = examined(.spontaneous, seed: 2)
    let exam = try #require(bedside.appliance.finished)
    #expect(exam.plan.settings.kind == .spontaneous)
    let times = bedside.truth.episodes.flatMap { $0 }.map { $0.time }
    #expect(!times.isEmpty)
    #expect(times.allSatisfy { $0 >= .zero && $0 <= exam.verdictAt })
  }

  @Test("Lines tell each beat once, in the order of time")
  func lines() throws {
    var lines = BedsideLines()
    var text = TextBuffer()
    let bedside = examined(.stroke, seed: 1) { lines.tell($0, to: &text) }
    let told = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").map {
      $0.dropFirst(12)
    }
    let beats = try #require(bedside.appliance.finished).findings.beats
    for beat in 1...beats { #expect(told.filter { $0 == "beat \(beat)" }.count == 1) }
    let parts = ["power-on test", "ready", "keep still", "stretch now", "beat 1", "let go"]
    let places = parts.map { part in told.firstIndex { $0.hasPrefix(part) } ?? -1 }
    #expect(places == places.sorted() && !places.contains(-1), "\(told)")
  }

  @Test("A drawing on the screen is as high each time, and no wider than the terminal")
  func screen() {
    var screen = BedsideScreen(columns: 60, hasColour: false)
    var frames: [String] = []
    var next = Microseconds.zero
    _ = examined(.stroke, seed: 1) { bedside in
      screen.watch(bedside)
      guard bedside.now >= next else { return }
      next = bedside.now + .milliseconds(200)
      var text = TextBuffer()
      screen.draw(bedside, hint: "hint", to: &text)
      frames.append(String(decoding: text.bytes, as: UTF8.self))
    }
    #expect(frames.count > 20)
    for frame in frames {
      let lines = frame.split(separator: "\n")
      #expect(lines.count == BedsideTrace.rows + 3)
      for line in lines {
        var shown = String(line)
        for code in ["\u{1B}[9A\r", "\u{1B}[K"] { shown = shown.split(separator: code).joined() }
        #expect(shown.unicodeScalars.count <= 60, "\(shown)")
        #expect(!shown.contains("\u{1B}"), "\(shown)")
      }
    }
    #expect(frames.contains { $0.contains("●") && $0.contains("♪") })
    #expect(frames.last?.contains("beats: 0") == false)
  }

  @Test("A trace shows a swing above and below its middle")
  func trace() {
    var trace = BedsideTrace(columns: 10, samplesPerPoint: 1)
    for index in 0..<40 { trace.append(index % 4 < 2 ? 0.4 : -0.4) }
    #expect(trace.range == 1 || trace.range == 0.5)
    var rows: [String] = []
    for row in 0..<BedsideTrace.rows {
      var text = TextBuffer()
      trace.draw(row: row, to: &text)
      rows.append(String(decoding: text.bytes, as: UTF8.self))
    }
    #expect(rows.allSatisfy { $0.unicodeScalars.count == 10 })
    let empty = String(repeating: "\u{2800}", count: 10)
    #expect(rows[..<3].contains { $0 != empty })
    #expect(rows[3...].contains { $0 != empty })
  }
}

/// A bedside after one exam; `look` sees each step.
private func examined(
  _ preset: PatientPreset, seed: UInt64,
  look: (SimulatedBedside<SimulatedBus<SimulatedWorld>, MemoryStorage>) -> Void = { _ in }
) -> SimulatedBedside<SimulatedBus<SimulatedWorld>, MemoryStorage> {
  let patient = Patient(preset, seed: seed)
  var bedside = SimulatedBedside(
    source: SimulatedWorld(patient: patient), seed: seed, card: MemoryStorage(),
    settings: DeviceSettings(site: patient.site, age: patient.age), version: "0.0.0")
  bedside.press(for: patient.kind, at: .seconds(3))
  while bedside.appliance.finishedCount == 0, bedside.now < .seconds(120) {
    bedside.examine(until: .seconds(120))
    look(bedside)
  }
  return bedside
}
