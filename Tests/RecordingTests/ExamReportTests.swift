import Findings
import Foundation
import Testing

@testable import Recording

@Suite struct ExamReportTests {
  private static func text(_ buffer: TextBuffer) -> String {
    String(decoding: buffer.bytes, as: UTF8.self)
  }

  private static func rate() throws -> SampleRate {
    try #require(SampleRate(samplesPerRecord: 193, recordMicroseconds: 963_555))
  }

  /// The object of INTERFACES.md.
  private static func example() throws -> ExamReport {
    var findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
    findings.verdict = .sustained
    findings.beats = 14
    findings.beatsFirst10s = 14
    findings.frequency = Millihertz(5_910)
    findings.duration = .milliseconds(2_210)
    findings.intervalCV = Permille(40)
    findings.amplitude = Gravities(milli: 610)
    findings.onset = .milliseconds(3_420)
    findings.latency = .milliseconds(210)
    findings.ended = .itself
    findings.rest.duration = .milliseconds(3_100)
    findings.rest.rms = Gravities(milli: 4)
    var stretch = StretchFindings()
    stretch.time = .milliseconds(3_210)
    stretch.duration = .milliseconds(90)
    stretch.peak = Gravities(milli: 1_900)
    stretch.angle = Centidegrees(1_800)
    stretch.speed = DegreesPerSecond(370)
    stretch.count = 1
    findings.stretch = stretch
    findings.hold = .milliseconds(10_100)
    findings.release = .milliseconds(13_400)
    findings.observed = .seconds(16)
    findings.scats = 1
    findings.tardieu = 3
    let beats = [3_420, 3_590].map { time in
      Beat(time: .milliseconds(time), amplitude: Gravities(milli: 610))
    }
    let episode = Episode(
      onset: .milliseconds(3_420), duration: .milliseconds(2_210), beats: 14,
      frequency: Millihertz(5_910), kind: .clonus)
    return ExamReport(
      findings, settings: ExamSettings(), rate: try rate(), beats: beats, episodes: [episode])
  }

  @Test func theObjectIsTheOneOfTheInterface() throws {
    let json = Self.text(try Self.example().json(programVersion: "0.1.0"))
    try JudgesSamples.keep(Array(json.utf8), as: "example.json")
    #expect(
      json == """
        {"schema": 1, "version": "0.1.0", "site": "ankle", "side": "unknown", \
        "placement": "foot dorsum", "protocol": "stretch", "rate_hz": 200.3, \
        "rule": {"name": "adult", "absent_below": 3, "sustained_from": 10}, "positive": null, \
        "verdict": "sustained", "reason": null, "next": null, "quality": ["ok"], \
        "beats": 14, "beats_first_10s": 14, "frequency_hz": 5.91, "duration_s": 2.21, \
        "beat_times_s": [3.42, 3.59], "interval_cv": 0.04, "amplitude_g": 0.61, \
        "onset_s": 3.42, "latency_s": 0.21, "ended": "itself", "censored": false, \
        "rest": {"duration_s": 3.1, "rms_g": 0.004, "rhythm_hz": null, "rhythm_g": null}, \
        "stretch": {"time_s": 3.21, "duration_s": 0.09, "peak_g": 1.9, "angle_deg": 18, \
        "speed_deg_s": 370, "count": 1}, "hold_s": 10.1, "release_s": 13.4, \
        "observed_s": 16, "scats": 1, "tardieu": 3, \
        "episodes": [{"onset_s": 3.42, "duration_s": 2.21, "beats": 14, \
        "frequency_hz": 5.91, "kind": "clonus"}]}
        """)
  }

  @Test func timesAreThoseOfTheFilesOwnClock() throws {
    let json = Self.text(
      try Self.example().json(start: .seconds(1_000_000_000), programVersion: "0.1.0"))
    for expected in [
      "\"beat_times_s\": [1000000003.42, 1000000003.59]", "\"onset_s\": 1000000003.42, \"lat",
      "\"time_s\": 1000000003.21", "\"release_s\": 1000000013.4", "\"hold_s\": 10.1",
      "{\"onset_s\": 1000000003.42", "\"latency_s\": 0.21", "\"observed_s\": 16,",
    ] {
      #expect(json.contains(expected))
    }
  }

  @Test func whatHasNoMeaningIsNull() throws {
    var findings = ExamFindings(kind: .spontaneous, rule: Rule(.obstetric))
    findings.reason = .noStretch
    findings.next = .stretchFaster
    findings.quality = [.gaps, .faint]
    findings.positive = false
    let report = ExamReport(
      findings, settings: ExamSettings(kind: .spontaneous), rate: try Self.rate(), beats: [],
      episodes: [])
    let json = Self.text(report.json(programVersion: "0.1.0"))
    try JudgesSamples.keep(Array(json.utf8), as: "nulls.json")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    for key in [
      "frequency_hz", "duration_s", "interval_cv", "amplitude_g", "onset_s", "latency_s", "ended",
      "stretch", "hold_s", "release_s", "scats", "tardieu",
    ] {
      #expect(object[key] is NSNull, "\(key)")
    }
    #expect(object["positive"] as? Bool == false)
    #expect(object["reason"] as? String == "no_stretch")
    #expect(object["next"] as? String == "stretch_faster")
    #expect(object["quality"] as? [String] == ["gaps", "faint"])
    #expect((object["beat_times_s"] as? [Any])?.isEmpty == true)
    #expect((object["episodes"] as? [Any])?.isEmpty == true)
  }

  @Test func theIndexLineHasAFieldForEachColumn() throws {
    let clock = ClockNote(
      quality: .rtc, time: CivilTime(secondsSince1970: 1_772_446_272), boot: 7,
      uptime: .milliseconds(7_440_500))
    let identity = try #require(
      ExamIdentity(exam: 12, clock: clock, trial: 2, code: Array("AB12".utf8)))
    let line = Self.text(
      try Self.example().indexLine(identity, programVersion: Array("0.1.0".utf8)))
    #expect(
      line == "12,7,7440.5,2026-03-02T10:11:12Z,rtc,AB12,2,unknown,ankle,foot dorsum,stretch,"
        + "adult 10,sustained,,ok,14,14,5.91,2.21,0.04,0.21,itself,false,1,3,18,0.09,0.1.0\r\n")
    let header = Self.text(TextBuffer(ExamReport.indexHeader))
    #expect(header.hasSuffix("version\r\n"))
    #expect(header.split(separator: ",").count == 28)
    #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == 28)
    var unset = try #require(ExamIdentity(exam: 1, clock: ClockNote()))
    unset.trial = 3
    #expect(
      Self.text(try Self.example().indexLine(unset, programVersion: Array("0.1.0".utf8)))
        .hasPrefix("1,0,0,,unset,,3,"))
  }

  @Test(arguments: ["123456789", "a,b", "Jo Do", "\"", "ä"])
  func aCodeThatIsNotPlainIsRefused(code: String) {
    #expect(ExamIdentity(exam: 1, clock: ClockNote(), code: Array(code.utf8)) == nil)
  }

  @Test func theBeatsTableIsInTheOrderOfTime() throws {
    let marks = [
      TimedMark(.beat(2), at: .milliseconds(3_590)), TimedMark(.cue, at: .seconds(3)),
      TimedMark(.settings(ExamSettings()), at: .zero),
      TimedMark(.stretch, at: .milliseconds(3_210), duration: .milliseconds(90)),
      TimedMark(.beat(1), at: .milliseconds(3_420)), TimedMark(.filled(3), at: .seconds(5)),
      TimedMark(.quality([.gaps, .faint]), at: .seconds(6)),
    ]
    #expect(
      Self.text(try Self.example().beatsTable(marks))
        == "event,number,time_s,duration_s,amplitude_g\r\ncue,,3,,\r\nstretch,,3.21,0.09,\r\n"
        + "beat,1,3.42,,0.61\r\nbeat,2,3.59,,0.61\r\nfilled,3,5,,\r\nquality gaps faint,,6,,\r\n")
  }

  @Test func theReadmeIsPlainTextOfTwentyShortLines() {
    let lines = Self.text(CardReadme.text).split(
      separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.count == 21)
    #expect(lines.allSatisfy { $0.utf8.count <= 90 && $0.allSatisfy(\.isASCII) })
  }

  @Test(arguments: [
    (0, 0, "0"), (0, 6, "0"), (160_000, 6, "0.16"), (-5, 1, "-0.5"), (1_000_000, 6, "1"),
    (-1_234_567, 6, "-1.234567"), (100, 0, "100"), (100, 1, "10"),
    (.min, 0, "-9223372036854775808"),
  ])
  func decimalsAreWrittenWithTheirLeadingZeroAlone(value: Int64, decimals: Int, text: String) {
    #expect(Self.text(JSONText.decimal(value, over: decimals)) == text)
  }

  @Test func theChecksumIsTheOneOfZlib() {
    var sum = CRC32()
    for byte in "123456789".utf8 { sum.update(byte) }
    #expect(sum.value == 0xCBF4_3926)
  }
}
