import Findings
import Testing

@testable import Linux

@Suite struct MailboxTests {
  @Test func lettersComeInTheirOrderAndOnce() throws {
    let box = try Mailbox<ScriptedKernel, Int>(capacity: 4, kernel: ScriptedKernel())
    for letter in 1...3 { #expect(box.put(letter)) }
    #expect(box.takeAll() == [1, 2, 3])
    #expect(box.takeAll() == [])
  }

  @Test func aFullBoxRefusesAndCounts() throws {
    let box = try Mailbox<ScriptedKernel, Int>(capacity: 2, kernel: ScriptedKernel())
    let taken = (1...5).map { box.put($0) }
    #expect(taken == [true, true, false, false, false])
    #expect(box.refusals == 3)
    #expect(box.takeAll() == [1, 2])
    #expect(box.put(6))
  }

  @Test func itWakesWhoeverWaitsUntilItIsEmptied() throws {
    let kernel = ScriptedKernel()
    let box = try Mailbox<ScriptedKernel, Int>(capacity: 2, kernel: kernel)
    #expect(kernel.wait([box.wakeup], atMost: .zero) == .success(0))
    _ = box.put(1)
    #expect(kernel.wait([box.wakeup], atMost: .zero) == .success(1))
    _ = box.takeAll()
    #expect(kernel.wait([box.wakeup], atMost: .zero) == .success(0))
  }

  @Test func twoThreadsLoseNothing() throws {
    let kernel = LinuxKernel.running
    let box = try Mailbox<LinuxKernel, Int>(capacity: 1_000, kernel: kernel)
    try Thread.start { for letter in 0..<1_000 { _ = box.put(letter) } }
    var all: [Int] = []
    while all.count < 1_000 {
      guard case .success(1) = kernel.wait([box.wakeup], atMost: .seconds(30)) else { break }
      all += box.takeAll()
    }
    #expect(all == Array(0..<1_000))
  }
}
