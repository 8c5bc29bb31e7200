import CLinux
import Glibc
import Simulation
import Testing

/// The heap of the static program; here the C library keeps its own, and only these tests use ours.
@Suite(.serialized) struct HeapTests {
  /// Memory whose every byte says whose it is.
  @safe private struct Piece {
    let memory: UnsafeMutableRawPointer
    let size: Int
    let mark: UInt8

    init?(size: Int, mark: UInt8) {
      guard let memory = unsafe cl_allocate(size) else { return nil }
      unsafe self.memory = memory
      self.size = size
      self.mark = mark
      unsafe memory.initializeMemory(as: UInt8.self, repeating: mark, count: size)
    }

    /// Whether nobody else wrote here, and the address suits every type.
    var isIntact: Bool {
      guard UInt(bitPattern: unsafe memory) % 16 == 0 else { return false }
      // Each byte is the one before it: the C library looks a hundred times faster than a debug build.
      let first = unsafe memory.load(as: UInt8.self)
      return unsafe size == 0 || first == mark && memcmp(memory, memory + 1, size - 1) == 0
    }

    func giveBack() { unsafe cl_give_back(memory) }
  }

  /// Allocates and gives back at random, at most 200 pieces at a time; false where one was written to.
  private func work(_ random: inout Randomness, rounds: Int, largest: Int) throws -> Bool {
    var pieces: [Piece] = []
    defer { for piece in pieces { piece.giveBack() } }
    for round in 0..<rounds {
      if pieces.count == 200 || !pieces.isEmpty && random.chance(0.45) {
        let piece = pieces.remove(at: Int(random.next() % UInt64(pieces.count)))
        guard piece.isIntact else { return false }
        piece.giveBack()
      } else {
        // As many of 1 to 15 bytes as of 16 to 255, and so on.
        let size = Int(random.next() % UInt64(largest)) >> Int(random.next() % 16)
        pieces.append(try #require(Piece(size: size, mark: UInt8(truncatingIfNeeded: round))))
      }
    }
    return pieces.allSatisfy(\.isIntact)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func piecesOfAllSizesNeverOverlap(seed: UInt64) throws {
    var random = Randomness(seed: seed, stream: 0)
    let isIntact = try work(&random, rounds: 4_000, largest: 400_000)
    #expect(isIntact, "seed \(seed)")
  }

  @Test func aDayOfTheSameWorkReachesNoFurtherThanItsBeginning() throws {
    var random = Randomness(seed: 4, stream: 0)
    for _ in 0..<10 { _ = try work(&random, rounds: 1_000, largest: 40_000) }
    let before = cl_heap_extent()
    for _ in 0..<100 { _ = try work(&random, rounds: 1_000, largest: 40_000) }
    // The most that is asked for at one time varies by chance, by far less than half.
    #expect(cl_heap_extent() < before + before / 2)
  }

  @Test func whatIsAllGivenBackIsOneFreeStretchAgain() throws {
    var pieces = try (0..<100).map { try #require(Piece(size: 1_000, mark: $0)) }
    let extent = cl_heap_extent()
    while !pieces.isEmpty { pieces.remove(at: pieces.count * 2 / 3).giveBack() }
    let all = try #require(Piece(size: 100_000, mark: 0xFF))
    #expect(cl_heap_extent() == extent)
    all.giveBack()
  }

  @Test func largeArraysHavePagesOfTheirOwn() throws {
    let small = try #require(Piece(size: 1, mark: 1))
    let extent = cl_heap_extent()
    let large = try #require(Piece(size: 1_000_000, mark: 2))
    #expect(cl_heap_extent() == extent)
    #expect(large.isIntact && small.isIntact)
    large.giveBack()
    small.giveBack()
  }

  @Test func moreThanThereIsIsRefused() {
    #expect(unsafe cl_allocate(.max) == nil)
    #expect(unsafe cl_allocate(.max / 2) == nil)
    #expect(unsafe cl_allocate(1 << 50) == nil)
    cl_give_back(nil)
  }

  @Test func givingBackTwiceEndsTheProgram() async {
    await #expect(processExitsWith: .signal(6)) {
      let kept = unsafe cl_allocate(100)
      let memory = unsafe cl_allocate(100)
      unsafe cl_give_back(memory)
      unsafe cl_give_back(memory)
      unsafe cl_give_back(kept)
    }
  }

  @Test func threadsShareIt() {
    let ended = (1...4).map { _ in cl_wakeup() }
    for descriptor in ended {
      // The thread's only argument is a pointer, which here is the descriptor's number.
      let answer = unsafe cl_thread(
        { number in
          let descriptor = Int(bitPattern: number)
          var random = Randomness(seed: UInt64(descriptor), stream: 1)
          let isIntact = try? HeapTests().work(&random, rounds: 4_000, largest: 4_000)
          var word: UInt64 = isIntact == true ? 1 : 2
          _ = unsafe cl_write(Int32(descriptor), &word, 8)
        }, UnsafeMutableRawPointer(bitPattern: Int(descriptor)))
      #expect(answer == 0)
    }
    for descriptor in ended {
      var word: UInt64 = 0
      #expect(cl_wait(Int32(descriptor), 0, 60_000_000_000) == 1)
      let count = unsafe cl_read(Int32(descriptor), &word, 8)
      #expect(count == 8)
      #expect(word == 1)
      _ = cl_close(Int32(descriptor))
    }
  }
}
