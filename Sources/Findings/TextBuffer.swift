extension [UInt8] {
  /// A copy of bytes that lie elsewhere.
  @inline(never)
  public init(copying bytes: Span<UInt8>) {
    unsafe self = bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }
}

/// Bytes of ASCII text that grow at the end; the one way by which texts are made.
///
/// Numbers are written from integers alone, so that every machine writes the same bytes. What writes
/// is never inlined, here and in its users: that saves a sixth of this room's code.
public struct TextBuffer: Sendable, Hashable {
  /// What was written so far.
  public private(set) var bytes: [UInt8] = []

  /// Makes an empty text.
  public init() {}

  /// Makes a text of a literal.
  public init(_ text: Literal) { append(text) }

  /// Appends a literal.
  @inline(never)
  public mutating func append(_ text: Literal) { append(span: text.span) }

  /// Appends bytes that lie elsewhere.
  @inline(never)
  public mutating func append(span more: Span<UInt8>) {
    unsafe more.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Appends a byte.
  @inline(never)
  public mutating func append(byte: UInt8) { bytes.append(byte) }

  /// Appends bytes as they are.
  @inline(never)
  public mutating func append(bytes more: [UInt8]) { bytes.append(contentsOf: more) }

  /// Appends spaces until there are `width` bytes from `start` on, at least as many as `least`.
  @inline(never)
  public mutating func pad(from start: Int, to width: Int, atLeast least: Int = 1) {
    for _ in Counting(0..<max(least, width - (bytes.count - start))) { append(" ") }
  }

  /// Appends a whole number.
  @inline(never)
  public mutating func append(_ value: some BinaryInteger) {
    append(Int64(value), over: 0)
  }

  /// Appends a whole number of at least `width` digits, filled up with zeros from the left.
  @inline(never)
  public mutating func append(_ value: UInt32, digits width: Int) {
    let start = bytes.count
    append(value)
    while bytes.count - start < width { bytes.insert(UInt8(ascii: "0"), at: start) }
  }

  /// Appends `value` / 10^`decimals` with its leading zero and without trailing zeros: `0.16`, `-3`.
  @inline(never)
  public mutating func append(_ value: Int64, over decimals: Int) {
    var rest = value.magnitude
    var digits: [UInt8] = []
    var position = 0
    var significant = false
    repeat {
      let digit = UInt8(rest % 10)
      rest /= 10
      if position >= decimals { significant = true }
      if digit != 0 { significant = true }
      if significant { digits.append(UInt8(ascii: "0") + digit) }
      position += 1
      if position == decimals && !digits.isEmpty { digits.append(UInt8(ascii: ".")) }
    } while rest != 0 || position <= decimals
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    while let digit = digits.popLast() { bytes.append(digit) }
  }

  /// Appends a time in seconds.
  @inline(never)
  public mutating func append(seconds time: Microseconds) { append(time.count, over: 6) }

  /// Appends an acceleration in g, rounded to a ten-thousandth.
  @inline(never)
  public mutating func append(gravities value: Gravities) {
    let scaled = Int64(value.q20) * 10_000
    append((scaled + (scaled < 0 ? -(1 << 19) : 1 << 19)) / (1 << 20), over: 4)
  }
}
