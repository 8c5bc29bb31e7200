import Foundation
import Recording
import Testing

@testable import Linux

@Test func filesHaveTheNamesOfTheCard() throws {
  let folder = try TemporaryFolder()
  var card = try SystemFolder(folder.path())
  let names: [(CardFile, String)] = [
    (.recording(1), "EXAMS/E0001.EDF"), (.recording(9_999), "EXAMS/E9999.EDF"),
    (.report(20), "EXAMS/E0020.HTM"), (.beats(300), "EXAMS/E0300.CSV"), (.index, "INDEX.CSV"),
    (.settings, "CLONUS.INI"), (.readme, "README.TXT"), (.trends, "CLONUS.HTM"),
    (.time, "TIME.TXT"), (.bootLog, "BOOT.LOG"),
  ]
  for (file, name) in names {
    #expect(try card.size(of: file) == nil)
    try card.create(file, size: 3)
    #expect(try folder.bytes(name) == [0, 0, 0])
    #expect(try card.size(of: file) == 3)
    try card.remove(file)
    #expect(!folder.holds(name))
    try card.remove(file)
  }
}

@Test func aMissingFolderIsMadeWithThoseOnTheWay() throws {
  let folder = try TemporaryFolder()
  _ = try SystemFolder(folder.path("log/of/today"))
  #expect(folder.holds("log/of/today/EXAMS"))
  _ = try SystemFolder(folder.path("log/of/today"))
}

@Test func aFolderThatCannotBeMadeIsSaid() throws {
  let folder = try TemporaryFolder()
  try folder.put("file")
  #expect(throws: StorageError.failed(ENOTDIR)) { _ = try SystemFolder(folder.path("file")) }
}

@Test func bytesAreWrittenReadAndCut() throws {
  let folder = try TemporaryFolder()
  var card = try SystemFolder(folder.path())
  let data: [UInt8] = [1, 2, 3, 4]
  try card.create(.index, size: 2)
  try card.write(data.span, to: .index, at: 1)
  #expect(try folder.bytes("INDEX.CSV") == [0, 1, 2, 3, 4])
  var room = [UInt8](repeating: 9, count: 4)
  #expect(try read(&card, .index, at: 3, into: &room) == 2)
  #expect(room == [3, 4, 9, 9])
  #expect(try read(&card, .index, at: 5, into: &room) == 0)
  try card.resize(.index, to: 2)
  #expect(try folder.bytes("INDEX.CSV") == [0, 1])
  try card.create(.index, size: 1)
  #expect(try folder.bytes("INDEX.CSV") == [0])
}

@Test func whatIsNotThereCannotBeUsed() throws {
  let folder = try TemporaryFolder()
  var card = try SystemFolder(folder.path())
  let data: [UInt8] = [1]
  var room: [UInt8] = [0]
  #expect(throws: StorageError.noSuchFile) { try card.write(data.span, to: .time, at: 0) }
  #expect(throws: StorageError.noSuchFile) { try read(&card, .time, at: 0, into: &room) }
  #expect(throws: StorageError.noSuchFile) { try card.resize(.time, to: 1) }
  #expect(throws: StorageError.noSuchFile) { try card.sync(.time) }
  #expect(!folder.holds("TIME.TXT"))
}

@Test func aRecordASecondTouchesNothingButItsFile() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  let record: [UInt8] = [1, 2, 3]
  try card.create(.recording(1), size: 30)
  try card.sync(.recording(1))
  kernel.forget()
  for second in 0..<5 {
    try card.write(record.span, to: .recording(1), at: 3 * second)
    try card.sync(.recording(1))
  }
  let expected = (0..<5).flatMap { _ in [Call.writeAt, .syncData] }
  #expect(kernel.trace == expected)
}

@Test func theFolderOfANewFileIsMadeDurableOnce() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  try card.create(.recording(1), size: 1)
  try card.create(.index, size: 1)
  kernel.forget()
  try card.sync(.recording(1))
  #expect(kernel.trace.suffix(4) == [.syncData, .open, .sync, .close])
  try card.sync(.recording(1))
  #expect(kernel.count(.sync) == 1)
  try card.sync(.index)
  #expect(kernel.count(.sync) == 2)
}

@Test func aFolderThatWasNotMadeDurableIsTriedAgain() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  try card.create(.recording(1), size: 1)
  kernel.script = [.init(call: .sync, errno: .inputOutput, times: 1)]
  #expect(throws: StorageError.failed(EIO)) { try card.sync(.recording(1)) }
  try card.sync(.recording(1))
  #expect(kernel.count(.sync) == 2)
}

@Test func aCardThatFillsUpKeepsWhatWasWritten() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  try card.create(.index, size: 0)
  kernel.writeLimit = 3
  kernel.script = [.init(call: .writeAt, errno: .noSpace, passing: 2)]
  let data: [UInt8] = Array(1...10)
  #expect(throws: StorageError.full) { try card.write(data.span, to: .index, at: 0) }
  #expect(try folder.bytes("INDEX.CSV") == [1, 2, 3, 4, 5, 6])
}

@Test func aFileThatFindsNoRoomIsNotLeftBehind() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  kernel.script = [.init(call: .resize, errno: .noSpace, times: 1)]
  #expect(throws: StorageError.full) { try card.create(.recording(1), size: 100_000) }
  #expect(!folder.holds("EXAMS/E0001.EDF"))
  #expect(try card.size(of: .recording(1)) == nil)
}

@Test func aCardThatCannotBeWrittenCanBeRead() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  try folder.put("CLONUS.INI", [7])
  kernel.isReadOnly = true
  var room: [UInt8] = [0]
  #expect(try card.size(of: .settings) == 1)
  #expect(try read(&card, .settings, at: 0, into: &room) == 1)
  #expect(room == [7])
  #expect(throws: StorageError.readOnly) { try card.write(room.span, to: .settings, at: 0) }
  #expect(throws: StorageError.readOnly) { try card.create(.index, size: 1) }
}

@Test func aCardThatWasPulledIsMissing() throws {
  let folder = try TemporaryFolder()
  var card = try SystemFolder(folder.path("card"))
  try FileManager.default.removeItem(at: folder.url.appendingPathComponent("card"))
  #expect(throws: StorageError.missing) { try card.create(.recording(1), size: 1) }
  #expect(throws: StorageError.missing) { try card.lastRecording() }
}

@Test(arguments: [
  (Errno.noSpace, StorageError.full), (.quotaExceeded, .full), (.readOnlyFileSystem, .readOnly),
  (.accessDenied, .readOnly), (.notPermitted, .readOnly), (.noSuchDevice, .missing),
  (.noSuchAddress, .missing), (.noMedium, .missing), (.noSuchFile, .noSuchFile),
  (.inputOutput, .failed(5)),
])
func aCardSaysWhatTheKernelMeans(errno: Errno, expected: StorageError) throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  try card.create(.index, size: 1)
  kernel.script = [.init(call: .syncData, errno: errno)]
  #expect(throws: expected) { try card.sync(.index) }
}

/// A closure of an expectation cannot make a span of an array that it captures.
private func read<K: Kernel>(
  _ card: inout FolderStorage<K>, _ file: CardFile, at offset: Int, into room: inout [UInt8]
) throws(StorageError) -> Int {
  var bytes = room.mutableSpan
  return try card.read(file, at: offset, into: &bytes)
}
