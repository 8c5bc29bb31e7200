import Testing

@testable import Simulation

/// The tables of clinical.md 3.4: frequencies within 0.15 Hz, counts within 1.
@Suite struct ReflexTableTests {
  @Test(
    "A: the threshold is the health axis",
    arguments: [
      (0.0, 47, 6.29), (2, 47, 6.35), (4, 48, 6.41), (5, 48, 6.45), (6, 3, 6.25), (7, 2, 0),
      (8, 2, 0), (9, 1, 0), (12, 1, 0),
    ])
  func threshold(degrees: Double, peaks: Int, hertz: Double) {
    let run = ReflexRun(.ankle { $0.threshold = degrees * Mathematics.degree }, seconds: 8)
    #expect(abs(run.peaks.count - peaks) <= 1)
    if hertz > 0 { #expect(abs(run.frequency - hertz) <= 0.15) }
  }

  @Test("A: health, lesion and severe lesion are absent, unsustained and sustained, in this order")
  func healthAxis() {
    let beats = [9.0, 6, 3].map { degrees in
      ReflexRun(.ankle { $0.threshold = degrees * Mathematics.degree }, seconds: 8).peaks.count - 1
    }
    #expect(beats[0] == 0)
    #expect((1...9).contains(beats[1]))
    #expect(beats[2] >= 40)
  }

  @Test(
    "B: the gain decides whether beats fade",
    arguments: [
      (0.0, 1, 0.0, 0.0), (6, 2, 0, 0), (8, 3, 6.2, 0), (10, 5, 6.4, 0), (12, 10, 6.35, 0),
      (14, 72, 6.33, 3.0), (16, 72, 6.35, 3.4), (20, 73, 6.37, 4.1), (24, 73, 6.39, 4.65),
      (32, 73, 6.39, 5.3), (48, 73, 6.37, 5.9),
    ])
  func gain(gain: Double, peaks: Int, hertz: Double, degrees: Double) {
    let run = ReflexRun(.ankle { $0.gain = gain })
    #expect(abs(run.peaks.count - peaks) <= 1)
    if hertz > 0 { #expect(abs(run.frequency - hertz) <= 0.15) }
    if degrees > 0 { #expect(abs((run.peaks.last?.height ?? 0) - degrees) <= 0.1) }
  }

  @Test("B: the first cycle is longer than the rest, and falls take less than half of one")
  func waveform() {
    let run = ReflexRun(ReflexParameters(), seconds: 8)
    #expect(abs((run.intervals.first ?? 0) - 0.1585) <= 0.002)
    #expect(abs(1 / run.frequency - 0.1565) <= 0.002)
    #expect(abs(run.plantarflexionShare - 0.476) <= 0.01)
  }

  @Test(
    "C: a longer loop beats more slowly",
    arguments: [
      (20.0, 7.94, 128.0, 126.0, 48.7), (30, 7.27, 138, 138, 48.2), (35, 6.94, 143, 144, 48),
      (40, 6.67, 150, 150, 47.9), (45, 6.39, 159, 157, 47.6), (50, 6.13, 169, 163, 47.3),
      (55, 5.90, 181, 170, 46.9), (60, 5.70, 194, 176, 46.4), (70, 5.36, 219, 187, 44.7),
    ])
  func delay(
    milliseconds: Double, hertz: Double, first: Double, steady: Double, plantarflexion: Double
  ) {
    let run = ReflexRun(
      .ankle {
        $0.delay = milliseconds / 1_000
        $0.setGain(timesCritical: 2.3)
      }, seconds: 6)
    #expect(abs(run.frequency - hertz) <= 0.15)
    #expect(abs((run.intervals.first ?? 0) * 1_000 - first) <= 3)
    #expect(abs((run.intervals.last ?? 0) * 1_000 - steady) <= 3)
    #expect(abs(run.plantarflexionShare * 100 - plantarflexion) <= 1)
  }

  @Test(
    "D: more inertia beats more slowly",
    arguments: [
      (0.008, 6.76), (0.010, 6.76), (0.0125, 6.58), (0.015, 6.39), (0.020, 6.02), (0.025, 5.71),
      (0.030, 5.43), (0.0375, 5.08), (0.050, 4.58),
    ])
  func inertia(inertia: Double, hertz: Double) {
    let run = ReflexRun(
      .ankle {
        $0.inertia = inertia
        $0.setGain(timesCritical: 2.3)
      }, seconds: 6)
    #expect(abs(run.frequency - hertz) <= 0.15)
  }

  @Test(
    "E: more stiffness beats faster",
    arguments: [(10.0, 5.29), (20, 5.90), (30, 6.39), (40, 6.80), (50, 7.17)])
  func stiffness(stiffness: Double, hertz: Double) {
    let run = ReflexRun(
      .ankle {
        $0.stiffness = stiffness
        $0.setGain(timesCritical: 2.3)
      }, seconds: 6)
    #expect(abs(run.frequency - hertz) <= 0.15)
  }

  @Test(
    "F: a quicker twitch beats faster",
    arguments: [(12.0, 6.19), (15, 6.39), (18, 6.54), (20, 6.64), (25, 6.87)])
  func twitch(frequency: Double, hertz: Double) {
    let run = ReflexRun(
      .ankle {
        $0.twitchFrequency = frequency
        $0.setGain(timesCritical: 2.3)
      }, seconds: 6)
    #expect(abs(run.frequency - hertz) <= 0.15)
  }

  @Test(
    "G: a reflex that wears out fades while it is held",
    arguments: [
      (0.4, 83, 12.95), (0.6, 50, 7.7), (0.8, 37, 5.7), (1.2, 25, 3.8), (2.0, 16, 2.4),
    ])
  func depression(depression: Double, peaks: Int, seconds: Double) {
    let run = ReflexRun(.ankle { $0.depression = depression }, seconds: seconds + 3)
    #expect(abs(run.peaks.count - peaks) <= 1)
    let span = (run.peaks.last?.time ?? 0) - (run.peaks.first?.time ?? 0)
    #expect(abs(span - seconds) <= 0.16)
  }

  @Test("G: little wear never stops it")
  func slowDepression() {
    let run = ReflexRun(.ankle { $0.depression = 0.3 }, seconds: 24)
    #expect((run.peaks.last?.time ?? 0) > 23)
  }

  @Test("H: beating stops within 0.21 s of the release")
  func release() {
    let run = ReflexRun(ReflexParameters(), seconds: 7, release: 4)
    #expect((run.peaks.last?.time ?? 0) <= 4.21)
    #expect((run.peaks.last?.time ?? 0) >= 3.8)
  }

  @Test(
    "I: a mild lesion answers fast stretches alone",
    arguments: [
      (0.04, 3), (0.1, 3), (0.12, 2), (0.16, 2), (0.2, 1), (0.25, 0), (0.4, 0),
    ])
  func stretchTime(seconds: Double, peaks: Int) {
    let run = ReflexRun(
      .ankle { $0.threshold = 6 * Mathematics.degree }, seconds: 4, rise: seconds)
    #expect(abs(run.peaks.count - peaks) <= 1)
  }

  @Test("I: a severe lesion answers any stretch", arguments: [0.04, 0.25, 1])
  func slowStretch(seconds: Double) {
    #expect(ReflexRun(ReflexParameters(), seconds: 6, rise: seconds).peaks.count >= 25)
  }

  @Test("I: too soft or too stiff a hand stops clonus")
  func handStiffness() {
    func peaks(_ stiffness: Double) -> Int {
      ReflexRun(.ankle { $0.handStiffness = stiffness }, seconds: 6).peaks.count
    }
    #expect(abs(peaks(5) - 4) <= 1)
    #expect(peaks(10) >= 30 && peaks(30) >= 30)
    #expect(abs(peaks(40) - 10) <= 1)
  }

  @Test(
    "J: noise of the threshold makes the beats irregular",
    arguments: [(0.0, 0.4), (0.05, 0.9), (0.1, 1.7), (0.15, 2.5), (0.2, 3.3)])
  func noise(radiansPerSecond: Double, percent: Double) {
    let run = ReflexRun(.ankle { $0.thresholdNoise = radiansPerSecond }, seconds: 16, seed: 7)
    #expect(abs(run.variation * 100 - percent) <= 0.6)
  }

  @Test(
    "L: each limb has its rate",
    arguments: [
      (Limb.adult(.wrist), 6.9), (.adult(.finger), 6.4), (.adult(.knee), 6.4), (.adult(.jaw), 8.0),
      (.childAnkle, 7.5), (.newbornAnkle, 7.8),
    ])
  func limbs(limb: Limb, hertz: Double) {
    let run = ReflexRun(limb.reflex, seconds: 5)
    #expect(abs(run.frequency - hertz) <= 0.15)
    #expect(run.peaks.count >= 20)
  }
}
