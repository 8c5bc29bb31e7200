import Feedback
import Findings
import Recording
import Sensing
import Testing

@testable import Exam

struct SettingsFileTests {
  private func read(_ text: String) -> (DeviceSettings, [SettingsProblem]) {
    SettingsFile.read(Array(text.utf8))
  }

  @Test func theWrittenFileIsTheDefaultsAndNamesEveryKey() {
    let bytes = SettingsFile.text()
    let (settings, problems) = SettingsFile.read(bytes)
    #expect(settings == DeviceSettings())
    #expect(problems.isEmpty)
    let text = String(decoding: bytes, as: UTF8.self)
    for key in SettingsKey.allCases {
      #expect(text.contains("\r\n\(key.name)="))
      #expect(text.contains("\(key.accepted). Default: "))
    }
    #expect(bytes.allSatisfy { $0 < 128 })
    #expect(bytes.count < 4_096)
  }

  @Test func theDefaultsAreTheContracts() {
    let settings = DeviceSettings()
    let exam = settings.examSettings
    #expect(exam.restStillness == .seconds(3) && exam.restLimit == .seconds(20))
    #expect(exam.stretchWait == .seconds(20) && exam.endGap == .seconds(1))
    #expect(exam.minimumHold == .seconds(3) && exam.maximumHold == .seconds(20))
    #expect(exam.spontaneousDuration == .seconds(60))
    #expect(exam.rule == Rule(.adult, sustainedFrom: 10))
    #expect(settings.trials == 1 && !settings.feedback.ticks)
    #expect(settings.feedback.volume == Volume(2))
    #expect(settings.dataRate == .hz200 && settings.fullScale == .g8)
  }

  @Test func everyKeyIsReadAndWrittenBack() {
    let (settings, problems) = read(
      """
      SITE=wrist
      SIDE=left
      POSITION=Seated
      RULE=obstetric
      SUSTAINED=5
      AGE=older_or_unknown
      TRIALS=3
      REST_S=4
      REST_MAX_S=30
      WAIT_S=25
      HOLD_MIN_S=5
      HOLD_MAX_S=30
      GAP_S=2
      SPONTANEOUS_S=120
      TICKS=on
      VOLUME=1
      RATE_HZ=400
      RANGE_G=16
      BOARD=pi-zero-2-w
      CODE=AB12cd34
      """)
    #expect(problems.isEmpty)
    let exam = settings.examSettings
    #expect(exam.site == .wrist && exam.side == .left)
    #expect(exam.rule == Rule(.obstetric, sustainedFrom: 5))
    #expect(exam.restStillness == .seconds(4) && exam.restLimit == .seconds(30))
    #expect(exam.stretchWait == .seconds(25) && exam.endGap == .seconds(2))
    #expect(exam.minimumHold == .seconds(5) && exam.maximumHold == .seconds(30))
    #expect(exam.spontaneousDuration == .seconds(120))
    #expect(settings.feedback == FeedbackSettings(volume: Volume(1), ticks: true))
    #expect(settings.dataRate == .hz400 && settings.fullScale == .g16)
    #expect(settings.board == Array("pi-zero-2-w".utf8))
    #expect(settings.code == Array("AB12cd34".utf8))
    #expect(settings.machine.trials == 3 && settings.position == .seated)
    let note = settings.note(trial: 2)
    #expect(note.code == Array("AB12cd34".utf8) && note.trial == 2)
    #expect(
      String(decoding: note.words.bytes, as: UTF8.self)
        == "position=seated trials=3 ticks=on volume=1 rate_hz=400 range_g=16 board=pi-zero-2-w")
    let again = SettingsFile.read(SettingsFile.text(settings))
    #expect(again.0 == settings && again.1.isEmpty)
  }

  @Test func editorsMayLeaveTheirHabits() {
    let (settings, problems) = read(
      "\u{FEFF}[clonus]\r\n\t site\t=  KNEE \t; above the kneecap\r\n\r\n# SIDE=left\r\rvolume=3\nTicks = On"
    )
    #expect(problems.isEmpty)
    #expect(settings.exam.site == .knee && settings.exam.side == .unknown)
    #expect(settings.feedback == FeedbackSettings(volume: Volume(3), ticks: true))
  }

  @Test func whatIsWrongIsNamedWithItsLineAndTheDefaultStands() {
    let (settings, problems) = read(
      "SITE=elbow\r\nSPEED=3\r\nVOLUME=4\r\nhello\r\nTRIALS=2\r\nTRIALS=3\r\nCODE=Jane Doe\r\n")
    #expect(
      problems == [
        SettingsProblem(line: 1, fault: .badValue(.site)),
        SettingsProblem(line: 2, fault: .unknownKey),
        SettingsProblem(line: 3, fault: .badValue(.volume)),
        SettingsProblem(line: 4, fault: .noKey),
        SettingsProblem(line: 6, fault: .repeated(.trials)),
        SettingsProblem(line: 7, fault: .badValue(.code)),
      ])
    #expect(settings.exam.site == .ankle && settings.feedback.volume == .standard)
    #expect(settings.trials == 3 && settings.code.isEmpty)
    var text = TextBuffer()
    problems[2].write(to: &text)
    #expect(
      text.bytes == Array("CLONUS.INI line 3: VOLUME takes 0 to 3; the default is used".utf8))
  }

  @Test(arguments: SettingsKey.allCases.filter { $0 != .board }) func noKeyTakesAnything(
    key: SettingsKey
  ) {
    for value in ["-1", "9999999999999999999999", "1e3", "\u{FF11}", "on off", "=", "nan", "0x10"] {
      let (settings, problems) = read("\(key.name)=\(value)")
      #expect(settings == DeviceSettings(), "\(key) \(value)")
      #expect(problems == [SettingsProblem(line: 1, fault: .badValue(key))], "\(key) \(value)")
    }
  }

  @Test(arguments: ["pi 5", "pi/5", "../x", String(repeating: "a", count: 33)])
  func aBoardsNameHasLettersDigitsAndDashes(value: String) {
    #expect(read("BOARD=\(value)").1 == [SettingsProblem(line: 1, fault: .badValue(.board))])
  }

  @Test func rangesEndWhereTheFileSaysTheyDo() {
    for key in SettingsKey.allCases {
      let words = "\(key.accepted)".split(separator: " ")
      guard words.count == 3, words[1] == "to", let low = Int(words[0]), let high = Int(words[2])
      else { continue }
      for (value, isGood) in [(low - 1, false), (low, true), (high, true), (high + 1, false)] {
        #expect(read("\(key.name)=\(value)").1.isEmpty == isGood, "\(key) \(value)")
      }
    }
  }

  @Test func anInfantsAgeGoesBeforeTheRule() {
    let (settings, _) = read("RULE=obstetric\nSUSTAINED=4\nAGE=infant_to_8_months")
    #expect(settings.examSettings.rule == Rule(.infant))
  }

  @Test func wideTextAndBinaryAreRefusedAsAWhole() {
    let wide: [UInt8] = [0xFF, 0xFE] + "VOLUME=0".utf8.flatMap { [$0, 0 as UInt8] }
    for bytes in [wide, [UInt8](repeating: 0, count: 100), [UInt8](repeating: 65, count: 70_000)] {
      let (settings, problems) = SettingsFile.read(bytes)
      #expect(settings == DeviceSettings())
      #expect(problems == [SettingsProblem(line: 1, fault: .notText)])
    }
  }

  @Test func problemsAreBounded() {
    let (_, problems) = read(String(repeating: "x\n", count: 5_000))
    #expect(problems.count == SettingsFile.mostProblems + 1)
    #expect(problems.last == SettingsProblem(line: 21, fault: .more))
  }

  @Test(arguments: [1 as UInt64, 2, 3, 4, 5, 6]) func noisyFilesNeverTrap(seed: UInt64) {
    var random = seed
    func next(_ limit: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % limit
    }
    for _ in 0..<300 {
      var bytes = SettingsFile.text()
      for _ in 0..<next(40) { bytes[next(bytes.count)] = UInt8(next(255) + 1) }
      bytes.removeLast(next(bytes.count))
      let (settings, problems) = SettingsFile.read(bytes)
      #expect(problems.count <= SettingsFile.mostProblems + 1, "seed \(seed)")
      let again = SettingsFile.read(SettingsFile.text(settings))
      #expect(again.0 == settings && again.1.isEmpty, "seed \(seed)")
    }
  }
}
