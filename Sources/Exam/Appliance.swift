import Detection
import Feedback
import Findings
import Recording
import Sensing

/// An exam that is over, with all that was found.
public struct FinishedExam: Sendable, Hashable {
  /// What made it.
  public var plan: ExamPlan
  /// The rate that detection and file used.
  public var rate: SampleRate
  /// What was found.
  public var findings: ExamFindings
  /// The beats of the train that counts.
  public var beats: [Beat]
  /// The episodes of a spontaneous exam.
  public var episodes: [Episode]
  /// When the verdict was given, since the first sample.
  public var verdictAt: Microseconds
  /// Its file's number; nil where there is no number left.
  public var number: UInt16?
  /// Whether its file is whole on the card.
  public var isRecorded: Bool
}

/// The appliance without its kernel: bus and card in, lights and sounds out, by events alone.
///
/// Its owner calls `dataReady`, `button` or `timer` when something happens (`timer` at `deadline` at
/// the latest), and then sets lights and buzzer by `outputs`. Times are since power-on and never go
/// back. The same events give the same outputs and the same files.
public struct Appliance<Bus: I2CBus & ~Copyable, Card: Storage & ~Copyable>: ~Copyable {
  /// The bus to which the sensor is tied.
  public var bus: Bus
  /// The card.
  public var card: Card
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
  /// Everything is on the card, the lights are out: nothing more will happen.
  public private(set) var isOff = false

  private let settings: DeviceSettings
  private let clockAtPowerOn: ClockNote
  private var machine: ExamMachine
  private var player: Player
  private var feed: SensorFeed
  private var log: ExamLog
  private var running: RunningExam?
  /// The running exam's; apart, because it is large and must not be copied for each sample.
  private var detector: DetectorInPlace?
  private var cardRetry: Microseconds?

  /// The exam that is running.
  private struct RunningExam {
    var plan: ExamPlan
    var rate: SampleRate
    var scale: CountScale
    var sampleCount: Int64 = 0
    var isCued: Bool
    /// What was found, once that is settled; what comes after is recorded and nothing else.
    var result: FinishedExam?
  }

  /// Makes the appliance at power-on; `clock` is what is known of the wall clock at that moment.
  public init(
    bus: consuming Bus, card: consuming Card, settings: DeviceSettings = DeviceSettings(),
    clock: ClockNote = ClockNote(), version: StaticString, at now: Microseconds
  ) {
    self.bus = bus
    self.card = card
    self.settings = settings
    clockAtPowerOn = clock
    machine = ExamMachine(settings: settings.machine, at: now)
    player = Player(settings: settings.feedback, at: now)
    feed = SensorFeed(dataRate: settings.dataRate, fullScale: settings.fullScale)
    log = ExamLog(version: version)
    apply(machine.start, at: now)
  }

  /// Where the exam stands.
  public var state: ExamMachine.State { machine.state }
  /// What is being shown.
  public var signal: Signal { player.signal }
  /// What the card said last, if it failed.
  public var cardFault: StorageError? { log.fault }
  /// The rate that was measured; nil before.
  public var rate: SampleRate? { running?.rate ?? feed.rate }
  /// What a count of the running exam's samples is worth; nil where none runs.
  public var scale: CountScale? { running?.scale }

  /// When `timer` is to be called, if nothing else happens before; ask after `outputs`.
  public var deadline: Microseconds {
    var earliest = feed.deadline
    func consider(_ time: Microseconds?) { if let time { earliest = min(earliest, time) } }
    consider(machine.deadline)
    consider(player.nextChange)
    consider(cardRetry)
    return earliest
  }

  /// What lights and buzzer do now.
  public mutating func outputs(at now: Microseconds) -> Outputs { player.outputs(at: now) }

  /// The interrupt line rose at `edge`.
  public mutating func dataReady(edge: Microseconds, at now: Microseconds) {
    wake(edge: edge, at: now)
  }

  /// The button's line changed; `time` is the change's own.
  public mutating func button(isDown: Bool, at time: Microseconds) {
    forgetLatest()
    apply(machine.handle(.button(isDown: isDown), at: time), at: time)
  }

  /// Time has passed.
  public mutating func timer(at now: Microseconds) { wake(edge: nil, at: now) }

  private mutating func wake(edge: Microseconds?, at now: Microseconds) {
    forgetLatest()
    guard !isOff else { return }
    apply(machine.handle(.timer, at: now), at: now)
    let news = feed.wake(edge: edge, over: &bus, at: now)
    for sample in feed.samples { take(sample, at: now) }
    tell(news, at: now)
    if let cardRetry, now >= cardRetry { prepare(at: now) }
  }

  private mutating func forgetLatest() {
    latestSamples.removeAll(keepingCapacity: true)
    latestMarks.removeAll(keepingCapacity: true)
  }

  @inline(never)
  private mutating func annotate(_ mark: Mark, at time: Microseconds) {
    log.annotate(mark, at: time)
    latestMarks.append(TimedMark(mark, at: time))
  }

  @inline(never)
  private mutating func tell(_ news: SensorFeed.News?, at now: Microseconds) {
    switch news {
    case .ready:
      sensorFault = nil
      if running == nil { prepare(at: now) }
      apply(machine.handle(.sensorReady, at: now), at: now)
    case .lost(let fault):
      sensorFault = fault
      apply(machine.handle(.sensorLost, at: now), at: now)
    case nil: break
    }
  }

  /// Lays out the next exam's file; a card that fails is tried again between exams.
  @inline(never)
  private mutating func prepare(at now: Microseconds) {
    cardRetry = nil
    guard let rate = feed.rate, let scale = feed.scale else { return }
    var spontaneous = settings.examSettings
    spontaneous.kind = .spontaneous
    let capacity = max(
      ExamFile.longestExam(settings.examSettings), ExamFile.longestExam(spontaneous))
    log.prepare(rate: rate, scale: scale, capacity: capacity, on: &card)
    tellCard(at: now)
  }

  private mutating func tellCard(at now: Microseconds) {
    cardRetry = log.isRecording ? nil : now + ExamLog.tryAgain
    apply(machine.handle(.card(isRecording: log.isRecording), at: now), at: now)
  }

  @inline(never)
  private mutating func take(_ raw: RawSample, at now: Microseconds) {
    guard let exam = running else { return }
    latestSamples.append(raw)
    running?.sampleCount += 1
    log.append(raw, at: now, to: &card)
    let event = exam.result == nil ? detector?.core.step(exam.scale.sample(raw)) : nil
    if let event, exam.isCued { note(event) }
    let time = exam.rate.time(ofSample: exam.sampleCount)
    apply(machine.handle(.sample(time, event), at: now), at: now)
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
      case .cue:
        detector?.core.cue()
        running?.isCued = true
      case .mark(.rest, let time): annotate(.rest, at: time)
      case .mark(.cue, let time): annotate(.cue, at: time)
      case .mark(.button, let time): annotate(.button, at: time)
      case .conclude(let conclusion, let time): conclude(conclusion, at: time, now)
      case .finish: finish(at: now)
      case .flush: flush(at: now)
      case .powerDown: isOff = true
      }
    }
  }

  @inline(never)
  private mutating func start(_ plan: ExamPlan, at now: Microseconds) {
    guard let rate = feed.rate, let scale = feed.scale else {
      apply(machine.handle(.sensorLost, at: now), at: now)
      return
    }
    cardRetry = nil
    running = RunningExam(
      plan: plan, rate: rate, scale: scale, isCued: plan.settings.kind == .spontaneous)
    detector = DetectorInPlace(settings: plan.settings, rate: rate)
    log.begin(plan.settings, clock: clockNote(at: now))
    tell(feed.start(over: &bus, at: now), at: now)
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
    guard let exam = running, let detector else { return }
    let findings = conclusion.findings(of: detector.core)
    running?.result = FinishedExam(
      plan: exam.plan, rate: exam.rate, findings: findings,
      beats: Beat.all(of: detector.core),
      episodes: Episode.all(of: findings, by: detector.core),
      verdictAt: time, number: nil, isRecorded: false)
    apply(machine.handle(.found(findings), at: now), at: now)
  }

  @inline(never)
  private mutating func finish(at now: Microseconds) {
    guard var result = running?.result else { return }
    running = nil
    detector = nil
    feed.stop(at: now)
    let saved = log.finish(
      result.findings, beats: result.beats, verdictAt: result.verdictAt, on: &card)
    result.number = saved?.number
    result.isRecorded = saved?.isRecorded ?? false
    finished = result
    finishedCount += 1
    prepare(at: now)
  }

  /// Everything that is finished is on the card already; what is not is tried once more.
  @inline(never)
  private mutating func flush(at now: Microseconds) {
    log.saveUnsaved(on: &card)
    log.discardPrepared(on: &card)
    apply(machine.handle(.flushed, at: now), at: now)
  }
}

// Simulated buses and cards are plain values, and so is an appliance with them.
extension Appliance: Copyable where Bus: Copyable, Card: Copyable {}
