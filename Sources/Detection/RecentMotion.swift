import Findings

/// What the limb did in the last few seconds, in slices of about a quarter of a second.
///
/// A stretch is judged against what went before it, so the slices that may hold its beginning can be left out.
struct RecentMotion: ~Copyable, Sendable {
  private let inPlace = InPlace()

  private struct Slice: Sendable {
    var bandSquares: Int64 = 0
    var motionPeak: Int64 = 0
    var count: Int32 = 0
    var gravity = Vector()
  }

  private static let slices = 14
  private var past = InlineArray<14, Slice>(repeating: Slice())
  private var filled = 0
  private var present = Slice()
  private let samplesPerSlice: Int32
  private var nextPause: Int32

  /// How long the limb has been still, in samples.
  private(set) var stillSamples: Int32 = 0

  /// Under this motion a limb is still: the tremor of a resting limb and a sensor's noise lie below.
  static let stillness = Gravities(milli: 60)
  static let stillPeak = Int64(stillness.q20) &* Int64(stillness.q20)

  /// Makes a record for a rate of `samplesPerSecond`.
  init(samplesPerSecond: Int32) {
    samplesPerSlice = max(samplesPerSecond / 4, 8)
    nextPause = samplesPerSlice / 4
  }

  /// Takes the next sample.
  @inline(__always)
  mutating func take(_ now: Moment) {
    let motion = now.motionSquared
    // Band squares are kept in Q28 of squared g, so that a slice of 100 samples of 32 g fits.
    present.bandSquares = present.bandSquares &+ (now.bandSquared &>> 12)
    present.motionPeak = max(present.motionPeak, motion)
    present.count &+= 1
    stillSamples = motion < Self.stillPeak ? stillSamples &+ 1 : 0
    hasTurnedPage = false
    if present.count == nextPause { pause(now.parts.gravity) }
  }

  /// Whether a slice ended with the last sample: the moment for what needs no more than four looks a second.
  private(set) var hasTurnedPage = false

  /// How gravity turned within the last second and a half, where that is 8 degrees or more.
  func turn(of gravity: Vector) -> (before: Vector, direction: Vector)? {
    guard filled >= 8 else { return nil }
    let before = past[6].gravity
    let change = gravity - before
    // 8 degrees are 0.14 g; the squares are of Q20.
    guard change.squared > 21_552_000_000, let direction = change.unit else { return nil }
    return (before, direction)
  }

  /// Gravity at the end of the last slice that was over so many samples ago; nil where none was.
  func gravity(before samples: Int32) -> Vector? {
    let number = Int(max(0, samples &- present.count &+ samplesPerSlice &- 1) / samplesPerSlice)
    return number < filled ? past[number].gravity : nil
  }

  /// A quarter into a slice and at its end there is more to do.
  @inline(never)
  private mutating func pause(_ gravity: Vector) {
    hasTurnedPage = present.count == samplesPerSlice
    nextPause = hasTurnedPage ? samplesPerSlice / 4 : samplesPerSlice
    if hasTurnedPage { turnPage(gravity) } else { summarize() }
  }

  private mutating func turnPage(_ gravity: Vector) {
    present.gravity = gravity
    for i in stride(from: Self.slices - 1, to: 0, by: -1) { past[i] = past[i - 1] }
    past[0] = present
    filled = min(filled + 1, Self.slices)
    present = Slice()
  }

  /// A push that began just before a slice ended must not be judged against its own beginning: the slice counts from a
  /// quarter of the next on.
  private mutating func summarize() {
    noiseBefore = bandRMS(reachingBack: 6)
    peakBefore = peak(leavingOut: 0, reachingBack: 6)
    noiseLately = bandRMS(leavingOut: 0, reachingBack: 1)
    peakLately = peak(leavingOut: 0, reachingBack: 1)
  }

  /// The band's root mean square and the largest motion of the last second and a half, as of the last
  /// slice's end: what a push is judged against at every sample.
  private(set) var noiseBefore = Gravities(q20: 0)
  private(set) var peakBefore = Gravities(q20: 0)

  /// The same of the last slice alone: after a release there is rest again.
  private(set) var noiseLately = Gravities(q20: 0)
  private(set) var peakLately = Gravities(q20: 0)

  /// Whether enough has been seen to judge a push against: three quarters of a second.
  var isKnown: Bool { filled >= 3 }

  /// The largest motion between `leavingOut` slices ago and `reachingBack` slices ago; zero where unknown.
  func peak(leavingOut: Int = 1, reachingBack: Int) -> Gravities {
    var peak: Int64 = 0
    for i in leavingOut..<max(leavingOut, min(reachingBack, filled)) {
      peak = max(peak, past[i].motionPeak)
    }
    return Gravities(q20: squareRoot(peak))
  }

  /// The root mean square of the band over the same slices, all axes together.
  func bandRMS(leavingOut: Int = 1, reachingBack: Int = 13) -> Gravities {
    var squares: Int64 = 0
    var count: Int64 = 0
    for i in leavingOut..<max(leavingOut, min(reachingBack, filled)) {
      squares = squares &+ past[i].bandSquares
      count &+= Int64(past[i].count)
    }
    guard count > 0 else { return Gravities(q20: 0) }
    return Gravities(q20: squareRoot((squares / count) &<< 12))
  }

  /// The same of the second in which it was largest: unrest comes in bursts.
  func largestSecond(leavingOut: Int = 1) -> Gravities {
    var largest = Gravities(q20: 0)
    for i in leavingOut..<max(leavingOut + 1, filled - 3) {
      largest = max(largest, bandRMS(leavingOut: i, reachingBack: i + 4))
    }
    return largest
  }
}
