import Findings

/// Writes one JSON object, key by key; nil is written as `null`.
public struct JSONText {
  private var text = TextBuffer("{")
  private var isFirst = true

  /// Makes an object without members.
  public init() {}

  /// Appends the key and what `value` writes.
  @inline(never)
  public mutating func raw(_ key: Literal, _ value: TextBuffer?) {
    if !isFirst { text.append(", ") }
    isFirst = false
    text.append("\"")
    text.append(key)
    text.append("\": ")
    if let value { text.append(bytes: value.bytes) } else { text.append("null") }
  }

  /// A word: ASCII without quotes or backslashes, as all words of the exam are.
  @inline(never)
  public mutating func word(_ key: Literal, _ value: Literal?) {
    raw(key, value.map { Self.quoted($0) })
  }

  /// A truth value.
  @inline(never)
  public mutating func truth(_ key: Literal, _ value: Bool?) {
    raw(key, value.map { TextBuffer($0 ? "true" : "false") })
  }

  /// A whole number over 10^`decimals`.
  @inline(never)
  public mutating func number(
    _ key: Literal, _ value: (some BinaryInteger)?, over decimals: Int = 0
  ) {
    raw(key, value.map { Self.decimal(Int64($0), over: decimals) })
  }

  /// A time in seconds.
  @inline(never)
  public mutating func seconds(_ key: Literal, _ value: Microseconds?) {
    number(key, value?.count, over: 6)
  }

  /// An acceleration in g.
  @inline(never)
  public mutating func gravities(_ key: Literal, _ value: Gravities?) {
    raw(
      key,
      value.map { value in
        var text = TextBuffer()
        text.append(gravities: value)
        return text
      })
  }

  /// A list of so many values, each made of its place.
  @inline(never)
  public mutating func list(_ key: Literal, _ count: Int, _ value: (Int) -> TextBuffer) {
    var list = TextBuffer("[")
    for index in Counting(0..<count) {
      if index > 0 { list.append(", ") }
      list.append(bytes: value(index).bytes)
    }
    list.append("]")
    raw(key, list)
  }

  /// The object with its closing brace.
  public consuming func closed() -> TextBuffer {
    text.append("}")
    return text
  }

  /// A word as JSON writes it.
  @inline(never)
  public static func quoted(_ word: Literal) -> TextBuffer {
    var text = TextBuffer("\"")
    text.append(word)
    text.append("\"")
    return text
  }

  /// A number over 10^`decimals` as JSON writes it.
  @inline(never)
  public static func decimal(_ value: Int64, over decimals: Int) -> TextBuffer {
    var text = TextBuffer()
    text.append(value, over: decimals)
    return text
  }
}
