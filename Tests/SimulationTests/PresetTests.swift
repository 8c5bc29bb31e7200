import Findings
import Testing

@testable import Simulation

@Suite struct PresetTests {
  @Test("Each preset keeps its meaning in every seed", arguments: PatientPreset.allCases)
  func expected(preset: PatientPreset) {
    guard let expected = preset.expected else { return }
    for seed in 1...6 as ClosedRange<UInt64> {
      let patient = Patient(preset, seed: seed)
      let truth = SimulatedExam(patient: patient).truth
      #expect(truth.verdict(by: patient.rule) == expected, "\(preset), seed \(seed)")
    }
  }

  @Test("So it does at every site", arguments: Site.allCases)
  func sites(site: Site) {
    for preset in [PatientPreset.healthy, .stroke, .tumour, .spinalCordInjury] {
      for seed in 1...2 as ClosedRange<UInt64> {
        let patient = Patient(preset, site: site, seed: seed)
        let truth = SimulatedExam(patient: patient).truth
        #expect(
          truth.verdict(by: patient.rule) == preset.expected, "\(preset), \(site), seed \(seed)")
      }
    }
  }

  @Test("A patient with lasting clonus beats at 3 to 9 Hz", arguments: Site.allCases)
  func rates(site: Site) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let truth = SimulatedExam(
        patient: Patient(.spinalCordInjury, site: site, seed: seed), hold: .seconds(3)
      ).truth
      let rate = try #require(truth.frequency)
      #expect((3_000...9_000).contains(rate.count), "\(site), seed \(seed)")
    }
  }

  @Test("Babies are judged by their rule")
  func babies() {
    #expect(Patient(.infant, seed: 1).rule == Rule(.infant))
    #expect(Patient(.infantCerebralPalsy, seed: 1).rule.sustainedFrom == 11)
    #expect(Patient(.healthy, seed: 1).rule == Rule(.adult))
  }

  @Test("Every preset is found by its name and by no other")
  func names() {
    for preset in PatientPreset.allCases {
      let name = Array("\(preset.word)".utf8)
      #expect(PatientPreset(word: name.span) == preset)
      let longer = name + [0x78]
      #expect(PatientPreset(word: longer.span) == nil)
    }
    #expect(PatientPreset(word: [UInt8]().span) == nil)
  }

  @Test("Two seeds give two patients, one seed the same")
  func seeds() {
    func samples(_ seed: UInt64) -> [Sample] {
      SimulatedExam(patient: Patient(.stroke, seed: seed)).samples
    }
    #expect(samples(1) == samples(1))
    #expect(samples(1) != samples(2))
  }
}
