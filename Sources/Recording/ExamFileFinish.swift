import Findings

extension ExamFile {
  /// Notes what was found, and replaces marks that it does not bear out by its own. `verdictAt` is when
  /// the verdict was given.
  ///
  /// It reaches the card with the next records: whoever has seen the answer and pulls the plug finds it
  /// in the recording, though the seconds after it are cut off. The findings go before the verdict's
  /// mark, so that no cut leaves the mark alone.
  public mutating func conclude(
    _ findings: ExamFindings, beats: some Sequence<Beat>, verdictAt: Microseconds,
    on card: inout some Storage & ~Copyable
  ) throws(StorageError) {
    guard !isConcluded else { return }
    isConcluded = true
    let beats = [Beat](beats)
    let (changed, missing) = settle(Self.marks(findings, beats, verdictAt))
    annotate(findings.text, at: verdictAt)
    waiting.append(contentsOf: missing)
    for text in SwingText.texts(beats) { annotate(text, at: verdictAt) }
    try replace(changed, on: &card)
  }

  /// Closes the recording, concluded before or now: the count of records is set, and the file is cut to
  /// its length. The first error of the card is thrown, once all is settled in memory.
  public mutating func finish(
    _ findings: ExamFindings, beats: some Sequence<Beat>, verdictAt: Microseconds,
    on card: inout some Storage & ~Copyable
  ) throws(StorageError) {
    endLost()
    var failure: StorageError?
    do throws(StorageError) {
      try conclude(findings, beats: beats, verdictAt: verdictAt, on: &card)
    } catch { failure = error }
    let first = Int(open.number)
    while open.sampleCount > 0 || !waiting.isEmpty || open.number == 0 { closeRecord() }
    header.recordCount = Int32(open.number)
    image.finish(header: header, programVersion: programVersion)
    if let failure { throw failure }
    try keep(first..<Int(open.number), on: &card)
    guard isRecorded else { return }
    do {
      try write(0..<RecordLayout.headerBytes, to: &card)
      try card.sync(.recording(number))
      try card.resize(.recording(number), to: image.bytes.count)
      try card.sync(.recording(number))
    } catch {
      isRecorded = false
      throw error
    }
  }

  /// All marks that closed records hold, in the order of the file.
  public var marks: [TimedMark] {
    var marks: [TimedMark] = []
    for record in Counting(0..<Int(open.number)) {
      for annotation in image.annotations(ofRecord: record) {
        if let mark = TimedMark(Annotation(annotation.span)) { marks.append(mark) }
      }
    }
    return marks
  }

  /// The marks that the findings decide.
  private static func marks(
    _ findings: ExamFindings, _ beats: [Beat], _ verdictAt: Microseconds
  ) -> [TimedMark] {
    var marks = [
      TimedMark(.verdict(findings.verdict), at: verdictAt),
      TimedMark(.quality(findings.quality), at: verdictAt),
    ]
    if let stretch = findings.stretch {
      marks.append(TimedMark(.stretch, at: stretch.time, duration: stretch.duration))
    }
    var number: Int32 = 0
    for beat in beats {
      number += 1
      marks.append(TimedMark(.beat(number), at: beat.time))
    }
    if let release = findings.release { marks.append(TimedMark(.release, at: release)) }
    return marks
  }

  /// Takes marks out of the file that the findings do not bear out; returns the records that changed,
  /// and the annotations that it lacks, without their closing zeros.
  ///
  /// A beat is noted when it comes, for the case that the power fails; only at the end is it known
  /// which train counts.
  private mutating func settle(_ marks: [TimedMark]) -> (changed: [Int], missing: [[UInt8]]) {
    var missing = marks.map { mark in
      var bytes = mark.annotation
      bytes.removeLast()
      return bytes
    }
    @inline(never)
    func isKept(_ annotation: [UInt8]) -> Bool {
      guard let mark = TimedMark(Annotation(annotation.span)), mark.mark.belongsToFindings else {
        return true
      }
      guard let place = missing.firstIndex(of: annotation) else { return false }
      missing.remove(at: place)
      return true
    }
    var changed: [Int] = []
    for record in Counting(0..<Int(open.number)) {
      let noted = image.annotations(ofRecord: record)
      let kept = noted.filter(isKept)
      if kept.count == noted.count { continue }
      image.setAnnotations(kept, ofRecord: record)
      image.seal(record, image.status(ofRecord: record))
      changed.append(record)
    }
    waiting = waiting.filter(isKept)
    return (changed, missing)
  }
}
