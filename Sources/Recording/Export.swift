import Findings

/// A recording as tables for other programs: plain CSV, or a Motion-BIDS folder (bids-specification
/// 1.10, "Motion").
public struct Export {
  private let exam: RecordedExam
  private var scan: RecordScan

  /// Reads a recording's marks.
  public init(_ read: BytesAt) throws(RecordingError) {
    var scan = try RecordScan(read)
    exam = try RecordedExam(&scan, read)
    self.scan = scan
    guard exam.isExam else { throw .noSamples }
  }

  /// The exam's number in four digits.
  public var number: TextBuffer {
    var text = TextBuffer()
    text.append(UInt32(exam.header.exam), digits: 4)
    return text
  }

  /// The events of the exam, as on the card.
  public var beatsTable: TextBuffer { exam.beatsTable }

  /// Passes the samples on, record by record, in g. `csv` with a time and without lost samples, as
  /// `clonus replay` reads it; else BIDS: no header line, tabs, `n/a` for what was lost.
  public mutating func samples(
    csv: Bool, _ read: BytesAt, _ write: (TextBuffer) throws(StorageError) -> Void
  ) throws(RecordingError) {
    var text = TextBuffer(csv ? "time_s,x_g,y_g,z_g\n" : "")
    let header = exam.header
    let perRecord = Int64(header.rate.samplesPerRecord)
    let nano = Int64(header.scale.nanoGravitiesPerCount)
    scan.restart()
    while let state = try scan.next(read) {
      var real = 0
      if case .written(let count) = state { real = count }
      let first = Int64(scan.number) * perRecord
      // Records may follow the last sample: those written ahead of an answer that came late.
      for index in 0..<max(0, min(perRecord, exam.sampleCount - first)) {
        let sample = Int(index) < real ? scan.sample(Int(index)) : nil
        let isLost = sample?.flags.contains(.filled) ?? true
        if csv {
          if isLost { continue }
          text.append(seconds: header.rate.time(ofSample: first + index))
        }
        for axis in Counting(0..<3) {
          if csv || axis > 0 { text.append(csv ? "," : "\t") }
          guard let sample, !isLost else {
            text.append("n/a")
            continue
          }
          let count = axis == 0 ? sample.x : axis == 1 ? sample.y : sample.z
          text.append(Int64(count) * nano, over: 9)
        }
        text.append("\n")
      }
      do throws(StorageError) { try write(text) } catch { throw .source(error) }
      text = TextBuffer()
    }
  }

  // MARK: BIDS

  /// A file of a BIDS folder with its place in it, from 0 on; nil behind the last. The samples are not
  /// among them.
  public func bidsFile(_ index: Int) -> (place: TextBuffer, text: TextBuffer)? {
    guard Self.files.indices.contains(2 * index) else { return nil }
    return (filled(Self.files[2 * index]), filled(Self.files[2 * index + 1]))
  }

  /// The folder of the samples in a BIDS folder.
  public var bidsFolder: TextBuffer { filled("sub-~s/motion") }

  /// The place of the samples in a BIDS folder.
  public var bidsSamples: TextBuffer {
    filled("sub-~s/motion/sub-~s_task-clonus_tracksys-imu_run-~n_motion.tsv")
  }

  /// The places and what stands there, in turn.
  private static var files: WordList {
    """
    dataset_description.json\0\
    {"Name": "Clonus exams", "BIDSVersion": "1.10.0", "DatasetType": "raw",
     "GeneratedBy": [{"Name": "clonus", "Version": "~v"}]}
    \0\
    README\0\
    Exams of clonus: the acceleration of a limb in g along the axes of a sensor that is strapped to
    it, before, during and after a stretch that is held. Events: the stretch, each beat that was
    counted, the release, the verdict. It measures, it does not diagnose; never tried on patients.
    \0\
    participants.tsv\0\
    participant_id
    sub-~s
    \0\
    sub-~s/motion/sub-~s_task-clonus_tracksys-imu_run-~n_motion.json\0\
    {"TaskName": "clonus", "TaskDescription": "a quick stretch that is held, or a limb watched",
     "TrackingSystemName": "imu", "SamplingFrequency": ~r, "SamplingFrequencyEffective": ~r,
     "RecordingDuration": ~l, "RecordingType": "continuous", "MotionChannelCount": 3,
     "TrackedPointsCount": 1, "ACCELChannelCount": 3, "MissingValues": "n/a",
     "SoftwareVersions": "clonus ~v"}
    \0\
    sub-~s/motion/sub-~s_task-clonus_tracksys-imu_run-~n_channels.tsv\0\
    name\tcomponent\ttype\ttracked_point\tunits\tplacement\tsampling_frequency
    acc_x\tx\tACCEL\t~p\tg\t~p\t~r
    acc_y\ty\tACCEL\t~p\tg\t~p\t~r
    acc_z\tz\tACCEL\t~p\tg\t~p\t~r
    \0\
    sub-~s/motion/sub-~s_task-clonus_run-~n_events.tsv\0\
    onset\tduration\ttrial_type
    ~e
    """
  }

  private func filled(_ template: Literal) -> TextBuffer {
    var text = TextBuffer()
    text.fill(template) { letter, text in
      switch letter {
      case UInt8(ascii: "s"):
        if exam.device.code.isEmpty { text.append("unknown") }
        text.append(bytes: exam.device.code)
      case UInt8(ascii: "n"): text.append(exam.header.exam)
      case UInt8(ascii: "r"):
        let rate = exam.header.rate
        text.append(
          Int64(rate.samplesPerRecord) * 1_000_000_000_000 / Int64(rate.recordMicroseconds), over: 6
        )
      case UInt8(ascii: "p"): text.append(exam.settings.site.placement)
      case UInt8(ascii: "v"): text.append(bytes: exam.programVersion)
      case UInt8(ascii: "l"): text.append(seconds: exam.end)
      default: writeEvents(to: &text)
      }
    }
    return text
  }

  private func writeEvents(to text: inout TextBuffer) {
    for timed in ExamReport.inOrderOfTime(exam.marks) {
      switch timed.mark {
      case .settings, .clock: continue
      default: break
      }
      text.append(seconds: timed.onset)
      text.append("\t")
      if let duration = timed.duration { text.append(seconds: duration) } else { text.append("0") }
      text.append("\t")
      timed.mark.write(to: &text)
      text.append("\n")
    }
  }
}
