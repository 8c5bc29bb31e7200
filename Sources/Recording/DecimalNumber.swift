import Findings

/// A decimal number as it stands in a text, kept exactly to 19 significant digits.
struct DecimalNumber: Sendable, Hashable {
  /// Whether a minus stands before it.
  var isNegative = false
  /// Its digits as a whole number, below 10^19.
  var mantissa: UInt64 = 0
  /// The power of ten that the digits are to be multiplied by.
  var exponent = 0

  /// Reads `-1.5`, `.5`, `1.`, `+2e-3`; nil for anything else, `nan` and `inf` among it.
  init?(_ bytes: Span<UInt8>) {
    var position = 0
    func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }
    if let sign = peek(), sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      position += 1
    }
    var hasDigits = false
    var isFraction = false
    while let byte = peek() {
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if let digit = Self.digit(byte) {
        hasDigits = true
        take(digit, isFraction: isFraction)
      } else {
        break
      }
      position += 1
    }
    guard hasDigits else { return nil }
    if let letter = peek() {
      guard letter | 0x20 == UInt8(ascii: "e"),
        let power = Self.power(bytes.extracting((position + 1)...))
      else { return nil }
      exponent += power
    }
  }

  /// The number times 10^`decimals`, rounded to the nearest; nil where it exceeds 9 x 10^18.
  func scaled(decimals: Int) -> Int64? {
    guard mantissa != 0 else { return 0 }
    var value = mantissa
    var power = exponent + decimals
    if power < -19 { return 0 }
    while power > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
      power -= 1
    }
    if power < 0 { value = Self.rounded((0, value), over: Self.powerOfTen(-power)) }
    guard let whole = Int64(exactly: value) else { return nil }
    return isNegative ? -whole : whole
  }

  /// The number times 2^20, rounded to the nearest; nil where its magnitude exceeds `limit`, which is
  /// at most 2,047.
  func q20(limit: Int64) -> Int32? {
    guard mantissa != 0 else { return 0 }
    var digits = mantissa
    var power = exponent
    while power > 0, digits < UInt64(limit) + 1 {
      digits *= 10
      power -= 1
    }
    if power > 0 { return nil }
    // 2^20 / 10^20 is 1 / 5^20; below 10^-25 even 10^19 is worth less than 2^-21.
    if power < -25 { return 0 }
    if power <= -20 {
      let divisor = 95_367_431_640_625 * Self.powerOfTen(-power - 20)
      let value = Int32(Self.rounded((0, digits), over: divisor))
      return isNegative ? -value : value
    }
    let divisor = Self.powerOfTen(-power)
    // digits / divisor <= limit keeps the quotient below 2^31 and the high word below the divisor.
    let (whole, rest) = digits.quotientAndRemainder(dividingBy: divisor)
    guard whole < UInt64(limit) || (whole == UInt64(limit) && rest == 0) else { return nil }
    let product = digits.multipliedFullWidth(by: 1 << 20)
    let value = Int32(Self.rounded((product.high, product.low), over: divisor))
    return isNegative ? -value : value
  }

  private mutating func take(_ digit: UInt64, isFraction: Bool) {
    if mantissa < 1_000_000_000_000_000_000 {
      mantissa = mantissa * 10 + digit
      if isFraction { exponent -= 1 }
    } else if !isFraction {
      exponent += 1
    }
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? UInt64(value) : nil
  }

  /// The power behind an `e`: one to three digits with an optional sign.
  private static func power(_ bytes: Span<UInt8>) -> Int? {
    var position = 0
    var isNegative = false
    if !bytes.isEmpty, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      position = 1
    }
    guard (1...3).contains(bytes.count - position) else { return nil }
    var value = 0
    while position < bytes.count {
      guard let digit = digit(bytes[position]) else { return nil }
      value = value * 10 + Int(digit)
      position += 1
    }
    return isNegative ? -value : value
  }

  private static func powerOfTen(_ power: Int) -> UInt64 {
    var value: UInt64 = 1
    for _ in Counting(0..<power) { value *= 10 }
    return value
  }

  /// Rounds half away from zero; the quotient fits, by the callers' limits.
  private static func rounded(_ value: (high: UInt64, low: UInt64), over divisor: UInt64)
    -> UInt64
  {
    let (quotient, remainder) = divisor.dividingFullWidth((value.high, value.low))
    return quotient + (remainder >= divisor - remainder ? 1 : 0)
  }
}
