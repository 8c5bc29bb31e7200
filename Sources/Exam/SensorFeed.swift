import Findings
import Sensing

/// Why there are no samples.
public enum SensorFault: Error, Sendable, Hashable {
  /// Nobody answers at any address at which a sensor could be.
  case nobody
  /// A part that is known and has no driver.
  case unsupported(Part, at: I2CAddress)
  /// Somebody answers who is no sensor that is known.
  case unknown(at: I2CAddress, register: Register, identity: UInt8)
  /// The driver's error.
  case sensor(SensorError)
  /// Samples came, but their rate could not be measured, or is not accepted.
  case noRate
  /// The self-test moved the output of an axis too little or too far; a sensor that is moved
  /// meanwhile does that too.
  case selfTest(SelfTestResult)
  /// The bus does not come back from a transfer.
  case hung

  /// Whether the next try may do better by itself.
  var isPassing: Bool {
    switch self {
    case .nobody, .sensor(.bus), .sensor(.implausible): true
    case .unsupported, .unknown, .noRate, .hung, .selfTest, .sensor: false
    }
  }
}

/// Keeps the sensor going: finds it, measures its rate, serves its FIFO, and starts it anew after
/// faults.
///
/// Between exams the sensor runs on unserved and is looked after once a second. An exam begins with
/// an empty FIFO, and with the rate that was measured before. Times are since power-on.
public struct SensorFeed: Sendable {
  /// What became known.
  public enum News: Sendable, Hashable {
    /// The rate is known: exams can begin.
    case ready
    /// No samples, for longer than the FIFO can bridge.
    case lost(SensorFault)
  }

  private enum State {
    /// To be found and configured; then to be warmed up, or to run an exam.
    case looking(at: Microseconds, forExam: Bool)
    /// Its self-test runs; the next step is due then.
    case testing(step: Microseconds)
    case warmingUp(since: Microseconds)
    case standby(check: Microseconds)
    case running
  }

  /// Errors that may pass are borne so long; a fault is shown within 2 s of its coming.
  static let patience = Microseconds.seconds(1)
  static let retry = Microseconds.milliseconds(20)
  /// How often a sensor is looked for that was lost, and one that rests is looked after.
  static let lookAgain = Microseconds.seconds(1)
  /// What is due comes no later than this, unless the bus hangs.
  static let slack = Microseconds.milliseconds(400)
  /// A line that gave no edge for so long, while samples came, is silent.
  static let silence = Microseconds.seconds(1)
  /// The rate settles in about 1.5 s.
  static let warmUpLimit = Microseconds.seconds(4)

  /// The samples of the last `wake`, oldest first.
  private var samples: [RawSample] = []
  /// The exam that they are of.
  private var exam: UInt32 = 0
  /// The rate for the next exam; nil before it is known.
  private var rate: SampleRate?

  private let dataRate: DataRate
  private let fullScale: FullScale
  private let watermark = Watermark.standard
  private var isTested: Bool
  private var selfTest: SelfTestResult?
  private var state = State.looking(at: .zero, forExam: false)
  private var driver: AnyAccelerometer?
  private var sampleClock: SampleClock
  private var filler = GapFiller()
  private var toDiscard: Int32 = 0
  /// When the FIFO was emptied last.
  private var emptied = Microseconds.zero
  private var serveBy = Microseconds.zero
  private var lastSample = Microseconds.zero
  private var failingSince: Microseconds?
  private var isLost = false
  /// When the last edge came, or the FIFO was emptied.
  private var lastEdge = Microseconds.zero
  /// No edge has come for long: the interrupt line is stuck or broken, and time alone asks for the
  /// next service. It costs accuracy (a sample is placed within half a period) and some wakeups.
  private var isLineSilent = false

  /// Makes a feed that has yet to find its sensor.
  ///
  /// Where it tests the sensor, it does so when that is found, in under a second, until it passes: one
  /// that fails, perhaps because it was moved, is lost, and tested again when it is found again.
  public init(dataRate: DataRate, fullScale: FullScale, testsSensor: Bool = false) {
    isTested = !testsSensor
    self.dataRate = dataRate
    self.fullScale = fullScale
    sampleClock = SampleClock(nominalSamplePicoseconds: 1, watermark: watermark)
  }

  /// When `wake` is to be called without an edge.
  public var deadline: Microseconds {
    switch state {
    case .looking(let time, _), .testing(let time): time
    case .standby(let check): check
    case .warmingUp, .running: serveBy
    }
  }

  /// Does what is due; `edge` is the time of a rising edge of the interrupt line, and `clock` says the
  /// time when the transfers are over. Nil where nothing was to be done.
  public mutating func wake<Bus: I2CBus & ~Copyable>(
    edge: Microseconds?, over bus: inout Bus, at now: Microseconds,
    clock: (borrowing Bus) -> Microseconds
  ) -> SensorReport? {
    // An edge from before the FIFO was emptied says nothing of what is in it now. While it is being
    // emptied each sample that comes at the watermark makes one.
    let edge = edge.flatMap { $0 >= emptied ? $0 : nil }
    guard now >= deadline || (edge != nil && isServed) else { return nil }
    let news = attend(edge: edge, over: &bus, at: now, clock)
    return report(news, at: now)
  }

  /// Carries out an order: an exam begins with an empty FIFO; a longer one has measured the rate
  /// better when it ends.
  public mutating func carryOut<Bus: I2CBus & ~Copyable>(
    _ order: SensorOrder, over bus: inout Bus, at now: Microseconds,
    clock: (borrowing Bus) -> Microseconds
  ) -> SensorReport {
    switch order {
    case .begin(let number):
      exam = number
      state = .looking(at: now, forExam: true)
      let news = attend(edge: nil, over: &bus, at: now, clock)
      return report(news, at: now)
    case .end:
      if case .running = state {
        if !isLineSilent { rate = sampleClock.settledRate ?? rate }
        // After an error nothing is known to be well before a transfer has succeeded.
        state = .standby(check: failingSince == nil ? now + Self.lookAgain : now)
      }
      samples.removeAll(keepingCapacity: true)
      var report = report(nil, at: now)
      report.hasEnded = true
      return report
    }
  }

  private mutating func attend<Bus: I2CBus & ~Copyable>(
    edge: Microseconds?, over bus: inout Bus, at now: Microseconds,
    _ clock: (borrowing Bus) -> Microseconds
  ) -> News? {
    samples.removeAll(keepingCapacity: true)
    do throws(SensorFault) {
      switch state {
      case .looking(_, let forExam):
        if driver == nil { driver = try Self.find(over: &bus) }
        if isTested {
          try configure(over: &bus)
          begin(forExam ? .running : .warmingUp(since: now), at: clock(bus))
        } else {
          try test(over: &bus, at: now)
        }
      case .testing: try test(over: &bus, at: now)
      case .standby:
        try check(over: &bus)
        failingSince = nil
        state = .standby(check: now + Self.lookAgain)
      case .warmingUp(let since):
        try serve(edge: edge, over: &bus, at: now, clock)
        samples.removeAll(keepingCapacity: true)
        return try warmedUp(since: since, at: now)
      case .running: try serve(edge: edge, over: &bus, at: now, clock)
      }
      return nil
    } catch {
      return failed(error, at: now)
    }
  }

  @inline(never)
  private func report(_ news: News?, at now: Microseconds) -> SensorReport {
    let isWell =
      switch state {
      case .standby, .running: failingSince == nil
      case .looking, .testing, .warmingUp: false
      }
    return SensorReport(
      exam: exam, samples: samples, news: news, rate: rate, scale: driver?.scale,
      hasEnded: false, isWell: isWell,
      isLineSilent: isLineSilent, part: driver?.part,
      nominalPicoseconds: driver?.nominalSamplePicoseconds ?? 0, selfTest: selfTest, time: now,
      due: deadline + slack)
  }

  /// How much later than its deadline a report may come.
  private var slack: Microseconds {
    if case .standby = state { Self.slack } else { Self.patience + Self.slack }
  }

  private var isServed: Bool {
    switch state {
    case .warmingUp, .running: true
    case .looking, .testing, .standby: false
    }
  }

  private mutating func configure<Bus: I2CBus & ~Copyable>(over bus: inout Bus)
    throws(SensorFault)
  {
    do throws(SensorError) {
      try driver?.configure(
        dataRate: dataRate, fullScale: fullScale, watermark: watermark, over: &bus)
    } catch { throw .sensor(error) }
  }

  private static func find<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorFault)
    -> AnyAccelerometer
  {
    let probe: Probe
    do throws(SensorError) { probe = try Probe.run(over: &bus) } catch { throw .sensor(error) }
    switch probe {
    case .found(let driver): return driver
    case .unsupported(let part, let address): throw .unsupported(part, at: address)
    case .unknown(let address, let register, let identity):
      throw .unknown(at: address, register: register, identity: identity)
    case .nobody: throw .nobody
    }
  }

  /// Takes the next step of the self-test; after the last one the sensor is configured.
  private mutating func test<Bus: I2CBus & ~Copyable>(over bus: inout Bus, at now: Microseconds)
    throws(SensorFault)
  {
    let step: SelfTestStep?
    do throws(SensorError) { step = try driver?.selfTest(over: &bus) } catch {
      throw .sensor(error)
    }
    switch step {
    case .wait(let time): state = .testing(step: now + time)
    case .done(let result):
      selfTest = result
      guard result.hasPassed else { throw .selfTest(result) }
      isTested = true
      state = .looking(at: now, forExam: false)
    case nil: throw .nobody
    }
  }

  private func check<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorFault) {
    do throws(SensorError) { try driver?.check(over: &bus) } catch { throw .sensor(error) }
  }

  private mutating func begin(_ next: State, at now: Microseconds) {
    state = next
    sampleClock = SampleClock(
      nominalSamplePicoseconds: driver?.nominalSamplePicoseconds ?? 1, watermark: watermark)
    filler = GapFiller()
    toDiscard = driver?.settlingSamples ?? 0
    failingSince = nil
    emptied = now
    lastEdge = now
    isLineSilent = false
    lastSample = now
    serveBy = now + watermarkTime + watermarkTime
  }

  /// The time in which the FIFO reaches its watermark.
  private var watermarkTime: Microseconds {
    Microseconds((driver?.nominalSamplePicoseconds ?? 0) * Int64(watermark.samples) / 1_000_000)
  }

  /// The passes that empty the deepest FIFO of 512, and what comes meanwhile on a slow bus.
  private static let mostPasses = 24

  /// Drains the FIFO.
  private mutating func serve<Bus: I2CBus & ~Copyable>(
    edge: Microseconds?, over bus: inout Bus, at now: Microseconds,
    _ clock: (borrowing Bus) -> Microseconds
  ) throws(SensorFault) {
    guard var driver else { throw .nobody }
    defer { self.driver = driver }
    if edge != nil { lastEdge = now }
    isLineSilent = now - lastEdge >= Self.silence
    var edge = edge
    var mayEstimate = isLineSilent
    for _ in 0..<Self.mostPasses {
      var block = SampleBlock()
      var drain = Drain()
      var failure: SensorError?
      do throws(SensorError) { drain = try driver.drain(into: &block, over: &bus) } catch {
        failure = error
        // How many the FIFO holds is not known: no edge counts before a drain has succeeded.
        drain.isUnfinished = true
      }
      let after = clock(bus)
      if mayEstimate { edge = estimatedEdge(block, drain, at: after) }
      take(block, of: drain, edge: edge, at: after)
      if let failure { throw .sensor(failure) }
      (edge, mayEstimate, emptied) = (nil, false, after)
      guard drain.isUnfinished else { break }
    }
    guard now - lastSample < Self.patience else {
      throw .sensor(.noSamples(at: driver.address))
    }
    failingSince = nil
    serveBy = emptied + watermarkTime + (isLineSilent ? .zero : watermarkTime)
  }

  /// When the FIFO reached its watermark, by how many samples more there were at `now`; nil where it
  /// did not.
  private func estimatedEdge(_ block: SampleBlock, _ drain: Drain, at now: Microseconds)
    -> Microseconds?
  {
    let since = Int64(block.count + drain.left) - Int64(watermark.samples)
    guard since >= 0, !drain.isOverrun, let driver else { return nil }
    let period = sampleClock.samplePicoseconds ?? driver.nominalSamplePicoseconds
    return now - Microseconds((period * since + period / 2) / 1_000_000)
  }

  private mutating func take(
    _ block: SampleBlock, of drain: Drain, edge: Microseconds?, at now: Microseconds
  ) {
    if block.count > 0 { lastSample = now }
    let lost = sampleClock.serviced(edge: edge, drain: drain, samples: block.count, at: now)
    var taken: [RawSample] = []
    filler.take(block, of: drain, lost: lost) { taken.append($0) }
    let discarded = min(Int(toDiscard), taken.count)
    toDiscard -= Int32(discarded)
    samples += taken.dropFirst(discarded)
  }

  private mutating func warmedUp(since: Microseconds, at now: Microseconds) throws(SensorFault)
    -> News?
  {
    var measured = sampleClock.settledRate
    if measured == nil {
      guard now - since >= Self.warmUpLimit else { return nil }
      // Edges that come late or not at all: what was measured is off by some tenths of a percent.
      measured = sampleClock.samplePicoseconds.flatMap { SampleRate(samplePicoseconds: $0) }
    }
    guard let measured else { throw .noRate }
    rate = measured
    isLost = false
    state = .standby(check: now + Self.lookAgain)
    return .ready
  }

  /// Tries again soon what may pass; otherwise, or after a while, the sensor is lost and looked for.
  private mutating func failed(_ fault: SensorFault, at now: Microseconds) -> News? {
    let since = failingSince ?? now
    failingSince = since
    if fault.isPassing, !isLost, now - since < Self.patience {
      let again = now + Self.retry
      switch state {
      case .looking(_, let forExam): state = .looking(at: again, forExam: forExam)
      case .testing: state = .testing(step: again)
      case .standby: state = .standby(check: again)
      case .warmingUp, .running: serveBy = again
      }
      return nil
    }
    driver = nil
    rate = nil
    state = .looking(at: now + Self.lookAgain, forExam: false)
    guard !isLost else { return nil }
    isLost = true
    return .lost(fault)
  }
}
