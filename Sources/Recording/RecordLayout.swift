import Findings

/// Where everything lies in a recording: format version 1.
///
/// A recording is an EDF+C file (edfplus.info) of int16 little-endian words with five signals:
///
/// | signal            | words a record         | holds                                           |
/// |-------------------|------------------------|-------------------------------------------------|
/// | `Acc X` `Y` `Z`   | n = `samplesPerRecord` | counts as the sensor sends them; in g           |
/// | `Block status`    | 13 + ceil(n / 8)       | the record's own state, below                   |
/// | `EDF Annotations` | what fills the sectors | at least 416 bytes                              |
///
/// The header takes 1,536 bytes, a record a whole number of 512-byte sectors, so that a torn write
/// stays inside one record. A record lasts `recordMicroseconds`, said in the header exactly: about 0.4 s,
/// so that a power cut costs less than a second with all that is on its way. Earlier programs wrote
/// records of a second; readers take what the header says.
///
/// The header's fields that are more than EDF asks: the recording field reads
/// `Startdate X X X Clonus_<program> format 1 exam <number>` (`Startdate dd-MMM-yyyy` where the clock
/// is to be trusted, else the start is 01.01.85 00.00.00); the transducer field of the accelerations
/// reads `accelerometer <billionths of a g per count> ng/count rail <count>`.
///
/// Beside the marks (`Mark`) three annotations carry what files are made of: `device …` (`DeviceNote`),
/// `found …` and `swing …` (FindingsText.swift). Readers leave out what they do not know.
///
/// `Block status`, by words (wide numbers with the low word first):
///
/// | word | holds                                                                          |
/// |------|--------------------------------------------------------------------------------|
/// | 0-1  | the record's number from 0                                                     |
/// | 2    | 0 empty (prefilled), 1 written                                                 |
/// | 3    | bit 0: some samples were lost and filled, bit 1: some are clipped              |
/// | 4    | how many samples of the record are real; the rest repeats the last             |
/// | 5-8  | the monotonic clock at the first sample, in microseconds                       |
/// | 9-10 | the number from 0 of the last real sample, -1 where there is none yet          |
/// | 11-12| CRC-32 over the whole record with these two words zero                         |
/// | 13...| two bits a sample, eight samples a word, low bits first: filled, clipped       |
public struct RecordLayout: Sendable, Hashable {
  /// The format's version, apart from the program's.
  public static let formatVersion: UInt32 = 1
  /// The bytes of the header: (1 + 5 signals) x 256.
  public static let headerBytes = 1_536
  /// Where the header counts the records, in eight characters.
  static let recordCountOffset = 236
  /// The unit of a torn write.
  public static let sectorBytes = 512
  /// The most records that a header may count: four days, so that damage costs no memory.
  static let mostRecords: Int64 = 1_000_000
  /// The least room for annotations in a record.
  static let leastAnnotationBytes = 416
  static let statusWordsBeforeFlags = 13
  static let labels: [Literal] = [
    "Acc X", "Acc Y", "Acc Z", "Block status", "EDF Annotations",
  ]
  static let signalCount = 5

  /// Samples of each axis in a record.
  public let samples: Int
  /// Words of the status signal in a record.
  public let statusWords: Int
  /// Bytes of the annotation signal in a record.
  public let annotationBytes: Int

  /// Makes the layout for records of `samples` samples, 1 to 1,100.
  public init(samples: Int) {
    self.samples = samples
    statusWords = Self.statusWordsBeforeFlags + (samples + 7) / 8
    let fixed = 2 * (3 * samples + statusWords)
    let sectors = (fixed + Self.leastAnnotationBytes + Self.sectorBytes - 1) / Self.sectorBytes
    annotationBytes = sectors * Self.sectorBytes - fixed
  }

  /// Makes the layout for a rate.
  public init(_ rate: SampleRate) { self.init(samples: Int(rate.samplesPerRecord)) }

  /// The bytes of a record.
  public var recordBytes: Int { annotationsOffset + annotationBytes }
  /// Where the status begins in a record.
  var statusOffset: Int { 6 * samples }
  /// Where the annotations begin in a record.
  var annotationsOffset: Int { 6 * samples + 2 * statusWords }
  /// Where the record begins in the file.
  public func offset(ofRecord number: Int) -> Int { Self.headerBytes + number * recordBytes }
  /// Where a sample of an axis (0 to 2) lies in a record.
  func offset(ofSample index: Int, axis: Int) -> Int { 2 * (axis * samples + index) }
}
