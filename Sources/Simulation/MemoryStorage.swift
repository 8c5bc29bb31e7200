import Findings
import Recording

/// A card in memory that can fill up, refuse, stall, and lose its power at any moment.
///
/// What was written but not synced is kept apart, sector by sector: `cutPower` keeps, drops or tears
/// each of them by chance, as `Storage` allows.
public struct MemoryStorage: Storage, Sendable {
  /// Bytes of a sector.
  static let sectorSize = 512

  /// A file's name and content.
  struct File: Sendable {
    var name: CardFile
    var bytes: [UInt8]
  }

  /// A change that is not durable yet.
  private enum Change: Sendable {
    case create(CardFile, size: Int)
    case sector(CardFile, offset: Int, bytes: [UInt8])
    case resize(CardFile, size: Int)
    case remove(CardFile)

    var file: CardFile {
      switch self {
      case .create(let file, _), .sector(let file, _, _), .resize(let file, _), .remove(let file):
        file
      }
    }
  }

  /// How many bytes all files together can have.
  public var capacity = 1 << 30
  /// Nothing can be written.
  public var isReadOnly = false
  /// There is no card.
  public var isMissing = false
  /// The next so many syncs fail with this.
  public var failingSyncs: (count: Int, error: StorageError) = (0, .failed(5))
  /// How long a sync takes on this card; added up in `busy`.
  public var syncTime = Microseconds.zero
  /// How long the card was busy in all.
  public private(set) var busy = Microseconds.zero
  /// How many changes were made, how many syncs.
  public private(set) var changes = 0
  public private(set) var syncs = 0

  private var live = FileSet()
  private var durable = FileSet()
  private var pending: [Change] = []

  /// Makes an empty card.
  public init() {}

  // MARK: Storage

  public mutating func size(of file: CardFile) throws(StorageError) -> Int? {
    try checkCard()
    return live.bytes(of: file)?.count
  }

  public mutating func create(_ file: CardFile, size: Int) throws(StorageError) {
    try checkWritable()
    guard size >= 0 else { throw .failed(22) }
    try checkRoom(for: size - (live.bytes(of: file)?.count ?? 0))
    make(.create(file, size: size))
  }

  public mutating func write(_ bytes: Span<UInt8>, to file: CardFile, at offset: Int)
    throws(StorageError)
  {
    try checkWritable()
    guard let size = live.bytes(of: file)?.count else { throw .noSuchFile }
    guard offset >= 0 else { throw .failed(22) }
    try checkRoom(for: offset + bytes.count - size)
    var start = 0
    while start < bytes.count {
      let inSector = (offset + start) % Self.sectorSize
      let count = min(Self.sectorSize - inSector, bytes.count - start)
      let part = [UInt8](copying: bytes.extracting(start..<start + count))
      make(.sector(file, offset: offset + start, bytes: part))
      start += count
    }
  }

  public mutating func read(_ file: CardFile, at offset: Int, into bytes: inout MutableSpan<UInt8>)
    throws(StorageError) -> Int
  {
    try checkCard()
    guard let content = live.bytes(of: file) else { throw .noSuchFile }
    guard offset >= 0 else { throw .failed(22) }
    let count = max(0, min(bytes.count, content.count - offset))
    for index in Counting(0..<count) { bytes[index] = content[offset + index] }
    return count
  }

  public mutating func resize(_ file: CardFile, to size: Int) throws(StorageError) {
    try checkWritable()
    guard let old = live.bytes(of: file)?.count else { throw .noSuchFile }
    guard size >= 0 else { throw .failed(22) }
    try checkRoom(for: size - old)
    make(.resize(file, size: size))
  }

  public mutating func sync(_ file: CardFile) throws(StorageError) {
    try checkCard()
    syncs += 1
    busy = busy + syncTime
    if failingSyncs.count > 0 {
      failingSyncs.count -= 1
      throw failingSyncs.error
    }
    for change in pending where change.file == file { Self.apply(change, to: &durable) }
    pending.removeAll { $0.file == file }
  }

  public mutating func remove(_ file: CardFile) throws(StorageError) {
    try checkWritable()
    if live.bytes(of: file) != nil { make(.remove(file)) }
  }

  public mutating func lastRecording() throws(StorageError) -> UInt16 {
    try checkCard()
    return live.lastRecording
  }

  // MARK: Power

  /// How many changes a power cut now could lose.
  public var unsynced: Int { pending.count }

  /// Cuts the power and gives it back: each change that was not synced is kept, dropped or, where it
  /// writes a sector, torn.
  public mutating func cutPower(_ random: inout Randomness) {
    for change in pending {
      switch random.unit() {
      case ..<0.4: Self.apply(change, to: &durable)
      case ..<0.7:
        guard case .sector(let file, let offset, let bytes) = change else { continue }
        let count = Int(Mathematics.nearest(random.unit() * Double(bytes.count)))
        Self.apply(
          .sector(file, offset: offset, bytes: Array(bytes.prefix(count))), to: &durable)
      default: break
      }
    }
    pending = []
    live = durable
  }

  /// The content of a file, for tests; nil where there is none.
  public func contents(of file: CardFile) -> [UInt8]? { live.bytes(of: file) }

  // MARK: Within

  private mutating func make(_ change: Change) {
    changes += 1
    Self.apply(change, to: &live)
    pending.append(change)
  }

  private static func apply(_ change: Change, to files: inout FileSet) {
    switch change {
    case .create(let file, let size):
      files.set(file, to: [UInt8](repeating: 0, count: size))
    case .sector(let file, let offset, let bytes): files.write(bytes, to: file, at: offset)
    case .resize(let file, let size): files.resize(file, to: size)
    case .remove(let file): files.remove(file)
    }
  }

  private func checkCard() throws(StorageError) { if isMissing { throw .missing } }

  private func checkWritable() throws(StorageError) {
    try checkCard()
    if isReadOnly { throw .readOnly }
  }

  private func checkRoom(for more: Int) throws(StorageError) {
    if more > 0, live.total + more > capacity { throw .full }
  }
}
