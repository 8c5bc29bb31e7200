import Findings
import Recording
import Simulation

extension VectorLines {
  /// The bytes of a recording, what is read back from them, and a table of numbers.
  mutating func writeRecording() {
    // 0.4 s, as the device writes; a second, as it once did.
    for (samples, record) in [
      (80, 400_000), (77, 384_915), (16, 640_003), (193, 964_786),
    ] {
      guard
        let rate = SampleRate(samplesPerRecord: Int32(samples), recordMicroseconds: Int32(record)),
        let scale = CountScale(nanoGravitiesPerCount: 244_141, railCount: 32_700)
      else { preconditionFailure("a rate or scale of the table is out of range") }
      do throws(StorageError) {
        try write(rate, scale)
      } catch {
        failed("recording file")
      }
    }
    writeTable()
  }

  private mutating func failed(_ what: Literal) {
    word(what)
    word("failed")
    end()
  }

  private mutating func write(_ rate: SampleRate, _ scale: CountScale) throws(StorageError) {
    var card = MemoryStorage()
    var file = ExamFile(
      number: 42, rate: rate, scale: scale, capacity: .seconds(20), programVersion: "conformance")
    try file.prepare(on: &card)
    file.begin(
      ExamSettings(site: .wrist, side: .left, rule: Rule(.obstetric, sustainedFrom: 12)),
      clock: ClockNote(
        quality: .rtc, time: CivilTime(secondsSince1970: 1_772_446_272), boot: 7,
        uptime: .milliseconds(7_440_500)))
    var random = FixedNumbers(UInt64(rate.recordMicroseconds))
    for index in 0..<rate.samplesPerRecord * 12 {
      let sample = RawSample(
        x: Int16(random.next(within: 32_767)), y: Int16(random.next(within: 4_096)),
        z: Int16(index % 200 * 20), flags: index % 97 == 96 ? .filled : [])
      try file.append(sample, clock: rate.time(ofSample: Int64(index)), to: &card)
    }
    var findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
    findings.verdict = .sustained
    findings.quality = [.clipped, .borderline]
    let beats = (1...14).map {
      Beat(time: Microseconds(Int64($0) * 166_667), amplitude: Gravities(milli: 610))
    }
    findings.release = .seconds(9)
    try file.finish(findings, beats: beats, verdictAt: .seconds(10), on: &card)
    guard let bytes = card.contents(of: .recording(42)) else { return failed("recording file") }
    word("recording file")
    number(rate.samplesPerRecord)
    checksum(bytes)
    end()
    readBack(bytes)
  }

  private mutating func readBack(_ bytes: [UInt8]) {
    do throws(RecordingError) {
      let contents = try RecordingContents(reading: MemorySource(bytes))
      for mark in contents.marks {
        word("recording mark")
        number(mark.onset.count)
        number(orNone: mark.duration?.count)
        var text = TextBuffer()
        mark.mark.write(to: &text)
        append(text)
        end()
      }
      var text = TextBuffer()
      contents.check.write(to: &text)
      word("recording check")
      checksum(text.bytes)
      end()
    } catch {
      failed("recording check")
    }
  }

  private mutating func writeTable() {
    var table = TextBuffer("time_s,x_g,y_g,z_g\n")
    var random = FixedNumbers(9)
    for index in 0..<400 as Range<Int64> {
      table.append(index * 1_000_000 / 104, over: 6)
      for _ in 0..<3 {
        table.append(",")
        table.append(Int64(random.next(within: 8_000_000)), over: 6)
      }
      table.append("\n")
    }
    do throws(CSVError) {
      let recording = try CSVRecording(reading: MemorySource(table.bytes))
      word("recording table")
      number(recording.samples.count)
      number(recording.rate.samplesPerRecord)
      number(recording.rate.recordMicroseconds)
      end()
      for index in stride(from: 0, to: recording.samples.count, by: 20) {
        let sample = recording.samples[index]
        word("recording row")
        number(index)
        number(sample.acceleration.x.q20)
        number(sample.acceleration.y.q20)
        number(sample.acceleration.z.q20)
        number(sample.flags.rawValue)
        end()
      }
    } catch {
      failed("recording table")
    }
  }
}
