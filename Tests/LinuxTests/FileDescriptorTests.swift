import Findings
import Glibc
import Testing

@testable import Linux

@Test func aFileIsReadInPiecesToItsEnd() throws {
  let folder = try TemporaryFolder()
  try folder.put("data", Array(0..<10))
  let file = try File.open(folder.path("data"))
  var room = [UInt8](repeating: 0, count: 4)
  var read: [UInt8] = []
  while true {
    var bytes = room.mutableSpan
    let count = try file.read(into: &bytes)
    if count == 0 { break }
    read += room[..<count]
  }
  #expect(read == Array(0..<10))
}

@Test func whatIsMissingIsSaid() throws {
  let folder = try TemporaryFolder()
  #expect(throws: Errno.noSuchFile) { _ = try File.open(folder.path("absent")) }
}

@Test func shortWritesAreCompleted() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  kernel.writeLimit = 3
  let data: [UInt8] = Array(1...10)
  try FileDescriptor.open(folder.path("a"), [.write, .create], kernel: kernel).write(data.span)
  try FileDescriptor.open(folder.path("b"), [.write, .create], kernel: kernel)
    .write(data.span, at: 2)
  #expect(try folder.bytes("a") == data)
  #expect(try folder.bytes("b") == [0, 0] + data)
  #expect(kernel.count(.write) == 4)
  #expect(kernel.count(.writeAt) == 4)
}

@Test func aDeviceThatTakesNothingIsAFault() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  kernel.writeLimit = 0
  let file = try FileDescriptor.open(folder.path("a"), [.write, .create], kernel: kernel)
  let data: [UInt8] = [1]
  #expect(throws: Errno.inputOutput) { try file.write(data.span) }
  #expect(throws: Errno.inputOutput) { try file.write(data.span, at: 0) }
}

@Test func aFullDeviceIsSaid() throws {
  let path = try #require(Path(Array("/dev/full".utf8)))
  let file = try File.open(path, .write)
  let data: [UInt8] = [1]
  #expect(throws: Errno.noSpace) { try file.write(data.span) }
}

@Test func aPipeSetNotToWaitIsWaitedFor() throws {
  let folder = try TemporaryFolder()
  let kernel = ScriptedKernel()
  kernel.script = [
    .init(call: .read, errno: .wouldBlock, times: 1),
    .init(call: .write, errno: .wouldBlock, times: 2),
  ]
  let file = try FileDescriptor.open(folder.path("a"), [.write, .create], kernel: kernel)
  var data: [UInt8] = [1, 2]
  try file.write(data.span)
  var bytes = data.mutableSpan
  #expect(try file.read(into: &bytes) == 0)
  #expect(kernel.count(.wait) == 3)
  #expect(try folder.bytes("a") == [1, 2])
}

@Test func aFileIsClosedWithItsOwnerAndStandardOutputIsNot() throws {
  let folder = try TemporaryFolder()
  try folder.put("a")
  let kernel = ScriptedKernel()
  do {
    _ = FileDescriptor.standardOutput(kernel: kernel)
    let file = try FileDescriptor.open(folder.path("a"), kernel: kernel)
    #expect(kernel.count(.close) == 0)
    _ = consume file
  }
  #expect(kernel.count(.close) == 1)
}

@Test func aFileOfTheRunningMachineIsClosedWithItsOwner() throws {
  let folder = try TemporaryFolder()
  try folder.put("a")
  do {
    let file = try File.open(folder.path("a"))
    #expect(try file.size() == 0)
    #expect(try folder.isOpen("a"))
  }
  #expect(try !folder.isOpen("a"))
}

@Test func aPathHoldsNoZeroAndIsNotEmpty() {
  #expect(Path([]) == nil)
  #expect(Path([0x61, 0, 0x62]) == nil)
}

@Test(arguments: [("a", "a/X"), ("a/", "a/X"), ("/", "/X")])
func aNameIsAppendedByOneSlash(folder: String, expected: String) throws {
  let path = try #require(Path(Array(folder.utf8)))
  #expect(Array(path.appending(Array("X".utf8)).bytes) == Array(expected.utf8))
}

@Test(arguments: [
  ("a/b/c", ["a", "a/b", "a/b/c"]), ("/a//b/", ["/a", "/a//b"]), ("a", ["a"]), ("/", []),
])
func thePathsOfAllFoldersOnTheWay(path: String, expected: [String]) throws {
  let path = try #require(Path(Array(path.utf8)))
  #expect(path.withAncestors.map { Array($0.bytes) } == expected.map { Array($0.utf8) })
}

@Test func theClockRunsForwardAndSleepsToItsTime() throws {
  let clock = SystemClock()
  let start = clock.now()
  try clock.sleep(until: start + .milliseconds(2))
  #expect(clock.now() >= start + .milliseconds(2))
  try clock.sleep(until: start)
}

@Test func argumentsAreTheWordsAfterTheName() throws {
  let spoken: [String] = ["clonus", "replay", "", "\u{e4}.csv"]
  var words: [UnsafeMutablePointer<CChar>?] = unsafe spoken.map { unsafe strdup($0) }
  defer { for index in spoken.indices { unsafe free(words[index]) } }
  let arguments = unsafe words.withUnsafeMutableBufferPointer {
    unsafe Arguments.read(count: 4, words: $0.baseAddress)
  }
  #expect(arguments == [Array("replay".utf8), [], [0xC3, 0xA4, 0x2E, 0x63, 0x73, 0x76]])
  #expect(unsafe Arguments.read(count: 0, words: nil) == [])
}
