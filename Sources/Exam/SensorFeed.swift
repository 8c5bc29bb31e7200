import Findings
import Sensing

/// Keeps the sensor going: finds it, measures its rate, serves its FIFO, and starts it anew after
/// faults.
///
/// Between exams the sensor runs on unserved and is looked after now and then. An exam begins with an
/// empty FIFO, and with the rate that was measured before. Times are since power-on.
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

  /// Errors that may pass are borne so long, by a sensor that runs and by one that rests; a fault is
  /// shown within 2 s of its coming.
  static let patience = Microseconds.seconds(1)
  static let restPatience = Microseconds.milliseconds(400)
  static let retry = Microseconds.milliseconds(20)
  /// How often a sensor is looked for that was lost.
  static let lookAgain = Microseconds.seconds(1)
  /// How often one that rests is looked after. Each time wakes the bus and the loop: as seldom as the
  /// 2 s allow, less the patience or the slack, with 200 ms to spare.
  static let lookAfter = Microseconds.milliseconds(1_400)
  /// What is due comes no later than this, unless the bus hangs.
  static let slack = Microseconds.milliseconds(400)
  /// The rate settles in about 1.5 s; after so long what is roughly known is taken.
  static let warmUpLimit = Microseconds.seconds(4)
  /// Where samples come and too few edges are of use, for the machine is busy elsewhere and the FIFO
  /// overflows meanwhile, it takes longer: so long at most.
  static let longestWarmUp = Microseconds.seconds(12)
  /// A check looks at the noise for so long, and knows the rate within a percent then.
  static let checkTime = Microseconds.milliseconds(750)

  /// The exam that the samples are of.
  private var exam: UInt32 = 0
  /// The rate for the next exam; nil before it is known.
  private var rate: SampleRate?

  private let dataRate: DataRate
  private let fullScale: FullScale
  private let watermark = Watermark.standard
  private let isCheck: Bool
  private var isTested: Bool
  private var selfTest: SelfTestResult?
  private var state = State.looking(at: .zero, forExam: false)
  private var driver: AnyAccelerometer?
  private var service: FIFOService
  private var failingSince: Microseconds?
  private var isLost = false

  /// Makes a feed that has yet to find its sensor.
  ///
  /// Where it tests the sensor, it does so when that is found, in under a second, until it passes: one
  /// that fails, perhaps because it was moved, is lost, and tested again when it is found again.
  ///
  /// One for a check reports the samples of its warming up, and is ready with a rate that is roughly
  /// known, good for no exam.
  public init(
    dataRate: DataRate, fullScale: FullScale, testsSensor: Bool = false, isCheck: Bool = false
  ) {
    isTested = !testsSensor
    self.isCheck = isCheck
    self.dataRate = dataRate
    self.fullScale = fullScale
    service = FIFOService(watermark: watermark)
  }

  /// When `wake` is to be called without an edge.
  public var deadline: Microseconds {
    switch state {
    case .looking(let time, _), .testing(let time): time
    case .standby(let check): check
    case .warmingUp, .running: service.deadline
    }
  }

  /// Does what is due; `edge` is the time of a rising edge of the interrupt line, and `clock` says the
  /// time when the transfers are over. Nil where nothing was to be done.
  @inline(never)
  public mutating func wake<Bus: I2CBus & ~Copyable>(
    edge: Microseconds?, over bus: inout Bus, at now: Microseconds,
    clock: (borrowing Bus) -> Microseconds
  ) -> SensorReport? {
    // An edge from before the FIFO was emptied says nothing of what is in it now. While it is being
    // emptied each sample that comes at the watermark makes one.
    let edge = edge.flatMap { $0 >= service.emptied ? $0 : nil }
    guard now >= deadline || (edge != nil && isServed) else { return nil }
    let news = attend(edge: edge, over: &bus, at: now, clock)
    return report(news, at: now)
  }

  /// Carries out an order: an exam begins with an empty FIFO; a longer one has measured the rate
  /// better when it ends.
  @inline(never)
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
        if !service.isLineSilent { rate = service.settledRate ?? rate }
        // After an error nothing is known to be well before a transfer has succeeded.
        state = .standby(check: failingSince == nil ? now + Self.lookAfter : now)
      }
      service.forget()
      var report = report(nil, at: now)
      report.hasEnded = true
      return report
    }
  }

  @inline(never)
  private mutating func attend<Bus: I2CBus & ~Copyable>(
    edge: Microseconds?, over bus: inout Bus, at now: Microseconds,
    _ clock: (borrowing Bus) -> Microseconds
  ) -> News? {
    service.forget()
    do throws(SensorFault) {
      switch state {
      case .looking(_, let forExam):
        if driver == nil { driver = try .find(over: &bus) }
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
        state = .standby(check: now + Self.lookAfter)
      case .warmingUp(let since):
        try serve(edge: edge, over: &bus, at: now, clock)
        if !isCheck { service.forget() }
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
      exam: exam, samples: service.samples, news: news, rate: rate, scale: driver?.scale,
      hasEnded: false, isWell: isWell,
      isLineSilent: service.isLineSilent, part: driver?.part,
      nominalPicoseconds: driver?.nominalSamplePicoseconds ?? 0, selfTest: selfTest, time: now,
      due: deadline + slack)
  }

  /// How much later than its deadline a report may come.
  private var slack: Microseconds {
    if case .standby = state, failingSince == nil { return Self.slack }
    return Self.patience + Self.slack
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
    failingSince = nil
    if let driver { service.begin(driver, at: now) }
  }

  /// Drains the FIFO.
  private mutating func serve<Bus: I2CBus & ~Copyable>(
    edge: Microseconds?, over bus: inout Bus, at now: Microseconds,
    _ clock: (borrowing Bus) -> Microseconds
  ) throws(SensorFault) {
    guard var driver else { throw .nobody }
    defer { self.driver = driver }
    do throws(SensorError) {
      try service.serve(&driver, edge: edge, over: &bus, at: now, clock: clock)
    } catch { throw .sensor(error) }
    guard now - service.lastSample < Self.patience else {
      throw .sensor(.noSamples(at: driver.address))
    }
    failingSince = nil
  }

  private mutating func warmedUp(since: Microseconds, at now: Microseconds) throws(SensorFault)
    -> News?
  {
    var measured = service.settledRate
    if isCheck { measured = now - since >= Self.checkTime ? service.checkedRate : nil }
    if measured == nil {
      let limit = service.hasFewEdges ? Self.longestWarmUp : Self.warmUpLimit
      guard now - since >= limit else { return nil }
      measured = service.roughRate
    }
    guard let measured else { throw .noRate }
    rate = measured
    isLost = false
    state = .standby(check: now + Self.lookAfter)
    return .ready
  }

  /// Tries again soon what may pass; otherwise, or after a while, the sensor is lost and looked for.
  private mutating func failed(_ fault: SensorFault, at now: Microseconds) -> News? {
    let since = failingSince ?? now
    failingSince = since
    let patience = if case .standby = state { Self.restPatience } else { Self.patience }
    if fault.isPassing, !isLost, now - since < patience {
      let again = now + Self.retry
      switch state {
      case .looking(_, let forExam): state = .looking(at: again, forExam: forExam)
      case .testing: state = .testing(step: again)
      case .standby: state = .standby(check: again)
      case .warmingUp, .running: service.retry(at: again)
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
