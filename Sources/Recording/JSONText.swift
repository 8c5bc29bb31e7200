import Findings

/// Writes one JSON object, key by key; nil is written as `null`.
struct JSONText {
  private(set) var text = TextBuffer("{")
  private var isFirst = true

  /// Appends the key and what `value` writes.
  @inline(never)
  mutating func raw(_ key: StaticString, _ value: TextBuffer?) {
    if !isFirst { text.append(", ") }
    isFirst = false
    text.append("\"")
    text.append(key)
    text.append("\": ")
    if let value { text.append(bytes: value.bytes) } else { text.append("null") }
  }

  /// A word: ASCII without quotes or backslashes, as all words of the exam are.
  @inline(never)
  mutating func word(_ key: StaticString, _ value: StaticString?) {
    raw(key, value.map { Self.quoted($0) })
  }

  @inline(never)
  mutating func truth(_ key: StaticString, _ value: Bool?) {
    raw(key, value.map { TextBuffer($0 ? "true" : "false") })
  }

  @inline(never)
  mutating func number(_ key: StaticString, _ value: (some BinaryInteger)?, over decimals: Int = 0)
  {
    raw(key, value.map { Self.decimal(Int64($0), over: decimals) })
  }

  @inline(never)
  mutating func seconds(_ key: StaticString, _ value: Microseconds?) {
    number(key, value?.count, over: 6)
  }

  @inline(never)
  mutating func gravities(_ key: StaticString, _ value: Gravities?) {
    raw(
      key,
      value.map { value in
        var text = TextBuffer()
        text.append(gravities: value)
        return text
      })
  }

  @inline(never)
  mutating func list(_ key: StaticString, _ values: some Sequence<TextBuffer>) {
    var list = TextBuffer("[")
    var isFirstValue = true
    for value in values {
      if !isFirstValue { list.append(", ") }
      isFirstValue = false
      list.append(bytes: value.bytes)
    }
    list.append("]")
    raw(key, list)
  }

  /// The object with its closing brace.
  consuming func closed() -> TextBuffer {
    text.append("}")
    return text
  }

  @inline(never)
  static func quoted(_ word: StaticString) -> TextBuffer {
    var text = TextBuffer("\"")
    text.append(word)
    text.append("\"")
    return text
  }

  @inline(never)
  static func decimal(_ value: Int64, over decimals: Int) -> TextBuffer {
    var text = TextBuffer()
    text.append(value, over: decimals)
    return text
  }
}
