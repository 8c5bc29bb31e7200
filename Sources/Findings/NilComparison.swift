// Swift 6.3 takes `value == nil` for a comparison of two values where they are Equatable: it copies
// the value, makes an empty one and compares them field by field. These two only look whether there
// is one, as the standard library's own do for values that are not Equatable.

extension Optional where Wrapped: Equatable {
  /// Whether there is no value.
  @_transparent
  public static func == (value: Wrapped?, none: _OptionalNilComparisonType) -> Bool {
    switch value {
    case .none: true
    case .some: false
    }
  }

  /// Whether there is a value.
  @_transparent
  public static func != (value: Wrapped?, none: _OptionalNilComparisonType) -> Bool {
    switch value {
    case .none: false
    case .some: true
    }
  }
}
