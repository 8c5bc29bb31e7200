import Foundation
import Glibc
import Testing

@testable import Linux

/// A folder of this test's own, removed where its owner ends.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("clonus-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String = "") throws -> Path {
    try #require(Path(Array((name.isEmpty ? url.path : "\(url.path)/\(name)").utf8)))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: url.appendingPathComponent(name)))
  }

  func put(_ name: String, _ bytes: [UInt8] = []) throws {
    try Data(bytes).write(to: url.appendingPathComponent(name))
  }

  /// Whether this process has the file open.
  func isOpen(_ name: String) throws -> Bool {
    let place = url.appendingPathComponent(name).path
    let manager = FileManager.default
    return try manager.contentsOfDirectory(atPath: "/proc/self/fd").contains {
      (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == place
    }
  }

  func holds(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
  }
}

/// A terminal with nobody before it: what is typed at `keyboard` can be read at `screen`.
final class PseudoTerminal {
  let keyboard: Int32
  let screen: Int32

  init() throws {
    var (keyboard, screen): (Int32, Int32) = (-1, -1)
    let opened = unsafe openpty(&keyboard, &screen, nil, nil, nil)
    try #require(opened == 0)
    (self.keyboard, self.screen) = (keyboard, screen)
  }

  deinit {
    _ = Glibc.close(keyboard)
    _ = Glibc.close(screen)
  }

  func type(_ keys: [UInt8]) { _ = unsafe Glibc.write(keyboard, keys, keys.count) }

  /// Whether the terminal waits for whole lines and shows what is typed.
  var readsLines: Bool {
    var mode = termios()
    _ = unsafe tcgetattr(screen, &mode)
    return mode.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG)
  }

  func resize(columns: UInt16) {
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(screen, UInt(TIOCSWINSZ), &size)
  }
}
