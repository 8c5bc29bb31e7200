import Findings
import Testing

@testable import Board

/// What is on each pin of the Raspberry Pi's header: BCM number by pin number.
private let piHeader: [UInt8: UInt32] = [
  3: 2, 5: 3, 7: 4, 8: 14, 10: 15, 11: 17, 12: 18, 13: 27, 15: 22, 16: 23, 18: 24, 19: 10, 21: 9,
  22: 25, 23: 11, 24: 8, 26: 7, 27: 0, 28: 1, 29: 5, 31: 6, 32: 12, 33: 13, 35: 19, 36: 16, 37: 26,
  38: 20, 40: 21,
]

/// The same for the BeagleBone's pins that are used, as offsets in gpio1.
private let boneHeader: [String: UInt32] = [
  "P8.11": 13, "P8.12": 12, "P8.15": 15, "P8.16": 14, "P8.26": 29, "P9.12": 28, "P9.15": 16,
  "P9.23": 17,
]

private let piFamily: [Board] = [.piZero2W, .pi3, .pi4, .pi5, .piZero]

private func found(_ model: String) -> String? {
  let bytes = Array(model.utf8)
  return Board.matching(model: bytes.span).map { "\($0.word)" }
}

@Test func noBoardUsesALineTwice() {
  for board in Board.all {
    let lines = Use.allCases.map { "\(board.lines[$0].chipLabel) \(board.lines[$0].offset)" }
    #expect(Set(lines).count == 6, "\(board.name): \(lines)")
  }
}

@Test func noBoardUsesAPinTwice() {
  for board in Board.all {
    var pins = Use.allCases.compactMap { board.lines[$0].pin?.text }
    if let sensor = board.sensor {
      pins += [sensor.power.text, sensor.ground.text, sensor.data.text, sensor.clock.text]
    }
    #expect(Set(pins).count == pins.count, "\(board.name): \(pins)")
  }
}

@Test func boardsHaveDistinctWordsAndModels() {
  #expect(Set(Board.all.map { "\($0.word)" }).count == Board.all.count)
  let models = Board.all.flatMap { $0.models.map { "\($0)" } }
  #expect(Set(models).count == models.count)
}

@Test func piLinesComeOutAtTheirHeaderPins() throws {
  for board in piFamily {
    for use in Use.allCases {
      let pin = try #require(board.lines[use].pin)
      #expect(piHeader[pin.number] == board.lines[use].offset, "\(board.name): \(use)")
    }
    let sensor = try #require(board.sensor)
    #expect(piHeader[sensor.data.number] == 2)
    #expect(piHeader[sensor.clock.number] == 3)
    #expect(sensor.power.number == 1 || sensor.power.number == 17)
    #expect([6, 9, 14, 20, 25, 30, 34, 39].contains(sensor.ground.number))
  }
}

@Test func piLinesLeaveTheReservedOnesAlone() {
  for board in piFamily {
    for use in Use.allCases {
      #expect(![0, 1, 2, 3, 14, 15].contains(board.lines[use].offset), "\(board.name): \(use)")
    }
  }
}

@Test func piOutputsAreOnLinesPulledDownAtPowerOn() {
  for board in piFamily {
    for use in [Use.light1, .light2, .light3, .buzzer] {
      #expect((9...27).contains(board.lines[use].offset), "\(board.name): \(use)")
    }
  }
}

@Test func beagleBoneLinesComeOutAtTheirHeaderPins() throws {
  for use in Use.allCases {
    let line = Board.beagleBoneBlack.lines[use]
    let pin = try #require(line.pin)
    #expect(boneHeader[String(decoding: pin.text.bytes, as: UTF8.self)] == line.offset, "\(use)")
    #expect(line.chipNode != nil)
  }
}

/// On line 18 of the header, where the active buzzer is: the RP1 has its third channel there, all
/// chips before it their first.
@Test func passiveBuzzersAreOnTheActiveOnesPin() throws {
  for board in piFamily {
    let pwm = try #require(board.pwm)
    #expect(board.lines.buzzer.offset == 18)
    #expect(pwm.channel == (board.word.isSame(as: Board.pi5.word.span) ? 2 : 0))
  }
  #expect(Board.beagleBoneBlack.pwm == nil && Board.bench.pwm == nil)
}

@Test func benchLeavesThePowerButtonAlone() {
  for use in Use.allCases {
    let line = Board.bench.lines[use]
    #expect(line.offset < 8 && line.offset != 3)
  }
}

@Test func buttonsAreDebouncedAndSensorsAreNot() {
  for board in Board.all {
    #expect(board.lines.button.debounce >= .milliseconds(5))
    #expect(board.lines.button.isActiveLow)
    #expect(board.lines.dataReady.debounce == .zero)
    #expect(!board.lines.dataReady.isActiveLow)
  }
}

@Test(arguments: [
  ("Raspberry Pi Zero 2 W Rev 1.0\0", "pi-zero-2-w"), ("Raspberry Pi Zero 2 W", "pi-zero-2-w"),
  ("Raspberry Pi Zero W Rev 1.1", "pi-zero"), ("Raspberry Pi Zero Rev 1.3", "pi-zero"),
  ("Raspberry Pi 3 Model B Plus Rev 1.3", "pi-3"), ("Raspberry Pi 4 Model B Rev 1.4", "pi-4"),
  ("Raspberry Pi 5 Model B Rev 1.0", "pi-5"), ("TI AM335x BeagleBone Black", "beaglebone-black"),
  ("TI AM335x BeagleBone Black Wireless", "beaglebone-black"), ("linux,dummy-virt", "bench"),
])
func boardIsFoundFromTheModel(model: String, word: String) {
  #expect(found(model) == word)
}

@Test(arguments: ["", "\0", "Raspberry Pi", "Raspberry Pi 400 Rev 1.0", "Raspberry Pi 500", "x86"])
func unknownModelFindsNoBoard(model: String) {
  #expect(found(model) == nil)
}

@Test func boardIsFoundByItsWordAndByNothingElse() {
  for board in Board.all {
    let word = Array("\(board.word)".utf8)
    let byWord = Board.named(word.span)
    #expect(byWord.map { "\($0.name)" } == "\(board.name)")
  }
  for other in ["pi", "pi-zero-2-w ", "Pi-4", ""] {
    let bytes = Array(other.utf8)
    let byOther = Board.named(bytes.span)
    #expect(byOther == nil, "\(other)")
  }
}

@Test func wiringNamesEveryWireInASCIIColumns() {
  for board in Board.all {
    let rows = rows(board)
    #expect(rows.count == 1 + (board.sensor == nil ? 0 : 4) + 6 + (board.pwm == nil ? 0 : 2))
    for row in rows { #expect(row.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(row)") }
    for use in Use.allCases {
      #expect(rows.contains { $0.hasPrefix("\(use.what) ") }, "\(board.name): \(use)")
    }
    let columns = rows.dropFirst().map { Array($0.utf8)[33] }
    #expect(columns.allSatisfy { $0 == 0x20 }, "a first column is too long")
  }
}

@Test func wiringOfTheZero2WReadsAsPrinted() {
  #expect(
    rows(.piZero2W) == [
      "WHAT                              PIN     WIRE    LINE",
      "sensor 3.3 V                      1       red",
      "sensor ground                     9       black",
      "sensor SDA                        3       blue    /soc/i2c@7e804000",
      "sensor SCL                        5       yellow  /soc/i2c@7e804000",
      "sensor INT1                       11      green   pinctrl-bcm2835 17, pull-down",
      "button, other side to ground      13      grey    pinctrl-bcm2835 27, active low, pull-up",
      "light 1 (left), blue, 330 ohm     15      violet  pinctrl-bcm2835 22",
      "light 2 (middle), amber, 330 ohm  16      orange  pinctrl-bcm2835 23",
      "light 3 (right), white, 330 ohm   18      white   pinctrl-bcm2835 24",
      "buzzer, active, under 10 mA       12      brown   pinctrl-bcm2835 18",
      "or a passive one, BUZZER=passive  12      brown   /soc/pwm@7e20c000 channel 0",
      "  which needs in config.txt       dtparam=audio=off and dtoverlay=pwm,pin=18,func=2",
    ])
}

/// The lines of the wiring without their ends and the two spaces that each begins with.
private func rows(_ board: Board) -> [String] {
  var text = TextBuffer()
  board.writeWiring(to: &text)
  let lines = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n")
  #expect(lines.allSatisfy { $0.hasPrefix("  ") })
  return lines.map { String($0.dropFirst(2)) }
}
