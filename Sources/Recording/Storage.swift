/// A file on the card; names are 8.3 and never depend on a clock.
public enum CardFile: Sendable, Hashable {
  /// The recording of an exam: `EXAMS/E0001.EDF`. Numbers run from 1 to 9,999.
  case recording(UInt16)
  /// The report of an exam: `EXAMS/E0001.HTM`.
  case report(UInt16)
  /// Beats and events of an exam: `EXAMS/E0001.CSV`.
  case beats(UInt16)
  /// `INDEX.CSV`: one line per exam.
  case index
  /// `CLONUS.INI`: the settings.
  case settings
  /// `README.TXT`: what each file is.
  case readme
  /// `CLONUS.HTM`: all exams over time.
  case trends
  /// `TIME.TXT`: sets the clock once.
  case time
  /// `BOOT.LOG`: one line per boot.
  case bootLog
}

/// What a card says went wrong.
public enum StorageError: Error, Hashable {
  /// No card, or it went away.
  case missing
  /// No room left.
  case full
  /// The card cannot be written.
  case readOnly
  /// There is no such file.
  case noSuchFile
  /// The card does not come back from what it was asked.
  case stalled
  /// Any other error, by its error number.
  case failed(Int32)
}

/// The card; the one seam below Recording.
///
/// A write is durable only after `sync` of its file returned. Until then any part of it, in units of
/// 512-byte sectors, may or may not be there after a power cut, and one sector may be torn.
public protocol Storage: ~Copyable {
  /// The file's size in bytes, or nil where there is no such file.
  mutating func size(of file: CardFile) throws(StorageError) -> Int?
  /// Makes a file of `size` zero bytes, replacing one of the same name.
  mutating func create(_ file: CardFile, size: Int) throws(StorageError)
  /// Writes all bytes at `offset`; grows the file where they reach past its end.
  mutating func write(_ bytes: Span<UInt8>, to file: CardFile, at offset: Int)
    throws(StorageError)
  /// Reads from `offset` on; returns how many bytes there were, 0 at the end.
  mutating func read(_ file: CardFile, at offset: Int, into bytes: inout MutableSpan<UInt8>)
    throws(StorageError) -> Int
  /// Cuts or grows the file to `size` bytes.
  mutating func resize(_ file: CardFile, to size: Int) throws(StorageError)
  /// Returns once all that was written to the file is durable.
  mutating func sync(_ file: CardFile) throws(StorageError)
  /// Removes the file, if it is there.
  mutating func remove(_ file: CardFile) throws(StorageError)
  /// The highest number of any recording on the card, 0 where there is none.
  mutating func lastRecording() throws(StorageError) -> UInt16
}
