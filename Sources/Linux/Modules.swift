import Findings

extension Init {
  /// Loads the modules that the initramfs lists for this board, in its order.
  func loadModules() {
    let folder = Path("/modules")
    let list = contents(of: folder.appending(("list" as Literal).bytes), atMost: 4_096)
    for row in list.split(separator: UInt8(ascii: "\n")) {
      guard let space = row.firstIndex(of: UInt8(ascii: " ")) else { continue }
      guard isMeant(row[..<space]) else { continue }
      let name = [UInt8](row[(space + 1)...])
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
  private func isMeant(_ kind: ArraySlice<UInt8>) -> Bool {
    kind.first == UInt8(ascii: "*") || board.count == 0
      || board.bytes.starts(with: kind)
  }

  /// Switches the board's own lights off: they flicker with the card, and beside the three lights of
  /// the exam nothing may blink.
  func darkenBoard() {
    let lights = Path("/sys/class/leds")
    for name in names(in: lights) {
      let light = lights.appending(name)
      write("none", to: light.appending(("trigger" as Literal).bytes))
      write("0", to: light.appending(("brightness" as Literal).bytes))
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
