/// Keeps what has it as a member where it is.
///
/// Swift 6.3 takes a value of constant size for one that fits registers, however large: to read one element of an
/// array of 1,024 it copies them all, and to lend a value it copies that. A member of raw layout has only an address,
/// and so has what it is a member of. It takes no room.
@_rawLayout(size: 0, alignment: 1)
struct InPlace: ~Copyable, @unchecked Sendable {
  @inline(__always)
  init() {}

  @inline(__always)
  deinit {}
}
