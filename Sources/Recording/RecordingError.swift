import Findings

/// The fields of a header that are read.
public enum HeaderField: UInt8, Sendable {
  case version, recording, headerBytes, reserved, recordCount, recordDuration, signalCount
  case label, transducer, samplesPerRecord

  /// The field's name in messages.
  public var word: Literal {
    switch self {
    case .version: "version"
    case .recording: "recording"
    case .headerBytes: "header bytes"
    case .reserved: "EDF+C"
    case .recordCount: "number of records"
    case .recordDuration: "record duration"
    case .signalCount: "number of signals"
    case .label: "label"
    case .transducer: "transducer"
    case .samplesPerRecord: "samples per record"
    }
  }
}

/// Why a recording cannot be read at all; damage to single records is a `RecordFault`.
public enum RecordingError: Error, Hashable {
  /// The source failed.
  case source(StorageError)
  /// The file ends within the header, after so many bytes.
  case shortHeader(bytes: Int)
  /// A header's field says what this program never writes; the file is another's, or damaged.
  case header(HeaderField, offset: Int)
  /// The file was written in a later format.
  case laterFormat(UInt32)
  /// More samples than memory is set apart for.
  case tooLong(samples: Int)
  /// No record could be read.
  case noSamples

  /// Appends one line: what, where, what to do.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .source(let error):
      text.append("the recording cannot be read: ")
      error.write(to: &text)
    case .shortHeader(let bytes):
      text.append("the recording ends within its header, after ")
      text.append(bytes)
      text.append(" of 1536 bytes: take another copy")
    case .header(let field, let offset):
      text.append("the header's field '")
      text.append(field.word)
      text.append("' at byte ")
      text.append(offset)
      text.append(" is not what this device writes: give one of its own .EDF files, or CSV")
    case .laterFormat(let version):
      text.append("the recording has format ")
      text.append(version)
      text.append(", this program knows format 1: take a newer program")
    case .tooLong(let samples):
      text.append("the recording has more than ")
      text.append(samples)
      text.append(" samples: cut it into parts")
    case .noSamples:
      text.append("the recording holds no samples: nothing was recorded after it was prepared")
    }
  }
}

/// What is wrong with a record.
public enum RecordFault: Sendable, Hashable {
  /// The checksum does not fit: the record was torn or changed.
  case checksum
  /// The record carries another's number.
  case number(found: UInt32)
  /// The record counts more samples than it has room for.
  case sampleCount(found: UInt16)
  /// The file ends within the record, after so many of its bytes.
  case cutOff(bytes: Int)
  /// The file ends before the record.
  case missing
  /// The record was never written, yet a later one was.
  case skipped

  /// Appends what is wrong, as `verify` says it.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .checksum: text.append("damaged: its checksum does not fit")
    case .number(let found):
      text.append("damaged: it carries the number ")
      text.append(found)
    case .sampleCount(let found):
      text.append("damaged: it counts ")
      text.append(found)
      text.append(" samples")
    case .cutOff(let bytes):
      text.append("cut off after ")
      text.append(bytes)
      text.append(" bytes")
    case .missing: text.append("missing: the file ends before it")
    case .skipped: text.append("empty, though a later one was written")
    }
  }
}

extension StorageError {
  /// Appends what a card or a file says went wrong.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .missing: text.append("there is no card")
    case .full: text.append("no room is left")
    case .readOnly: text.append("it is read-only")
    case .noSuchFile: text.append("there is no such file")
    case .stalled: text.append("it does not answer in time")
    case .failed(let number):
      text.append("error ")
      text.append(number)
    }
  }
}
