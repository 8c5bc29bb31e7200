import Findings
import Foundation
import Testing

@testable import Recording

/// An exam whose samples are drawn by hand: stillness, a push at 4 s, a beating of 6 Hz after it.
struct ReportSpecimen {
  var settings = ExamSettings()
  var clock = ClockNote(uptime: .seconds(7_440))
  var device = DeviceNote(trial: 2, code: Array("AB12CD34".utf8))
  var findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
  var beats: [Beat] = []
  var number: UInt16 = 7
  /// Samples at 200 Hz.
  var sampleCount = 2_400
  /// The direction of the beating: a third, two thirds, two thirds.
  static let axis = [1.0 / 3, 2.0 / 3, 2.0 / 3]

  init(_ verdict: Verdict, beats count: Int, ended: Ended? = .itself, kind: ExamKind = .stretch) {
    settings.kind = kind
    findings = ExamFindings(kind: kind, rule: Rule(.adult))
    findings.verdict = verdict
    findings.beats = Int32(count)
    findings.beatsFirst10s = Int32(count)
    findings.ended = count > 0 ? ended : nil
    findings.observed = .seconds(12)
    findings.rest.duration = .milliseconds(3_100)
    findings.rest.rms = Gravities(milli: 4)
    for index in 0..<count {
      beats.append(
        Beat(
          time: .milliseconds(4_250 + Int64(index) * 500 / 3), amplitude: Gravities(milli: 612)))
    }
    if kind == .stretch {
      var stretch = StretchFindings()
      stretch.time = .seconds(4)
      stretch.duration = .milliseconds(93)
      stretch.peak = Gravities(milli: 1_912)
      stretch.angle = Centidegrees(1_834)
      stretch.speed = DegreesPerSecond(373)
      stretch.count = 1
      findings.stretch = stretch
      findings.hold = .milliseconds(7_321)
      findings.release = .milliseconds(11_321)
    }
    if count > 1 {
      findings.frequency = Millihertz(5_987)
      findings.duration = beats[count - 1].time - beats[0].time
      findings.intervalCV = Permille(41)
      findings.amplitude = Gravities(milli: 612)
      findings.onset = beats[0].time
      findings.latency = .milliseconds(254)
      findings.scats = 1
      findings.tardieu = 3
    }
  }

  /// Records the exam on a card, finished unless it is cut off.
  func record(on card: inout MemoryCard, isCutOff: Bool = false) throws {
    let rate = try #require(SampleRate(samplesPerRecord: 80, recordMicroseconds: 400_000))
    let scale = try #require(CountScale(nanoGravitiesPerCount: 250_000, railCount: 32_000))
    var file = ExamFile(
      number: number, rate: rate, scale: scale, capacity: .seconds(20), programVersion: "0.1.0")
    try file.prepare(on: &card)
    file.begin(settings, clock: clock, device: device)
    for index in 0..<sampleCount {
      let time = Double(index) / 200
      if index == 600 { file.annotate(.cue, at: .seconds(3)) }
      var swing = 0.0
      if let first = beats.first, let last = beats.last {
        let from = Double(first.time.count) / 1e6
        if time > from - 0.1, time < Double(last.time.count) / 1e6 + 0.1 {
          swing = 0.6 * cos(2 * .pi * 6 * (time - from))
        }
      }
      if abs(time - 4.04) < 0.04 { swing = -1.9 }
      let counts = Self.axis.map { Int16(($0 * swing * 4_000).rounded()) }
      let sample = RawSample(x: counts[0], y: counts[1], z: counts[2] - 4_000)
      try file.append(sample, clock: .seconds(9), to: &card)
    }
    if isCutOff { return }
    try file.finish(
      findings, beats: beats, verdictAt: .milliseconds(11_500), on: &card)
  }

  /// The report's page and its text.
  func page() throws -> (page: ReportPage, html: String) {
    var card = MemoryCard()
    try record(on: &card)
    return try Self.page(of: number, on: card)
  }

  static func page(of number: UInt16, on card: MemoryCard) throws -> (
    page: ReportPage, html: String
  ) {
    let bytes = try #require(card.files[.recording(number)])
    let page = try ReportPage { (offset, part) in
      part = Array(bytes[min(offset, bytes.count)..<min(offset + part.count, bytes.count)])
    }
    return (page, String(decoding: page.html().bytes, as: UTF8.self))
  }
}
