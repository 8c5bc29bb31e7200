import Findings

/// Where a file is: bytes, as the kernel takes them.
public struct Path: Sendable, Hashable {
  /// The path's bytes and the zero byte that ends them.
  let terminated: [UInt8]

  /// Makes a path of bytes; nil where there are none, or a zero among them.
  public init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
    self.init(literal: bytes)
  }

  /// Makes a path of a literal, which has at least one byte and no zero.
  init(_ literal: Literal) { self.init(literal: literal.bytes) }

  /// Makes a path of bytes that hold no zero.
  init(literal bytes: [UInt8]) {
    var bytes = bytes
    bytes.append(0)
    terminated = bytes
  }

  /// The path's bytes.
  public var bytes: [UInt8] {
    var bytes = terminated
    bytes.removeLast()
    return bytes
  }

  /// The path of what is called `name` in this folder; `name` holds no zero byte.
  @inline(never)
  public func appending(_ name: Span<UInt8>) -> Path {
    var path = TextBuffer()
    path.append(span: terminated.span.extracting(..<(terminated.count - 1)))
    if path.bytes.last != Self.slash { path.append(byte: Self.slash) }
    path.append(span: name)
    return Path(literal: path.bytes)
  }

  /// The path of what is called `name` in this folder.
  public func appending(_ name: Literal) -> Path { appending(name.span) }

  /// The path of what is called `name` in this folder; `name` holds no zero byte.
  public func appending(_ name: [UInt8]) -> Path { appending(name.span) }

  /// The folders on the way to this one, the nearest to the root first, and itself.
  var withAncestors: [Path] {
    var paths: [Path] = []
    var folder: [UInt8] = []
    for byte in bytes {
      if byte == Self.slash, let last = folder.last, last != Self.slash {
        paths.append(Path(literal: folder))
      }
      folder.append(byte)
    }
    if folder.last != Self.slash { paths.append(self) }
    return paths
  }

  private static var slash: UInt8 { UInt8(ascii: "/") }
}
