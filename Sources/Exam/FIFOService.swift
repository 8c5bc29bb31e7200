import Findings
import Sensing

/// Serves the FIFO of a sensor that runs: drains it by edge or by time, puts the drains in order and
/// fills their gaps. Times are since power-on.
struct FIFOService: Sendable {
  /// A line that gave no edge for so long, while samples came, is silent.
  private static let silence = Microseconds.seconds(1)
  /// The passes that empty the deepest FIFO of 512, and what comes meanwhile on a slow bus.
  private static let mostPasses = 24

  /// The samples of the last service, oldest first.
  private(set) var samples: [RawSample] = []
  /// When to serve without an edge.
  private(set) var deadline = Microseconds.zero
  /// When the FIFO was emptied last.
  private(set) var emptied = Microseconds.zero
  private(set) var lastSample = Microseconds.zero
  /// No edge has come for long: the interrupt line is stuck or broken, and time alone asks for the
  /// next service. It costs accuracy (a sample is placed within half a period) and some wakeups.
  private(set) var isLineSilent = false

  private let watermark: Watermark
  private var nominalPicoseconds: Int64 = 1
  private var clock: SampleClock
  private var filler = GapFiller()
  private var toDiscard: Int32 = 0
  /// When the last edge came, or the FIFO was emptied.
  private var lastEdge = Microseconds.zero

  init(watermark: Watermark) {
    self.watermark = watermark
    clock = SampleClock(nominalSamplePicoseconds: nominalPicoseconds, watermark: watermark)
  }

  /// The rate, once it is known well, of a line that gives edges.
  var settledRate: SampleRate? { clock.settledRate }
  /// Whether too few edges have come, or counted, to know the rate at all.
  var hasFewEdges: Bool { clock.samplePicoseconds == nil }
  /// The rate as far as it is known: edges that come late make it off by some tenths of a percent.
  var roughRate: SampleRate? {
    clock.samplePicoseconds.flatMap { SampleRate(samplePicoseconds: $0) }
  }

  /// The rate by the first eight edges, within a percent where each came within 2 ms.
  var checkedRate: SampleRate? {
    clock.roughPicoseconds.flatMap { SampleRate(samplePicoseconds: $0) }
  }

  /// Begins anew with a sensor that was just configured.
  @inline(never)
  mutating func begin(_ driver: AnyAccelerometer, at now: Microseconds) {
    nominalPicoseconds = driver.nominalSamplePicoseconds
    clock = SampleClock(nominalSamplePicoseconds: nominalPicoseconds, watermark: watermark)
    filler = GapFiller()
    toDiscard = driver.settlingSamples
    emptied = now
    lastEdge = now
    isLineSilent = false
    lastSample = now
    deadline = now + watermarkTime + watermarkTime
  }

  /// Forgets the samples of the last service.
  mutating func forget() { samples.removeAll(keepingCapacity: true) }

  /// Serves again then, after an error.
  mutating func retry(at time: Microseconds) { deadline = time }

  /// The time in which the FIFO reaches its watermark.
  private var watermarkTime: Microseconds {
    Microseconds(nominalPicoseconds * Int64(watermark.samples) / 1_000_000)
  }

  /// Empties the FIFO; `now` says the time when a transfer is over.
  mutating func serve<Bus: I2CBus & ~Copyable>(
    _ driver: inout AnyAccelerometer, edge: Microseconds?, over bus: inout Bus,
    at now: Microseconds, clock time: (borrowing Bus) -> Microseconds
  ) throws(SensorError) {
    if edge != nil { lastEdge = now }
    isLineSilent = now - lastEdge >= Self.silence
    var edge = edge
    var mayEstimate = isLineSilent
    for _ in Counting(0..<Self.mostPasses) {
      var block = SampleBlock()
      var drain = Drain()
      var failure: SensorError?
      do throws(SensorError) {
        drain = try driver.drain(into: &block, over: &bus, clock: time)
      } catch {
        failure = error
        // How many the FIFO holds is not known: no edge counts before a drain has succeeded.
        drain.isUnfinished = true
      }
      let after = time(bus)
      if mayEstimate { edge = estimatedEdge(block, drain, at: after) }
      take(block, of: drain, edge: edge, at: after)
      if let failure { throw failure }
      (edge, mayEstimate, emptied) = (nil, false, after)
      guard drain.isUnfinished else { break }
    }
    deadline = emptied + watermarkTime + (isLineSilent ? .zero : watermarkTime)
  }

  /// When the FIFO reached its watermark, by how many samples more there were at `now`; nil where it
  /// did not.
  private func estimatedEdge(_ block: SampleBlock, _ drain: Drain, at now: Microseconds)
    -> Microseconds?
  {
    let since = Int64(block.count + drain.left) - Int64(watermark.samples)
    guard since >= 0, !drain.isOverrun else { return nil }
    let period = clock.samplePicoseconds ?? nominalPicoseconds
    return now - Microseconds((period * since + period / 2) / 1_000_000)
  }

  private mutating func take(
    _ block: SampleBlock, of drain: Drain, edge: Microseconds?, at now: Microseconds
  ) {
    if block.count > 0 { lastSample = now }
    let lost = clock.serviced(edge: edge, drain: drain, samples: block.count, at: now)
    var taken: [RawSample] = []
    filler.take(block, of: drain, lost: lost) { taken.append($0) }
    let discarded = min(Int(toDiscard), taken.count)
    toDiscard -= Int32(discarded)
    for index in Counting(discarded..<taken.count) { samples.append(taken[index]) }
  }
}
