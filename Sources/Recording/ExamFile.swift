import Findings

/// The recording of one exam: in memory as a whole, and on the card record by record.
///
/// `prepare` lays the whole file of the longest length on the card; from then on one record each
/// 0.4 s is overwritten in place, and nothing else, until `finish` (DESIGN.md, decision 6). Whatever the
/// card does, the exam goes on: the first error is thrown once, from then on the card is left alone,
/// and `saveAgain` may lay everything down later.
public struct ExamFile: Sendable {
  /// The card's largest single write while nothing is urgent.
  private static let longestWrite = 32_768

  /// The exam's number, 1 to 9,999.
  public var number: UInt16 { header.exam }
  /// The whole file as it ought to be on the card.
  public var bytes: [UInt8] { image.bytes }
  /// Whether records reach the card: prepared, and no error since.
  public internal(set) var isRecorded = false
  /// How many samples were taken.
  public private(set) var sampleCount: Int64 = 0

  var header: RecordingHeader
  var image: RecordImage
  let programVersion: Literal
  /// The record that samples go into now.
  var open: BlockStatus
  private var lastSample = RawSample(x: 0, y: 0, z: 0)
  /// Annotations, without their closing zeros, that no closed record holds yet.
  var waiting: [[UInt8]] = []
  /// Whether what was found is noted.
  var isConcluded = false
  /// The number of the first sample of the present run of lost ones.
  private var firstLost: Int64?

  /// Makes the file in memory, all records empty. `capacity` is the longest exam that is prepared
  /// for; a longer one makes the file grow.
  public init(
    number: UInt16, rate: SampleRate, scale: CountScale, capacity: Microseconds,
    programVersion: Literal
  ) {
    let duration = Int64(rate.recordMicroseconds)
    let records = min(max((capacity.count + duration - 1) / duration, 1), 25_000)
    header = RecordingHeader(
      exam: number, rate: rate, scale: scale, recordCount: Int32(records))
    image = RecordImage(header: header, programVersion: programVersion)
    open = BlockStatus(number: 0)
    self.programVersion = programVersion
  }

  /// The longest time that an exam of these settings can take, the seconds after the verdict and
  /// some slack with it.
  public static func longestExam(_ settings: ExamSettings) -> Microseconds {
    let slack = Microseconds.seconds(5)
    switch settings.kind {
    case .stretch:
      return settings.restLimit + settings.stretchWait + settings.maximumHold + settings.endGap
        + slack
    case .spontaneous:
      return settings.restLimit + settings.spontaneousDuration + settings.endGap + slack
    }
  }

  /// Lays the whole file on the card, durable when this returns.
  public mutating func prepare(on card: inout some Storage & ~Copyable) throws(StorageError) {
    try saveAgain(on: &card)
  }

  /// Lays all that is in memory on the card, durable when this returns; after an error, or where the
  /// exam ran before the card was ready. The open record counts as damaged there until it is full.
  public mutating func saveAgain(on card: inout some Storage & ~Copyable) throws(StorageError) {
    isRecorded = false
    try card.create(.recording(number), size: image.bytes.count)
    var start = 0
    while start < image.bytes.count {
      let end = min(start + Self.longestWrite, image.bytes.count)
      try write(start..<end, to: &card)
      start = end
    }
    try card.sync(.recording(number))
    isRecorded = true
  }

  /// Notes the settings, the clock at the first sample and the device; they ride in the first record,
  /// or in the next ones where that has no room.
  public mutating func begin(
    _ settings: ExamSettings, clock: ClockNote, device: DeviceNote = DeviceNote()
  ) {
    header.start = clock.quality.isTrusted ? clock.time : nil
    annotate(.settings(settings), at: .zero)
    annotate(.clock(clock), at: .zero)
    annotate(device.text, at: .zero)
  }

  /// Takes the next sample, at which the monotonic clock stood at `clock`; a full record goes to the
  /// card. The sample is kept whatever is thrown.
  public mutating func append(
    _ sample: RawSample, clock: Microseconds, to card: inout some Storage & ~Copyable
  ) throws(StorageError) {
    if open.sampleCount == 0 { open.start = clock }
    noteLost(sample)
    if Int(open.number) == image.recordCount { image.addEmptyRecord() }
    image.setSample(sample, Int(open.sampleCount), ofRecord: Int(open.number))
    open.sampleCount += 1
    open.flags.formUnion(header.scale.sample(sample).flags)
    open.lastSample = Int32(clamping: sampleCount)
    lastSample = sample
    sampleCount += 1
    if Int(open.sampleCount) == image.layout.samples {
      // Not in one expression: `image` would be held there while the record is closed in it, and so copied.
      let number = closeRecord()
      try keep([number], on: &card)
    }
  }

  /// Notes an event; it reaches the card with the present record, or with a later one where that is
  /// full. The onset may lie before the record. What must be found again as a number of samples (the
  /// cue, the verdict) is noted at that sample's time. No mark is longer than an empty record's room.
  /// Once the exam is concluded its findings decide their marks, and others of these kinds are not taken.
  public mutating func annotate(
    _ mark: Mark, at onset: Microseconds, duration: Microseconds? = nil
  ) {
    if isConcluded, mark.belongsToFindings { return }
    var bytes = TimedMark(mark, at: onset, duration: duration).annotation
    bytes.removeLast()
    waiting.append(bytes)
  }

  /// Notes a text that is no mark.
  @inline(never)
  mutating func annotate(_ text: TextBuffer, at onset: Microseconds) {
    var list = TextBuffer()
    appendAnnotation(text.bytes, at: onset, to: &list)
    waiting.append([UInt8](copying: list.bytes.span.extracting(droppingLast: 1)))
  }

  /// Closes the open record with as many of the waiting annotations as fit, and opens the next one.
  @discardableResult
  mutating func closeRecord() -> Int {
    let number = Int(open.number)
    if number == image.recordCount { image.addEmptyRecord() }
    // A record that ends early goes on level, so that viewers show no step.
    let level = RawSample(x: lastSample.x, y: lastSample.y, z: lastSample.z)
    for index in Counting(Int(open.sampleCount)..<image.layout.samples) {
      image.setSample(level, index, ofRecord: number)
    }
    waiting.removeFirst(image.setAnnotations(waiting, ofRecord: number))
    open.isWritten = true
    image.seal(number, open)
    let last = open.lastSample
    open = BlockStatus(number: UInt32(number) + 1)
    open.lastSample = last
    return number
  }

  /// Overwrites records in place, all durable when this returns; nothing where the card is left alone.
  mutating func keep(_ records: some Sequence<Int>, on card: inout some Storage & ~Copyable)
    throws(StorageError)
  {
    guard isRecorded else { return }
    do {
      for record in records { try write(image.range(ofRecord: record), to: &card) }
      try card.sync(.recording(number))
    } catch {
      isRecorded = false
      throw error
    }
  }

  /// Writes a part of the file to its place, or to another.
  func write(
    _ range: Range<Int>, at offset: Int? = nil, to card: inout some Storage & ~Copyable
  ) throws(StorageError) {
    try card.write(
      image.bytes.span.extracting(range), to: .recording(number), at: offset ?? range.lowerBound)
  }

  private mutating func noteLost(_ sample: RawSample) {
    guard sample.flags.contains(.filled) else { return endLost() }
    firstLost = firstLost ?? sampleCount
  }

  /// Notes the run of lost samples that ends before the present one.
  mutating func endLost() {
    guard let first = firstLost else { return }
    annotate(.filled(Int32(clamping: sampleCount - first)), at: header.rate.time(ofSample: first))
    firstLost = nil
  }
}
