import BenchMarks
import Detection
import Exam
import Findings
import Simulation

// The sections in order; bench.py names them alike.

/// Runs what is counted, section by section.
@main
enum Program {
  static func main() {
    for _ in 0..<100 {
      bench_begin()
      bench_end()
    }
    bench_section()
    for preset in PatientPreset.allCases where preset != .spontaneous {
      for seed in 1...2 as ClosedRange<UInt64> { core(Patient(preset, seed: seed), hertz: 200) }
    }
    bench_section()
    for seed in 1...2 as ClosedRange<UInt64> { core(Patient(.spontaneous, seed: seed), hertz: 200) }
    for hertz in [25, 104, 400, 1_000] as [Int32] {
      bench_section()
      core(Patient(.spinalCordInjury, seed: 1), hertz: hertz)
    }
    bench_section()
    powerOn()
  }

  /// Counts each step of the core through one exam.
  private static func core(_ patient: Patient, hertz: Int32) {
    guard let rate = SampleRate(samplesPerRecord: hertz, recordMicroseconds: 1_000_000) else {
      preconditionFailure("a rate of the table is out of range")
    }
    var sensor = IdealSensor()
    sensor.rate = Double(hertz)
    let exam = SimulatedExam(patient: patient, sensor: sensor)
    var detector = Detector(settings: patient.settings, rate: rate)
    for (index, sample) in exam.samples.enumerated() {
      if index == exam.cueSample { detector.cue() }
      bench_begin()
      _ = coreStep(&detector, sample)
      bench_end()
    }
  }

  /// Kept apart, so that callgrind can be told to count it alone.
  @inline(never)
  private static func coreStep(_ detector: inout Detector, _ sample: Sample) -> DetectionEvent? {
    detector.step(sample)
  }

  /// Counts what the appliance does from power-on until it is ready, the simulated chip's registers
  /// with it, but not the patient nor the waiting.
  private static func powerOn() {
    bench_begin()
    var appliance = Appliance(
      bus: SimulatedBus(
        source: SimulatedWorld(patient: Patient(.healthy, seed: 1)), chip: SimulatedLIS3DH(seed: 1)),
      card: MemoryStorage(), version: "bench", at: .zero)
    bench_end()
    while appliance.bus.now < .seconds(30) {
      if case .ready = appliance.signal { break }
      appliance.bus.wait(until: appliance.deadline)
      let edge = appliance.bus.interrupt.takeEdge()
      let now = appliance.bus.now
      bench_begin()
      if let edge, edge.isRising {
        appliance.dataReady(edge: edge.time, at: now)
      } else {
        appliance.timer(at: now)
      }
      _ = appliance.outputs(at: now)
      bench_end()
    }
  }
}
