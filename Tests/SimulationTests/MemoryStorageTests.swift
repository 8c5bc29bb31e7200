import Findings
import Recording
import Testing

@testable import Simulation

@Suite struct MemoryStorageTests {
  private static let file = CardFile.recording(7)

  private static func card(size: Int = 2_048) throws -> MemoryStorage {
    var card = MemoryStorage()
    try card.create(Self.file, size: size)
    try card.sync(Self.file)
    return card
  }

  private static func write(
    _ byte: UInt8, count: Int, at offset: Int, to card: inout MemoryStorage
  ) throws {
    let bytes = [UInt8](repeating: byte, count: count)
    try card.write(bytes.span, to: file, at: offset)
  }

  @Test("What was synced survives every power cut", arguments: 1...50)
  func synced(seed: UInt64) throws {
    var card = try Self.card()
    try Self.write(9, count: 2_048, at: 0, to: &card)
    try card.sync(Self.file)
    let content = card.contents(of: Self.file)
    var random = Randomness(seed: seed, stream: 0)
    card.cutPower(&random)
    #expect(card.contents(of: Self.file) == content)
    #expect(card.unsynced == 0)
  }

  @Test("What was not synced is kept, dropped or torn, sector by sector")
  func unsynced() throws {
    var kinds = (kept: 0, dropped: 0, torn: 0)
    for seed in 1...100 as ClosedRange<UInt64> {
      var card = try Self.card()
      try Self.write(9, count: 2_048, at: 0, to: &card)
      #expect(card.unsynced == 4)
      var random = Randomness(seed: seed, stream: 0)
      card.cutPower(&random)
      let content = try #require(card.contents(of: Self.file))
      for sector in 0..<4 {
        let bytes = content[sector * 512..<(sector + 1) * 512]
        let written = bytes.count { $0 == 9 }
        if written == 512 { kinds.kept += 1 }
        if written == 0 { kinds.dropped += 1 }
        if written > 0, written < 512 {
          kinds.torn += 1
          // A torn sector is new up to somewhere and old from there on.
          #expect(bytes.prefix(written).allSatisfy { $0 == 9 })
        }
      }
    }
    #expect(kinds.kept > 50 && kinds.dropped > 50 && kinds.torn > 50)
  }

  @Test("A file made and not synced may be gone after a power cut")
  func created() throws {
    var survivors = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      var card = MemoryStorage()
      try card.create(Self.file, size: 512)
      var random = Randomness(seed: seed, stream: 0)
      card.cutPower(&random)
      if card.contents(of: Self.file) != nil { survivors += 1 }
    }
    #expect((1..<40).contains(survivors))
  }

  @Test("Files grow, shrink, are read to their end and no further")
  func sizes() throws {
    var card = try Self.card(size: 100)
    try Self.write(3, count: 50, at: 90, to: &card)
    #expect(try card.size(of: Self.file) == 140)
    try card.resize(Self.file, to: 120)
    #expect(try card.size(of: Self.file) == 120)
    var bytes = [UInt8](repeating: 0, count: 64)
    var span = bytes.mutableSpan
    #expect(try card.read(Self.file, at: 100, into: &span) == 20)
    #expect(try card.read(Self.file, at: 120, into: &span) == 0)
    #expect(try card.read(Self.file, at: 500, into: &span) == 0)
    #expect(bytes[0] == 3)
    try card.remove(Self.file)
    #expect(try card.size(of: Self.file) == nil)
  }

  @Test("The highest recording's number is known")
  func lastRecording() throws {
    var card = try Self.card()
    #expect(try card.lastRecording() == 7)
    try card.create(.recording(12), size: 0)
    try card.create(.index, size: 0)
    #expect(try card.lastRecording() == 12)
  }

  @Test("A full, read-only or missing card says so, and changes nothing")
  func refusals() throws {
    var card = try Self.card()
    card.capacity = 2_048
    #expect(throws: StorageError.full) { try card.create(.index, size: 1) }
    #expect(throws: StorageError.full) { try Self.write(1, count: 2, at: 2_047, to: &card) }
    #expect(throws: StorageError.full) { try card.resize(Self.file, to: 4_096) }
    try Self.write(1, count: 2_048, at: 0, to: &card)
    card.isReadOnly = true
    #expect(throws: StorageError.readOnly) { try Self.write(2, count: 1, at: 0, to: &card) }
    #expect(throws: StorageError.readOnly) { try card.remove(Self.file) }
    #expect(card.contents(of: Self.file)?.first == 1)
    card.isMissing = true
    #expect(throws: StorageError.missing) { try card.size(of: Self.file) }
    #expect(throws: StorageError.missing) { try card.lastRecording() }
  }

  @Test("A file that is not there cannot be written, read or resized")
  func noSuchFile() throws {
    var card = MemoryStorage()
    var nothing = MutableSpan<UInt8>()
    #expect(throws: StorageError.noSuchFile) { try Self.write(1, count: 1, at: 0, to: &card) }
    #expect(throws: StorageError.noSuchFile) { try card.resize(.index, to: 1) }
    #expect(throws: StorageError.noSuchFile) { try card.read(.index, at: 0, into: &nothing) }
  }

  @Test("A sync that fails makes nothing durable; a slow card is busy")
  func syncs() throws {
    var card = try Self.card()
    card.failingSyncs = (1, .failed(5))
    card.syncTime = .milliseconds(300)
    try Self.write(1, count: 512, at: 0, to: &card)
    #expect(throws: StorageError.failed(5)) { try card.sync(Self.file) }
    #expect(card.unsynced == 1)
    try card.sync(Self.file)
    #expect(card.unsynced == 0)
    #expect(card.busy == .milliseconds(600))
  }
}
