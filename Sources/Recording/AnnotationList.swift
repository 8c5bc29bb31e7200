import Findings

// Time-stamped annotation lists as EDF+ lays them out: `+onset[\x15duration]\x14text\x14\0`.

private let durationFollows: UInt8 = 0x15
private let partEnds: UInt8 = 0x14

/// Appends an annotation; one without text is what each record begins with, to tell its own time.
///
/// An onset's sign is always written, as EDF+ asks, and a duration's leading zero, which readers need.
func appendAnnotation(
  _ text: [UInt8], at onset: Microseconds, duration: Microseconds? = nil,
  to list: inout TextBuffer
) {
  if onset.count >= 0 { list.append("+") }
  list.append(seconds: onset)
  if let duration {
    list.append(bytes: [durationFollows])
    list.append(seconds: duration)
  }
  list.append(bytes: [partEnds])
  list.append(bytes: text)
  list.append(bytes: [partEnds, 0])
}

extension TimedMark {
  /// The bytes of the mark's annotation.
  var annotation: [UInt8] {
    var text = TextBuffer()
    mark.write(to: &text)
    var list = TextBuffer()
    appendAnnotation(text.bytes, at: onset, duration: duration, to: &list)
    return list.bytes
  }

  /// Reads an annotation without its closing zero; nil where it is none of ours.
  init?(annotation bytes: [UInt8]) {
    guard let stampEnd = bytes.firstIndex(of: partEnds), bytes.last == partEnds,
      stampEnd < bytes.count - 1
    else { return nil }
    let stamp = bytes[..<stampEnd]
    let onsetEnd = stamp.firstIndex(of: durationFollows) ?? stampEnd
    guard let onset = Self.time([UInt8](stamp[..<onsetEnd])),
      let mark = Mark(text: [UInt8](bytes[(stampEnd + 1)..<(bytes.count - 1)]))
    else { return nil }
    self.init(mark, at: onset)
    if onsetEnd < stampEnd {
      guard let time = Self.time([UInt8](stamp[(onsetEnd + 1)...])) else { return nil }
      duration = time
    }
  }

  private static func time(_ bytes: [UInt8]) -> Microseconds? {
    DecimalNumber(bytes.span)?.scaled(decimals: 6).map { Microseconds($0) }
  }
}

/// Parts the annotations of one record, each without its closing zero.
func annotations(of file: Span<UInt8>, at record: Int, layout: RecordLayout) -> [[UInt8]] {
  var list: [[UInt8]] = []
  var current: [UInt8] = []
  let start = record + layout.annotationsOffset
  for index in start..<start + layout.annotationBytes {
    if file[index] != 0 {
      current.append(file[index])
    } else if !current.isEmpty {
      list.append(current)
      current = []
    }
  }
  return list
}
