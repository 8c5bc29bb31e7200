import Findings
import Glibc
import Testing

@testable import Linux

@Test func aFileIsNoTerminal() throws {
  let folder = try TemporaryFolder()
  try folder.put("a")
  let file = try File.open(folder.path("a"))
  let terminal = SystemTerminal(file.number)
  #expect(!terminal.isTerminal)
  #expect(terminal.width == nil)
  #expect(throws: Errno.notTerminal) { _ = try SystemKeys(of: terminal) }
}

@Test func aTerminalSaysItsWidth() throws {
  let pseudo = try PseudoTerminal()
  let terminal = SystemTerminal(pseudo.screen)
  #expect(terminal.isTerminal)
  #expect(terminal.width == nil)
  pseudo.resize(columns: 132)
  #expect(terminal.width == 132)
}

@Test func keysAreReadOneByOneAndTheTerminalIsGivenBack() throws {
  let pseudo = try PseudoTerminal()
  #expect(pseudo.readsLines)
  do {
    let keys = try SystemKeys(of: SystemTerminal(pseudo.screen))
    #expect(!pseudo.readsLines)
    #expect(try keys.next(until: .zero) == .none)
    let interrupt: UInt8 = 3
    pseudo.type([UInt8(ascii: " "), interrupt])
    let soon = SystemClock().now() + .seconds(60)
    #expect(try keys.next(until: soon) == .key(UInt8(ascii: " ")))
    #expect(try keys.next(until: soon) == .key(interrupt))
    #expect(try keys.next(until: .zero) == .none)
  }
  #expect(pseudo.readsLines)
}

@Test func aKeyboardThatIsGoneEndsTheKeys() throws {
  let pseudo = try PseudoTerminal()
  let kernel = ScriptedKernel()
  let keys = try Keys(of: Terminal(pseudo.screen, kernel: kernel))
  pseudo.type([4])
  kernel.script = [.init(call: .read, errno: .inputOutput)]
  #expect(throws: Errno.inputOutput) {
    try keys.next(until: SystemClock().now() + .seconds(60))
  }
}
