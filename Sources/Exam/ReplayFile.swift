import Findings
import Recording

/// A file to be judged again, read to its end: the device's own recording, or a table of samples.
public enum ReplayFile: Sendable {
  case recording(RecordingContents)
  case table(CSVRecording)

  /// Reads a file of either kind, told apart by its first bytes: names may be anything.
  public init(reading source: consuming some ByteSource & ~Copyable) throws(ReplayError) {
    var source = RestartedSource(source)
    let isRecording: Bool
    do throws(StorageError) { isRecording = try source.begins(with: Self.edfVersion) } catch {
      throw .table(.source(error))
    }
    if isRecording {
      do throws(RecordingError) { self = .recording(try RecordingContents(reading: source)) } catch
      {
        throw .recording(error)
      }
    } else {
      do throws(CSVError) { self = .table(try CSVRecording(reading: source)) } catch {
        throw .table(error)
      }
    }
  }

  /// The version field of EDF and EDF+; no header line of a table begins so.
  private static var edfVersion: Literal { "0       " }

  /// Judges it.
  public func replay(_ options: ReplayOptions) -> Replay {
    switch self {
    case .recording(let recording): Replay(recording, options: options)
    case .table(let table): Replay(table, options: options)
    }
  }

  /// Appends a line for each thing that the answer should be read with; nothing where all is well.
  public func writeNotes(to text: inout TextBuffer) {
    guard case .recording(let recording) = self else { return }
    if recording.settings == nil {
      text.append("the record with the exam's settings is damaged: the defaults are used\n")
    }
    let damaged = recording.check.faults.reduce(0) { $0 + $1.records.count }
    if damaged > 0 {
      text.append(damaged)
      text.append(" records are damaged or missing, clonus verify names them: the rest is used\n")
    }
  }
}

/// Why a file cannot be judged again.
public enum ReplayError: Error, Hashable {
  case recording(RecordingError)
  case table(CSVError)

  /// What the file or pipe itself said, where that is the cause.
  public var source: StorageError? {
    switch self {
    case .recording(.source(let error)), .table(.source(let error)): error
    case .recording, .table: nil
    }
  }

  /// Appends one line: what, where, what to do.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .recording(let error): error.write(to: &text)
    case .table(let error): error.write(to: &text)
    }
  }
}

/// A source whose first bytes were looked at, and that gives them all the same.
public struct RestartedSource<Source: ByteSource & ~Copyable>: ~Copyable, ByteSource {
  private var source: Source
  private var head: [UInt8] = []
  private var given = 0

  /// Makes a source that begins where `source` is now.
  public init(_ source: consuming Source) { self.source = source }

  /// Whether the bytes that come next are these.
  mutating func begins(with literal: Literal) throws(StorageError) -> Bool {
    let length = literal.count
    while head.count < length {
      var bytes = [UInt8](repeating: 0, count: length - head.count)
      var span = bytes.mutableSpan
      let count = try source.read(into: &span)
      if count == 0 { return false }
      for index in Counting(0..<count) { head.append(bytes[index]) }
    }
    return literal.isSame(as: head.span.extracting(0..<length))
  }

  /// Reads what comes next; 0 at the end.
  public mutating func read(into bytes: inout MutableSpan<UInt8>) throws(StorageError) -> Int {
    guard given < head.count else { return try source.read(into: &bytes) }
    let count = min(bytes.count, head.count - given)
    for index in Counting(0..<count) { bytes[index] = head[given + index] }
    given += count
    return count
  }
}
