import Findings
import Recording

extension Init {
  /// Loads the modules that the initramfs lists for this board, in its order.
  func loadModules() {
    let folder = Path("/modules")
    let list = contents(of: folder.appending("list"), atMost: 4_096)
    var rows = list.span
    while !rows.isEmpty {
      var row = part(of: &rows, before: UInt8(ascii: "\n"))
      let kind = part(of: &row, before: UInt8(ascii: " "))
      guard !row.isEmpty, isMeant(kind) else { continue }
      let name = [UInt8](copying: row)
      do throws(Errno) {
        let file = try FileDescriptor.open(folder.appending(name), kernel: kernel)
        _ = try uninterrupted { kernel.loadModule(file.number) }
      } catch .fileExists {
        // It is there already.
      } catch {
        tell("no module", name)
      }
    }
    tell("modules", "")
  }

  /// Whether the board's word begins with `kind`, or it is meant for all. A machine that is none of
  /// ours gets all there is: it may find its card.
  private func isMeant(_ kind: Span<UInt8>) -> Bool {
    let word = board.span
    if kind.isEmpty || kind[0] == UInt8(ascii: "*") || word.isEmpty { return true }
    guard kind.count <= word.count else { return false }
    for index in Counting(kind.indices) where kind[index] != word[index] { return false }
    return true
  }

  /// Switches the board's own lights off: they flicker with the card, and beside the three lights of
  /// the exam nothing may blink.
  func darkenBoard() {
    let lights = Path("/sys/class/leds")
    for name in names(in: lights) {
      let light = lights.appending(name)
      write("none", to: light.appending("trigger"))
      write("0", to: light.appending("brightness"))
    }
  }

  private func write(_ text: Literal, to path: Path) {
    do throws(Errno) {
      try FileDescriptor.open(path, .write, kernel: kernel).write(text.bytes.span)
    } catch {
      // A light that cannot be switched stays as the firmware left it.
    }
  }
}
