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
    list.append(byte: durationFollows)
    list.append(seconds: duration)
  }
  list.append(byte: partEnds)
  list.append(bytes: text)
  list.append(byte: partEnds)
  list.append(byte: 0)
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

  /// Reads an annotation; nil where it is none of ours.
  init?(_ annotation: Annotation) {
    guard let mark = Mark(text: annotation.text) else { return nil }
    var stamp = annotation.stamp
    let onset = part(of: &stamp, before: durationFollows)
    guard let time = Microseconds(decimalSeconds: onset) else { return nil }
    self.init(mark, at: time)
    if onset.count < annotation.stamp.count {
      guard let time = Microseconds(decimalSeconds: stamp) else { return nil }
      duration = time
    }
  }
}

extension Microseconds {
  /// Reads a decimal number of seconds; nil where it is none.
  init?(decimalSeconds text: Span<UInt8>) {
    guard let count = DecimalNumber(text)?.scaled(decimals: 6) else { return nil }
    self.init(count)
  }
}

/// An annotation's bytes.
struct Annotation: ~Escapable {
  /// All, without the closing zero.
  let bytes: Span<UInt8>
  /// Onset and duration.
  let stamp: Span<UInt8>
  /// What it says; nothing where the annotation is not closed.
  let text: Span<UInt8>

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    var rest = bytes
    stamp = part(of: &rest, before: partEnds)
    let isClosed = !rest.isEmpty && rest[rest.count - 1] == partEnds
    text = rest.extracting(..<(isClosed ? rest.count - 1 : 0))
  }
}

/// The annotations of one record.
struct AnnotationReader: ~Escapable {
  private var rest: Span<UInt8>

  /// Reads those of the record at an offset of a file.
  @_lifetime(copy file)
  init(_ file: Span<UInt8>, at record: Int, layout: RecordLayout) {
    let start = record + layout.annotationsOffset
    rest = file.extracting(start..<start + layout.annotationBytes)
  }

  /// The next one, nil at the end.
  @_lifetime(copy self)
  mutating func next() -> Annotation? {
    while true {
      let count = rest.count
      let bytes = part(of: &rest, before: 0)
      // What no zero closes is cut off.
      guard bytes.count < count else { return nil }
      if !bytes.isEmpty { return Annotation(bytes) }
    }
  }
}
