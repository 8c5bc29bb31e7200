import Recording
import Testing

@testable import Linux

@Test func theLastRecordingIsFoundAmongManyFiles() throws {
  let folder = try TemporaryFolder()
  var card = try SystemFolder(folder.path())
  #expect(try card.lastRecording() == 0)
  // Many times what one reading of the folder brings.
  for number in stride(from: 1, through: 600, by: 1) {
    try folder.put("EXAMS/E\(String(number + 10_000).dropFirst()).EDF")
  }
  try folder.put("EXAMS/E0900.HTM")
  try folder.put("EXAMS/E0901.EDF.bak")
  #expect(try card.lastRecording() == 600)
}

@Test(arguments: [
  ("E0001.EDF", 1), ("e0042.edf", 42), ("E9999.EDF", 9_999), ("E0000.EDF", nil),
  ("E00001.EDF", nil), ("E001.EDF", nil), ("E0001.HTM", nil), ("F0001.EDF", nil),
  ("E00x1.EDF", nil), ("E0001-EDF", nil), ("", nil), ("E\u{e4}01.EDF", nil),
])
func aRecordingIsKnownByItsName(name: String, expected: UInt16?) {
  let name = Array(name.utf8)
  let number = CardFile.recordingNumber(name: name.span)
  #expect(number == expected)
}

@Test(arguments: [
  [UInt8](repeating: 0, count: 19),  // no room for a name
  [UInt8](repeating: 0, count: 32),  // a record of no length
  [UInt8](repeating: 0, count: 16) + [200, 0] + [UInt8](repeating: 0x45, count: 14),  // too long
])
func aDamagedFolderIsAFault(entries: [UInt8]) throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  kernel.forgedEntries = entries
  #expect(throws: StorageError.failed(5)) { try card.lastRecording() }
}

@Test func aNameWithoutItsEndStaysWithinItsRecord() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  var card = try FolderStorage(folder.path(), kernel: kernel)
  kernel.forgedEntries =
    [UInt8](repeating: 0, count: 16) + [28, 0, 8] + Array("E0007.EDF".utf8)
  #expect(try card.lastRecording() == 7)
}
