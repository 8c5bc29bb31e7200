import Findings

/// Where a file is: bytes, as the kernel takes them.
public struct Path: Sendable, Hashable {
  /// The path's bytes and the zero byte that ends them.
  let terminated: [UInt8]

  /// Makes a path of bytes; nil where there are none, or a zero among them.
  public init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
    self.terminated = bytes + [0]
  }

  /// Makes a path of a literal, which has at least one byte and no zero.
  init(_ literal: Literal) { self.terminated = literal.bytes + [0] }

  private init(terminated: [UInt8]) { self.terminated = terminated }

  /// Makes a path of bytes that hold no zero.
  init(literal bytes: [UInt8]) { terminated = bytes + [0] }

  /// The path's bytes.
  public var bytes: ArraySlice<UInt8> { terminated.dropLast() }

  /// The path of what is called `name` in this folder; `name` holds no zero byte.
  public func appending(_ name: [UInt8]) -> Path {
    let slash = UInt8(ascii: "/")
    let folder = bytes.last == slash ? bytes : bytes + [slash]
    return Path(terminated: folder + name + [0])
  }

  /// The folders on the way to this one, the nearest to the root first, and itself.
  var withAncestors: [Path] {
    let slash = UInt8(ascii: "/")
    var paths: [Path] = []
    for index in bytes.indices.dropFirst() {
      guard bytes[index] == slash, bytes[index - 1] != slash else { continue }
      paths.append(Path(terminated: bytes[..<index] + [0]))
    }
    if bytes.last != slash { paths.append(self) }
    return paths
  }
}
