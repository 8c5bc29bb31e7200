/// How much of a band's power lies along the beating axis: a joint turns about one axis, noise about none.
struct Linearity: Sendable {
  /// The band's power and what of it lies along the axis: sums of squares, Q28 of squared g. A minute of 128 g at 340 Hz
  /// stays below 2^58.
  private(set) var bandSquares: Int64 = 0
  private var alongSquares: Int64 = 0

  /// Takes a sample.
  @inline(__always)
  mutating func take(_ now: Moment) { take(band: now.bandSquared, along: now.along) }

  /// Takes a sample by its band's square, Q40 of squared g, and its value along the axis, Q20 g.
  @inline(__always)
  mutating func take(band squared: Int64, along: Int32) {
    bandSquares &+= squared &>> 12
    alongSquares &+= wide(along, along) &>> 12
  }

  /// The share along the axis, 0 to 1,000; 1,000 where there is no power.
  var thousandths: Int32 {
    guard bandSquares > 0 else { return 1_000 }
    // Cut to 52 bits, so that a thousand times fits.
    let surplus = Int64(max(0, 12 - bandSquares.leadingZeroBitCount))
    let (along, band) = (alongSquares &>> surplus, bandSquares &>> surplus)
    // Rounded direction vectors can make it a little more than all.
    return Int32(truncatingIfNeeded: min(1_000, along &* 1_000 / band))
  }
}

/// The same of a train, whose cycles all weigh alike: the stretch's rebound before small beats, and the release after
/// them, have a hundred times their power and go their own way.
struct CycleLinearity: Sendable {
  private var whole = Linearity()
  private var cycle = Linearity()
  private var sum: Int32 = 0
  private var count: Int32 = 0

  /// Takes a sample.
  @inline(__always)
  mutating func take(_ now: Moment) { take(band: now.bandSquared, along: now.along) }

  /// The same, as `Linearity` takes it.
  @inline(__always)
  mutating func take(band squared: Int64, along: Int32) {
    whole.take(band: squared, along: along)
    cycle.take(band: squared, along: along)
  }

  /// A beat ends a cycle.
  mutating func endCycle() {
    guard cycle.bandSquares > 0 else { return }
    sum &+= cycle.thousandths
    count &+= 1
    cycle = Linearity()
  }

  /// The share along the axis, 0 to 1,000.
  var thousandths: Int32 { count >= 2 ? sum / count : whole.thousandths }
}
