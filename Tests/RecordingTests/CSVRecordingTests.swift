import Findings
import Foundation
import Testing

@testable import Recording

/// Zeros without an end.
private struct EndlessSource: ByteSource {
  let byte: UInt8
  var given = 0

  mutating func read(into bytes: inout MutableSpan<UInt8>) -> Int {
    for index in 0..<bytes.count { bytes[index] = byte }
    given += bytes.count
    return given > 1 << 31 ? 0 : bytes.count
  }
}

/// A source that breaks off with an error.
private struct BrokenSource: ByteSource {
  mutating func read(into bytes: inout MutableSpan<UInt8>) throws(StorageError) -> Int {
    throw .failed(5)
  }
}

@Suite struct CSVRecordingTests {
  static func read(_ text: String) throws(CSVError) -> CSVRecording {
    try CSVRecording(reading: MemorySource(Array(text.utf8)))
  }

  /// Rows at a rate, times with so many decimals; `lost` rows left out.
  static func table(
    hertz: Double, rows: Int, decimals: Int = 4, start: Double = 0, lost: Range<Int> = 0..<0,
    header: String = "time_s,x_g,y_g,z_g", end: String = "\n"
  ) -> String {
    var text = header + end
    for row in 0..<rows where !lost.contains(row) {
      let time = String(format: "%.\(decimals)f", start + Double(row) / hertz)
      text += "\(time),\(Double(row % 10) / 100),-0.5,1\(end)"
    }
    return text
  }

  @Test(arguments: [25, 26, 31.25, 64, 100, 103.5, 104, 200.3, 416.7, 999.5, 1_000])
  func theRateIsFoundThroughTheRoundingOfTimes(hertz: Double) throws {
    let recording = try Self.read(Self.table(hertz: hertz, rows: 3_000))
    #expect(abs(Double(recording.rate.rounded.count) / 1_000 / hertz - 1) < 0.0005)
    #expect(recording.samples.count == 3_000)
    #expect(recording.gaps.isEmpty)
  }

  @Test(arguments: [25, 40, 103.5, 200, 333, 416.7, 500, 667, 1_000], [1, 2, 3] as [UInt64])
  func timesInMillisecondsWithScatteredLossesGiveTheGrid(hertz: Double, seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    var text = "time_s,x_g,y_g,z_g\n"
    var lost = 0
    for row in 0..<4_000 {
      if row > 0, row < 3_999, numbers.next() % 20 == 0 {
        lost += 1
      } else {
        text += String(format: "%.3f,0,0,1\n", Double(row) / hertz)
      }
    }
    let recording = try Self.read(text)
    #expect(recording.samples.count == 4_000)
    #expect(recording.gaps.reduce(0) { $0 + $1.count } == lost)
    #expect(abs(Double(recording.rate.rounded.count) / 1_000 / hertz - 1) < 0.001)
  }

  @Test(arguments: [100..<101, 100..<107, 500..<1_500, 1..<2])
  func lostRowsAreFilledOnTheGrid(lost: Range<Int>) throws {
    let recording = try Self.read(Self.table(hertz: 103.5, rows: 3_000, lost: lost))
    #expect(recording.samples.count == 3_000)
    #expect(recording.gaps == [.init(firstSample: lost.lowerBound, count: lost.count)])
    for (index, sample) in recording.samples.enumerated() {
      #expect(sample.flags.contains(.filled) == lost.contains(index))
      let source = lost.contains(index) ? lost.lowerBound - 1 : index
      let expected = DecimalNumber(Array("\(Double(source % 10) / 100)".utf8).span)?.q20(limit: 10)
      #expect(sample.acceleration.x.q20 == expected)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func jitterOfAThirdOfASampleMakesNoGaps(seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    var text = "time_s,x_g,y_g,z_g\n"
    for row in 0..<2_000 {
      let time = (Double(row) + Double.random(in: -0.3...0.3, using: &numbers)) / 100
      text += String(format: "%.5f,0,0,1\n", time + 10)
    }
    let recording = try Self.read(text)
    #expect(recording.gaps.isEmpty)
    #expect(abs(recording.rate.rounded.count - 100_000) < 100)
  }

  @Test func theStartIsOnTheFilesOwnClock() throws {
    let text = Self.table(hertz: 50, rows: 100, decimals: 6, start: 1_772_446_272.123456)
    #expect(try Self.read(text).start == Microseconds(1_772_446_272_123_456))
  }

  @Test(arguments: [
    "\u{FEFF}time_s,x_g,y_g,z_g", "\"time_s\", \"x_g\",  y_g\t,\"z_g\"",
    "time_s,x_g,y_g,z_g,label,\"a, b\"",
  ])
  func headersAreReadAsSpreadsheetsWriteThem(header: String) throws {
    for end in ["\n", "\r\n"] {
      let text = Self.table(hertz: 50, rows: 100, header: header, end: end) + end + " " + end
      let recording = try Self.read(text)
      #expect(recording.samples.count == 100)
      #expect(recording.samples[3].acceleration.z == Gravities(milli: 1_000))
    }
  }

  @Test func columnsMayComeInAnyOrderAmongOthers() throws {
    var text = "n,z_g,note,time_s,y_g,x_g\n"
    for row in 0..<60 { text += "\(row),3e-1,\"a,b\",\(row * 20)e-3,+.2,-1.00E-1\r\n" }
    let recording = try Self.read(text)
    #expect(recording.rate.rounded == Millihertz(50_000))
    #expect(
      recording.samples[59].acceleration
        == Acceleration(
          x: Gravities(milli: -100), y: Gravities(milli: 200), z: Gravities(milli: 300)))
  }

  private static let rows = table(hertz: 50, rows: 60)
  private static let header = "time_s,x_g,y_g,z_g\n"

  private static let bad: [(String, CSVError)] = [
    ("", .noHeader), ("\n\n", .noHeader),
    ("x_g,y_g,z_g\n0,0,1\n", .columnMissing(.time, line: 1)),
    ("0.00,0,0,1\n0.02,0,0,1\n", .columnMissing(.time, line: 1)),
    ("time_s,x_g,y_g\n", .columnMissing(.z, line: 1)),
    ("time_s,x_g,y_g,z_g,x_g\n", .columnTwice(.x, line: 1)),
    (header, .tooFewRows(0)), (header + "0,0,0,1\n", .tooFewRows(1)),
    (table(hertz: 100, rows: 99), .tooFewRows(99)),
    (rows + "1.2,0,0\n", .noValue(.z, line: 62)), (rows + "1.2,,0,0\n", .noValue(.x, line: 62)),
    (rows + "1.2,abc,0,1\n", .notANumber(.x, line: 62)),
    (rows + "1.2,0,NaN,1\n", .notANumber(.y, line: 62)),
    (rows + "1.2,0,0,-inf\n", .notANumber(.z, line: 62)),
    (rows + "1.2,0,0,1e\n", .notANumber(.z, line: 62)),
    (rows + "1.2,0,0,1.2.3\n", .notANumber(.z, line: 62)),
    (rows + "1.2,0,0,0x10\n", .notANumber(.z, line: 62)),
    (rows + "1.2,0,-,1\n", .notANumber(.y, line: 62)),
    (rows + "1.2,0,0,1001\n", .outOfRange(.z, line: 62)),
    (rows + "1.2,0,0,1e999\n", .outOfRange(.z, line: 62)),
    (rows + "1e30,0,0,1\n", .outOfRange(.time, line: 62)),
    (rows + "1.18,0,0,1\n", .timeNotIncreasing(line: 62)),
    (rows + "1.0,0,0,1\n", .timeNotIncreasing(line: 62)),
    (rows + "1.2,0,0,\u{0}1\n", .notText(line: 62)),
    (rows + String(repeating: "1", count: 4_097), .longLine(line: 62)),
    (table(hertz: 5, rows: 100), .rate(Millihertz(5_000))),
    (table(hertz: 2_000, rows: 4_000), .rate(Millihertz(2_000_000))),
    (header + "0,0,0,1\n100000,0,0,1\n200000,0,0,1\n", .rate(Millihertz(0))),
    (header + "-3e9,0,0,1\n3e9,0,0,1\n", .rate(Millihertz(0))),
    (rows + "100,0,0,1\n", .mostlyGaps), (rows + "3e9,0,0,1\n", .mostlyGaps),
  ]

  @Test(arguments: bad.indices)
  func badTablesAreRefusedWithLineAndColumn(index: Int) {
    let (text, expected) = Self.bad[index]
    #expect(throws: expected) { try Self.read(text) }
    var message = TextBuffer()
    expected.write(to: &message)
    #expect(!message.bytes.contains(UInt8(ascii: "\n")))
    #expect(message.bytes.count < 120)
  }

  @Test(arguments: [0, 65] as [UInt8], [1])
  func twoGibibytesOfOneByteAreRefusedAtOnce(byte: UInt8, line: Int) {
    let expected = byte == 0 ? CSVError.notText(line: line) : .longLine(line: line)
    #expect(throws: expected) { try CSVRecording(reading: EndlessSource(byte: byte)) }
  }

  @Test func aSourceThatFailsIsTold() {
    #expect(throws: CSVError.source(.failed(5))) { try CSVRecording(reading: BrokenSource()) }
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func changedBytesNeverTrap(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    var bytes = Array(Self.table(hertz: 50, rows: 80, lost: 30..<40).utf8)
    for _ in 0..<Int.random(in: 1...6, using: &numbers) {
      let place = Int.random(in: bytes.indices, using: &numbers)
      bytes[place] = UInt8.random(in: 9...127, using: &numbers)
    }
    _ = try? CSVRecording(reading: MemorySource(bytes))
  }

  /// Recordings by others, the rate that their README tells, and whether they reach a range's end.
  private static let real: [(name: String, hertz: Double, isClipped: Bool)] = [
    ("daphnet_s01r02_fog_539s", 64, false), ("daphnet_s02r01_fog_885s", 64, false),
    ("hmp_brush_teeth_001", 32, true), ("hmp_comb_hair_001", 32, false),
    ("xiao_flick", 104, true), ("xiao_idle", 104, false), ("asset_tracking_shake", 26, true),
    ("oxford_pixel_jamie_hard_swingingarm_1", 100, false), ("leg_standing_moving", 103.5, false),
    ("leg_standing_moving_2", 103.4, false), ("paradigma_pd_tremor_310s", 100, false),
    ("activity_recognition_for_wrist_jogging", 26, false),
    ("vehicle_stationary_detection_vehicle_motion_mod", 52, false),
  ]

  @Test(arguments: real.indices)
  func realRecordingsHaveTheirRatesAndRails(index: Int) throws {
    let (name, hertz, isClipped) = Self.real[index]
    let path = "../shared/data/recordings/\(name).csv"
    guard let data = FileManager.default.contents(atPath: path) else {
      print("SKIPPED: \(path) is absent")
      return
    }
    let recording = try CSVRecording(reading: MemorySource(Array(data)))
    #expect(abs(Double(recording.rate.rounded.count) / 1_000 / hertz - 1) < 0.001)
    #expect(recording.gaps.isEmpty)
    #expect(recording.samples.contains { $0.flags.contains(.clipped) } == isClipped)
  }
}
