import Findings

/// By how much each axis may move in the self-test, in thousandths of a g, by the data sheet.
public struct SelfTestLimits: Sendable, Hashable {
  /// The least and the most of each axis.
  public let x, y, z: ClosedRange<Int32>
  /// Whether a shift of the other sign counts as well: the data sheet gives sizes only.
  public let isEitherSign: Bool

  /// The same size for all axes, either way.
  init(x all: ClosedRange<Int32>) {
    (x, y, z) = (all, all, all)
    isEitherSign = true
  }

  /// A signed shift for each axis.
  init(x: ClosedRange<Int32>, y: ClosedRange<Int32>, z: ClosedRange<Int32>) {
    (self.x, self.y, self.z) = (x, y, z)
    isEitherSign = false
  }

  /// Whether one axis may move so far.
  func allow(_ shift: Gravities, _ limits: ClosedRange<Int32>) -> Bool {
    let milli = shift.milli
    return limits.contains(milli) || isEitherSign && limits.contains(-milli)
  }
}

/// What a self-test found.
public struct SelfTestResult: Sendable, Hashable {
  /// How far the force moved the output of each axis.
  public let shift: Acceleration
  /// How far it may.
  public let limits: SelfTestLimits

  /// Whether every axis moved within its limits. A limb that moved fails it too: lie still, repeat.
  public var hasPassed: Bool {
    limits.allow(shift.x, limits.x) && limits.allow(shift.y, limits.y)
      && limits.allow(shift.z, limits.z)
  }
}

/// Where a self-test stands.
public enum SelfTestStep: Sendable, Hashable {
  /// Wait at least so long, then call again.
  case wait(Microseconds)
  /// It is over.
  case done(SelfTestResult)
}

/// What a part is told in turn during its self-test.
enum SelfTestStage: Sendable {
  case still, pushed, over
}

/// A self-test under way: the samples of its present stage, and of the one before.
struct SelfTestRun: Sendable {
  var stage = SelfTestStage.over
  var sums = SelfTestSums()
  var still = SelfTestSums()
  /// Calls without a whole mean.
  var tries: Int32 = 0

  /// Turning on, and the force's coming up: 9 samples at 100 Hz; the slowest part asks for 100 ms.
  static let settling = Microseconds.milliseconds(100)
  /// At 100 Hz a sample comes every 10 ms (11 where the rate is 10 % off).
  static let pause = Microseconds.milliseconds(11)
  /// Five samples need five calls; after so many the part gives none.
  static let mostTries: Int32 = 20
}

extension AnyAccelerometer {
  /// Takes the next step of the self-test. An error ends it; the next call begins anew. Takes about
  /// 0.3 s in all, the limb at rest; after it the part must be configured again.
  public mutating func selfTest<Bus: I2CBus & ~Copyable>(over bus: inout Bus)
    throws(SensorError) -> SelfTestStep
  {
    var run = selfTestRun
    // Until this step has succeeded the test is one that begins anew.
    selfTestRun = SelfTestRun()
    if run.stage == .over {
      try checkIdentity(over: &bus)
      run.stage = .still
    } else {
      try addSample(to: &run, over: &bus)
      guard run.sums.isComplete else {
        selfTestRun = run
        return .wait(SelfTestRun.pause)
      }
      if run.stage == .pushed {
        try bus.write(chip.selfTest(.over), to: address)
        let shift = run.sums.shift(from: run.still, scale: chip.scale(chip.facts.selfTestRange))
        return .done(SelfTestResult(shift: shift, limits: chip.selfTestLimits))
      }
      run = SelfTestRun(stage: .pushed, still: run.sums)
    }
    try bus.write(chip.selfTest(run.stage), to: address)
    selfTestRun = run
    return .wait(SelfTestRun.settling)
  }

  /// Adds a sample if there is a new one.
  private func addSample<Bus: I2CBus & ~Copyable>(to run: inout SelfTestRun, over bus: inout Bus)
    throws(SensorError)
  {
    let facts = chip.facts
    let status = try bus.read(Register(facts.statusRegister), of: address)
    guard status & facts.newSample != 0 else {
      guard run.tries < SelfTestRun.mostTries else { throw .noSamples(at: address) }
      run.tries += 1
      return
    }
    var buffer = InlineArray<6, UInt8>(repeating: 0)
    var bytes = buffer.mutableSpan
    try bus.read(
      &bytes, from: Register(facts.outputRegister), incrementBit: facts.incrementBit, of: address)
    run.sums.add(RawSample(word: buffer.span, at: 0, shift: facts.shift))
  }
}
