import Detection
import Feedback
import Findings
import Recording
import Sensing

/// The exam from power-on to dark, without bus and card: reports and presses in, lights, sounds and
/// orders out.
///
/// Its owner brings it what happens, carries out the orders in their own order, brings the reports
/// back, and sets lights and buzzer by `outputs`. Times are since power-on and never go back.
/// Nothing here waits for bus or card: a report that does not come is noticed by `watch`.
public struct Conductor: Sendable {
  /// The exam that ended last.
  public private(set) var finished: FinishedExam?
  /// How many exams have ended.
  public private(set) var finishedCount = 0
  /// The samples of the running exam that the last event brought.
  public private(set) var latestSamples: [RawSample] = []
  /// The marks of the running exam that the last event brought, as they go into the log.
  public private(set) var latestMarks: [TimedMark] = []
  /// Why there are no samples; nil while there are.
  public private(set) var sensorFault: SensorFault?
  /// What the card said last, if it failed.
  public private(set) var cardFault: StorageError?
  /// Whether the sensor is served without its interrupt line.
  public private(set) var isLineSilent = false
  /// How many exams did not reach the card and were given up.
  public private(set) var lostExams = 0
  /// Everything is on the card, the lights are out: nothing more will happen.
  public private(set) var isOff = false
  /// The rate for the next exam; nil before it was measured.
  private(set) var nextRate: SampleRate?

  let settings: DeviceSettings
  private let clockAtPowerOn: ClockNote
  private var machine: ExamMachine
  private var player: Player
  private var nextScale: CountScale?
  private var sensorPart: Part?
  private var selfTest: SelfTestResult?
  private var isSensorTold = false
  private var running: RunningExam?
  private var cardRetry: Microseconds?
  /// How many exams ended with a log that did not reach the card whole.
  private var givenUp = 0
  private var sensorOrders: [SensorOrder] = []
  private var cardOrders: [CardOrder] = []
  private var threads: ThreadWatch

  /// Makes the exam at power-on; `clock` is what is known of the wall clock at that moment. Where the
  /// test of the lamps has been shown since `lampsSince`, it goes on, but never past its blip.
  public init(
    settings: DeviceSettings, clock: ClockNote, at now: Microseconds,
    lampsSince: Microseconds? = nil
  ) {
    self.settings = settings
    clockAtPowerOn = clock
    let begun = max(lampsSince ?? now, now - ExamMachine.powerOnBlip)
    machine = ExamMachine(settings: settings.machine, at: begun)
    player = Player(settings: settings.feedback, at: begun)
    threads = ThreadWatch(at: now)
    apply(machine.start, at: begun)
  }

  /// Where the exam stands.
  public var state: ExamMachine.State { machine.state }
  /// What is being shown.
  public var signal: Signal { player.signal }
  /// The rate that was measured; nil before.
  public var rate: SampleRate? { running?.rate ?? nextRate }
  /// What a count of the running exam's samples is worth; nil where none runs.
  public var scale: CountScale? { running?.scale }

  /// When `timer` is to be called, if nothing else happens before; ask after `outputs`.
  public var deadline: Microseconds? {
    var earliest = machine.deadline
    func consider(_ time: Microseconds?) { if let time { earliest = min(earliest ?? time, time) } }
    consider(player.nextChange)
    consider(cardRetry)
    return earliest
  }

  /// What lights and buzzer do now.
  public mutating func outputs(at now: Microseconds) -> Outputs { player.outputs(at: now) }

  // MARK: What happens

  /// The button's line changed; `time` is the change's own.
  public mutating func button(isDown: Bool, at time: Microseconds) {
    forgetLatest()
    apply(machine.handle(.button(isDown: isDown), at: time), at: time)
  }

  /// Somebody asked the program to end: as the very long press, but a running exam is stopped first.
  public mutating func stop(at now: Microseconds) {
    forgetLatest()
    apply(machine.handle(.stop, at: now), at: now)
  }

  /// Time has passed.
  public mutating func timer(at now: Microseconds) {
    forgetLatest()
    guard !isOff else { return }
    apply(machine.handle(.timer, at: now), at: now)
  }

  /// Tries a card again that failed, where that is due; after the sensor's report of the moment.
  public mutating func retryCard(at now: Microseconds) {
    if let cardRetry, now >= cardRetry, !isOff { prepare() }
  }

  /// The part that owns the bus has something to tell.
  @inline(never)
  public mutating func take(_ report: SensorReport, at now: Microseconds) {
    nextRate = report.rate
    nextScale = report.scale
    sensorPart = report.part ?? sensorPart
    selfTest = report.selfTest
    isLineSilent = report.isLineSilent
    for sample in report.samples where report.exam == threads.exam {
      take(sample, clock: report.time, at: now)
    }
    if report.hasEnded, running == nil { prepare() }
    tell(report.news, at: now)
    // After a hang that ended well nothing new is told, but the fault is over.
    if threads.sensorReported(report), report.news == nil { tell(.ready, at: now) }
  }

  /// The part that owns the card has something to tell.
  @inline(never)
  public mutating func take(_ report: CardReport, at now: Microseconds) {
    cardFault = report.fault
    lostExams = report.lost + givenUp
    var mustTell = threads.cardReported(at: now)
    switch report.done {
    case .prepared:
      mustTell = true
      cardRetry = report.isRecording ? nil : now + ExamLog.tryAgain
    case .finished(let number, let isRecorded):
      finished?.number = number
      finished?.isRecorded = isRecorded
    case .flushed: apply(machine.handle(.flushed, at: now), at: now)
    case .other: break
    }
    if mustTell {
      apply(machine.handle(.card(isRecording: report.isRecording), at: now), at: now)
    }
  }

  // MARK: Orders

  /// The next order for the part that owns the bus; nil where there is none.
  public mutating func nextSensorOrder() -> SensorOrder? {
    sensorOrders.isEmpty ? nil : sensorOrders.removeFirst()
  }

  /// The next order for the part that owns the card; nil where there is none.
  public mutating func nextCardOrder() -> CardOrder? {
    cardOrders.isEmpty ? nil : cardOrders.removeFirst()
  }

  // MARK: Where bus and card have threads of their own

  /// When `watch` is to be called, if nothing else happens before.
  public var watchDeadline: Microseconds? { threads.deadline }

  /// An order was handed to the thread of the card.
  public mutating func handedToCard(at now: Microseconds) { threads.handedToCard(at: now) }

  /// An order for the card found its queue full: the exam no longer reaches the card.
  public mutating func cardQueueOverflowed(at now: Microseconds) {
    if running != nil { running?.isLogBroken = true } else { cardRetry = now + ExamLog.tryAgain }
    cardFault = .stalled
    apply(machine.handle(.card(isRecording: false), at: now), at: now)
  }

  /// Notices a bus that hangs and a card that stalls, by the reports that are overdue.
  @inline(never)
  public mutating func watch(at now: Microseconds) {
    guard !isOff else { return }
    if threads.busHangs(at: now) { tell(.lost(.hung), at: now) }
    if threads.cardStalls(at: now) {
      cardFault = .stalled
      apply(machine.handle(.card(isRecording: false), at: now), at: now)
    }
  }

  // MARK: What follows

  private mutating func forgetLatest() {
    latestSamples.removeAll(keepingCapacity: true)
    latestMarks.removeAll(keepingCapacity: true)
  }

  @inline(never)
  private mutating func annotate(_ mark: Mark, at time: Microseconds) {
    let timed = TimedMark(mark, at: time)
    running?.annotate(timed)
    latestMarks.append(timed)
  }

  private mutating func log(_ fault: SensorFault?, at now: Microseconds) {
    isSensorTold = true
    cardOrders.append(
      .tell(SensorNote(fault: fault, part: sensorPart, selfTest: selfTest, time: now)))
  }

  @inline(never)
  private mutating func tell(_ news: SensorFeed.News?, at now: Microseconds) {
    switch news {
    case .ready:
      sensorFault = nil
      if !isSensorTold { log(nil, at: now) }
      if running == nil { prepare() }
      apply(machine.handle(.sensorReady, at: now), at: now)
    case .lost(let fault):
      sensorFault = fault
      log(fault, at: now)
      apply(machine.handle(.sensorLost, at: now), at: now)
    case nil: break
    }
  }

  /// Has the next exam's file laid out; a card that fails is tried again between exams.
  @inline(never)
  private mutating func prepare() {
    cardRetry = nil
    // A sensor that recovers while all is brought to the card must not lay out another file.
    if case .stopping = machine.state { return }
    guard let rate = nextRate, let scale = nextScale else { return }
    var spontaneous = settings.examSettings
    spontaneous.kind = .spontaneous
    let capacity = max(
      ExamFile.longestExam(settings.examSettings), ExamFile.longestExam(spontaneous))
    cardOrders.append(.prepare(rate, scale, capacity: capacity))
  }

  @inline(never)
  private mutating func take(_ raw: RawSample, clock: Microseconds, at now: Microseconds) {
    record(running?.append(raw, clock: clock))
    guard let time = running?.time else { return }
    latestSamples.append(raw)
    let event = running?.detect(raw)
    if let event, running?.isCued == true { note(event) }
    apply(machine.handle(.sample(time, event), at: now), at: now)
  }

  private mutating func record(_ part: ExamPart?) {
    if let part { cardOrders.append(.record(part)) }
  }

  /// Marks what detection says when it says it, for the case that the power fails; the findings
  /// settle at the end which of it counts.
  @inline(never)
  private mutating func note(_ event: DetectionEvent) {
    switch event {
    case .stretch(let time): annotate(.stretch, at: time)
    case .beat(let number, let beat): annotate(.beat(number), at: beat.time)
    case .release(let time): annotate(.release, at: time)
    case .still, .tenSeconds, .heldWithoutBeats, .trainEnded: break
    }
  }

  @inline(never)
  private mutating func apply(_ effects: [Effect], at now: Microseconds) {
    for effect in effects {
      switch effect {
      case .show(let signal): player.show(signal, at: now)
      case .tick: player.tick(at: now)
      case .start(let plan): start(plan, at: now)
      case .cue: running?.cue()
      case .mark(.rest, let time): annotate(.rest, at: time)
      case .mark(.cue, let time): annotate(.cue, at: time)
      case .mark(.button, let time): annotate(.button, at: time)
      case .conclude(let conclusion, let time): conclude(conclusion, at: time, now)
      case .finish: finish()
      case .flush: cardOrders.append(.flush)
      case .powerDown: isOff = true
      }
    }
  }

  @inline(never)
  private mutating func start(_ plan: ExamPlan, at now: Microseconds) {
    guard let rate = nextRate, let scale = nextScale else {
      apply(machine.handle(.sensorLost, at: now), at: now)
      return
    }
    cardRetry = nil
    running = RunningExam(plan: plan, rate: rate, scale: scale)
    var note = settings.note(trial: plan.trial)
    if selfTest != nil { note.add(sensor: sensorPart, selfTest) }
    cardOrders.append(.begin(plan.settings, clockNote(at: now), note))
    sensorOrders.append(.begin(threads.beginExam(at: now)))
  }

  private func clockNote(at now: Microseconds) -> ClockNote {
    var note = clockAtPowerOn
    note.uptime = now
    note.time = clockAtPowerOn.time.flatMap {
      CivilTime(secondsSince1970: $0.secondsSince1970 + now.count / 1_000_000)
    }
    return note
  }

  @inline(never)
  private mutating func conclude(
    _ conclusion: Conclusion, at time: Microseconds, _ now: Microseconds
  ) {
    guard let concluded = running?.conclude(conclusion, at: time) else { return }
    if running?.isLogBroken == false { cardOrders.append(.conclude(concluded)) }
    apply(machine.handle(.found(concluded.findings), at: now), at: now)
  }

  @inline(never)
  private mutating func finish() {
    guard var exam = running, let result = exam.result else { return }
    running = nil
    record(exam.takePart())
    sensorOrders.append(.end)
    cardOrders.append(exam.isLogBroken ? .giveUp : .finish(result))
    if exam.isLogBroken {
      givenUp += 1
      lostExams += 1
    }
    finished = result
    finishedCount += 1
  }
}
