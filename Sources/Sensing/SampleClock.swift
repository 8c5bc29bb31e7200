import Findings

/// Times samples by the watermark's edges: the true rate, and how many samples an overrun lost.
///
/// At a rising edge the FIFO holds exactly a watermark of samples, so the edge is the time of a
/// sample whose number is known: those drained before it, plus the watermark, less one. Numbers are
/// exact whether edges are missed or served late, until an overrun; from the next edge, time says
/// how many samples are missing. That next edge comes a watermark later, so the samples that were
/// drained at an overrun must be **held back** until the clock says how many to fill in before them.
public struct SampleClock: Sendable {
  private let nominalPicoseconds: Int64
  private let watermark: Int64

  private var fit = RateFit()
  /// Samples so far, the lost ones included.
  private var samples: Int64 = 0
  /// The last edge that was used.
  private var last: (index: Int64, time: Microseconds)?
  /// When the FIFO was last known to be below the watermark; edges before it are old.
  private var drainedAt: Microseconds?
  private var mustCountLost = false
  /// The last drain was unfinished: this one goes on with it, and says nothing new of time.
  private var isDraining = false
  /// Whether the fit goes on, begins anew at the next edge, or stays as it is.
  private var fitting = Fitting.on

  private enum Fitting { case on, anew, off }

  /// How many watermarks were served without an edge.
  public private(set) var missedEdges: UInt32 = 0
  /// How many edges could not be used: older than the last drain's end, or while it was unfinished.
  public private(set) var strayEdges: UInt32 = 0
  /// How many samples were lost, as far as they are counted.
  public private(set) var lostSamples: Int64 = 0

  /// The most samples that one gap can be found to have lost; longer ones end the exam anyway.
  public static let longestGap: Int64 = 100_000

  /// Makes a clock for a part that was just configured (its FIFO empty), whose samples should come
  /// every `nominalSamplePicoseconds` (positive).
  public init(nominalSamplePicoseconds: Int64, watermark: Watermark) {
    nominalPicoseconds = max(nominalSamplePicoseconds, 1)
    self.watermark = Int64(watermark.samples)
  }

  /// Takes one service of the FIFO: the edge that asked for it (nil where a timeout did), the drain
  /// and how many samples it gave, and the time at which it ended, both by the monotonic clock.
  ///
  /// Returns how many samples were lost just before the samples that are held back since the last
  /// overrun, and 0 where none are: exact where an edge followed the overrun, within one where it
  /// was missed. A deep FIFO takes several drains to empty; it counts after the last of them. To end
  /// a recording, call it with nothing drained.
  public mutating func serviced(
    edge: Microseconds?, drain: Drain, samples count: Int, at now: Microseconds
  ) -> Int64 {
    var lost: Int64 = 0
    if let edge {
      lost += take(edge)
    } else if Int64(count) >= watermark {
      missedEdges &+= 1
    }
    if mustCountLost, !isDraining {
      // No edge since the overrun: what was left in the FIFO ends with the newest sample.
      lost += countLost(newest: samples + Int64(count + drain.left) - 1, at: now, isEdge: false)
    }
    samples += Int64(count)
    if drain.isOverrun { mustCountLost = true }
    isDraining = drain.isUnfinished
    drainedAt = now
    return lost
  }

  private mutating func take(_ edge: Microseconds) -> Int64 {
    // The level stays above the watermark until the drain is finished: such an edge is no crossing.
    if isDraining || drainedAt.map({ edge < $0 }) ?? false {
      strayEdges &+= 1
      return 0
    }
    let lost =
      mustCountLost
      ? countLost(newest: samples + watermark - 1, at: edge, isEdge: true) : 0
    let index = samples + watermark - 1
    if fitting == .anew {
      fit.reset()
      fitting = .on
    }
    if fitting == .on { fit.add(index: index, time: edge) }
    last = (index, edge)
    return lost
  }

  /// Counts what is missing between the last edge and the sample that is the newest at `time`.
  private mutating func countLost(newest index: Int64, at time: Microseconds, isEdge: Bool) -> Int64
  {
    mustCountLost = false
    let line = fit.line()
    guard let last else {
      // Full before the first edge was ever seen: there is nothing to count from, and nothing that
      // was before it. The recording begins here.
      return 0
    }
    // Numbers that may be off by one would bend the line: measure anew where there is none yet, and
    // keep the one there is.
    if line == nil { fitting = .anew } else if !isEdge { fitting = .off }
    let period = line?.samplePicoseconds ?? nominalPicoseconds
    let elapsed = max((time - last.time).count, 0)
    // Bounded, so that it fits in 64 bits even for a clock that jumped: 10^5 samples of 50 ms.
    let ps = min(elapsed, 5_000_000_000) * 1_000_000
    // An edge is the sample's own time; a drain ends up to a period after the newest sample's.
    let expected = (isEdge ? ps + period / 2 : ps) / period
    let lost = min(max(expected - (index - last.index), 0), Self.longestGap)
    samples += lost
    lostSamples += lost
    return lost
  }

  /// The measured time between samples, in picoseconds; nil under eight edges or a second.
  public var samplePicoseconds: Int64? { fit.line()?.samplePicoseconds }

  /// The same of eight edges, however soon they came: for a check of the part, not for an exam.
  public var roughPicoseconds: Int64? { fit.line(over: .zero)?.samplePicoseconds }

  /// The rate that detection and file use; nil until its error is under 0.02 % (about 1.5 s of
  /// edges with 50 us of jitter), or outside what they accept.
  public var settledRate: SampleRate? {
    guard let line = fit.line(), line.hasSettled else { return nil }
    return SampleRate(samplePicoseconds: line.samplePicoseconds)
  }

  /// Whether the measured rate is more than 10 % off the nominal; false before it is measured.
  public var isRateOff: Bool {
    guard let samplePicoseconds else { return false }
    return SensorCheck.isRateOff(
      samplePicoseconds: samplePicoseconds, nominalPicoseconds: nominalPicoseconds)
  }
}
