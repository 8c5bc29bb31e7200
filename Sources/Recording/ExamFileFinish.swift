import Findings

extension ExamFile {
  /// Closes the recording: marks that the findings do not bear out are replaced by theirs, the count
  /// of records is set, and the file is cut to its length. `verdictAt` is when the verdict was given.
  /// The first error of the card is thrown, once all is settled in memory.
  public mutating func finish(
    _ findings: ExamFindings, beats: some Sequence<Beat>, verdictAt: Microseconds,
    on card: inout some Storage & ~Copyable
  ) throws(StorageError) {
    endLost()
    let beats = [Beat](beats)
    var changed = settle(Self.marks(findings, beats, verdictAt))
    annotate(findings.text, at: verdictAt)
    for text in SwingText.texts(beats) { annotate(text, at: verdictAt) }
    while open.sampleCount > 0 || !waiting.isEmpty || open.number == 0 {
      changed.append(closeRecord())
    }
    header.recordCount = Int32(open.number)
    image.finish(header: header, programVersion: programVersion)
    for record in changed { try keep(image.range(ofRecord: record), on: &card) }
    try keep(0..<RecordLayout.headerBytes, on: &card)
    guard isRecorded else { return }
    do {
      try card.resize(.recording(number), to: image.bytes.count)
      try card.sync(.recording(number))
    } catch {
      isRecorded = false
      throw error
    }
  }

  /// All marks that closed records hold, in the order of the file.
  public var marks: [TimedMark] {
    (0..<Int(open.number)).flatMap { image.annotations(ofRecord: $0) }
      .compactMap { TimedMark(annotation: $0) }
  }

  /// The marks that the findings decide.
  private static func marks(
    _ findings: ExamFindings, _ beats: [Beat], _ verdictAt: Microseconds
  ) -> [TimedMark] {
    var marks: [TimedMark] = []
    if let stretch = findings.stretch {
      marks.append(TimedMark(.stretch, at: stretch.time, duration: stretch.duration))
    }
    var number: Int32 = 0
    for beat in beats {
      number += 1
      marks.append(TimedMark(.beat(number), at: beat.time))
    }
    if let release = findings.release { marks.append(TimedMark(.release, at: release)) }
    marks.append(TimedMark(.verdict(findings.verdict), at: verdictAt))
    marks.append(TimedMark(.quality(findings.quality), at: verdictAt))
    return marks
  }

  /// Takes marks out of the file that the findings do not bear out, and lets those wait that it
  /// lacks; returns the records that changed.
  ///
  /// A beat is noted when it comes, for the case that the power fails; only at the end is it known
  /// which train counts.
  private mutating func settle(_ marks: [TimedMark]) -> [Int] {
    var missing = marks.map { mark in
      var bytes = mark.annotation
      bytes.removeLast()
      return bytes
    }
    @inline(never)
    func isKept(_ annotation: [UInt8]) -> Bool {
      guard let mark = TimedMark(annotation: annotation), mark.mark.belongsToFindings else {
        return true
      }
      guard let place = missing.firstIndex(of: annotation) else { return false }
      missing.remove(at: place)
      return true
    }
    var changed: [Int] = []
    for record in 0..<Int(open.number) {
      let noted = image.annotations(ofRecord: record)
      let kept = noted.filter(isKept)
      if kept.count == noted.count { continue }
      image.setAnnotations(kept, ofRecord: record)
      image.seal(record, image.status(ofRecord: record))
      changed.append(record)
    }
    waiting = waiting.filter(isKept)
    waiting.append(contentsOf: missing)
    return changed
  }
}
