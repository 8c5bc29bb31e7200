import Findings
import Foundation
import Testing

@testable import Recording

@Suite struct ReportPageTests {
  /// EXAM.md's words that stand in every report, to the letter.
  private static let contract = [
    "What clonus is.</b> A rhythmic, involuntary beating of a muscle after a quick, held stretch, most often at the ankle, also knee, wrist, fingers, jaw. It repeats, unlike a brief irregular twitch, and it needs a stretch, unlike most tremor. Normally the brain and spinal cord damp the stretch reflex; where that damping is lost (damaged upper motor neurons), the reflex is too lively and triggers itself again and again.",
    "What it can point to.</b> Multiple sclerosis, stroke, spinal cord injury, cerebral palsy, a tumour of the brain or spinal cord, severe head injury; medicines, drugs or their withdrawal, among them serotonin syndrome; high blood pressure in pregnancy. A few beats also occur in healthy people and young babies. This device cannot tell which, and its silence rules out none. In particular, \"no clonus\" never shows that a magnesium level is safe: knee reflex, breathing and urine are checked as usual.",
    "Call the emergency number now</b> for sudden weakness or numbness, a drooping face, trouble speaking, seeing or balancing; new leg weakness with loss of bladder or bowel control; after an injury of head, neck or back; a seizure; agitation, confusion, sweating, fever or stiffness after a new, raised or mixed medicine or drug, or after a medicine (such as baclofen) was stopped; in pregnancy or the six weeks after birth: severe headache, changed vision, pain under the ribs.",
    "See a doctor soon</b> if clonus is new; if it is persistent or severe or disturbs walking or sleep; with weakness, numbness, changed vision, trouble balancing, or pain; for a baby, with more than 10 beats or any after 8 months. Do not change or stop a medicine because of this page.",
    "When not to test.</b> Not on a fresh injury, fracture, tendon operation, clot in the leg, open wound, severe osteoporosis. Stop at pain. At most three stretches a side, a minute apart. Injury of the cord at T6 or above: stop at headache, flushing, sweating. If the foot keeps beating: let go, point the toes down. Jaw and babies: by a professional. One card, one patient; CODE is eight letters or digits, no name, no birth date.",
    "Measures, does not diagnose. Never tried on patients.",
  ]

  /// Every verdict, reason, next step and way to end, in both kinds of exam.
  private static var everyExam: [ReportSpecimen] {
    var all: [ReportSpecimen] = []
    for kind in ExamKind.allCases {
      for verdict in Verdict.allCases {
        for ended in Ended.allCases {
          all.append(
            ReportSpecimen(verdict, beats: verdict == .absent ? 1 : 14, ended: ended, kind: kind))
        }
      }
      for (index, reason) in Reason.allCases.enumerated() {
        var specimen = ReportSpecimen(.indeterminate, beats: index % 4, kind: kind)
        specimen.findings.reason = reason
        specimen.findings.next = NextStep.allCases[index % NextStep.allCases.count]
        specimen.findings.quality = Quality(rawValue: 1 << UInt16(index % 13))
        specimen.findings.rest.rhythm = Millihertz(5_837)
        specimen.findings.rest.rhythmAmplitude = Gravities(milli: 2)
        all.append(specimen)
      }
    }
    for rule in Rule.Name.allCases {
      var specimen = ReportSpecimen(.unsustained, beats: 3)
      specimen.findings.rule = Rule(rule)
      specimen.findings.positive = rule == .obstetric ? true : nil
      specimen.findings.quality = Quality(rawValue: 0x1FFF)
      all.append(specimen)
    }
    return all
  }

  @Test func everyReportHoldsTheFixedWordsInTheirOrderAndNoForbiddenOnes() throws {
    for specimen in Self.everyExam {
      var (_, html) = try specimen.page()
      var last = html.startIndex
      for heading in [
        "<h1>", "class=\"pen\"", "Measures, does not diagnose", "What was seen", "What to do next",
        "Call the emergency number now", "The picture", "How the exam went", "What clonus is",
        "What it can point to", "See a doctor soon", "Device", "When not to test",
      ] {
        let place = try #require(html.range(of: heading, range: last..<html.endIndex), "\(heading)")
        last = place.lowerBound
      }
      for words in Self.contract {
        #expect(html.contains(words), "\(words.prefix(40))")
        html = html.replacingOccurrences(of: words, with: "")
      }
      html = html.replacingOccurrences(of: "what healthy people can show", with: "")
      let text = html.lowercased().replacingOccurrences(
        of: "<style>.*</style>", with: "", options: .regularExpression)
      let own = Self.visible(html)
      for word in ["normal", "negative", "healthy", "safe", "ruled out", "likel", "probab"] {
        #expect(!own.lowercased().contains(word), "\(word): \(specimen.findings)")
      }
      #expect(
        own.range(of: "[0-9]\\.[0-9]{3}", options: .regularExpression) == nil,
        "more than two decimals")
      for forbidden in ["<script", "<link", "url(", "@import", "src="] {
        #expect(!text.contains(forbidden))
      }
      #expect(!text.contains("http"))
    }
  }

  private static func visible(_ html: String) -> String {
    var text = html
    for pattern in ["<style>[\\s\\S]*</style>", "<[^>]*>"] {
      text = text.replacingOccurrences(of: pattern, with: " ", options: .regularExpression)
    }
    return text
  }

  @Test func theSameExamGivesTheSamePageAndItEndsWithItsStamp() throws {
    let specimen = ReportSpecimen(.sustained, beats: 14)
    let (page, html) = try specimen.page()
    #expect(try specimen.page().html == html)
    #expect(html.utf8.count < 60_000)
    #expect(Array(html.utf8.suffix(ReportStamp.length)) == ReportStamp.text(page.exam.stamp).bytes)
  }

  @Test func theHeadingNamesTheExamAndTheClockOrThatNoneWasSet() throws {
    var specimen = ReportSpecimen(.absent, beats: 0)
    specimen.settings.side = .left
    var html = try specimen.page().html
    #expect(html.contains("<h1>Clonus, exam 7: left ankle</h1>"))
    #expect(html.contains("clock not set: exam 7, 2 h 04 min after power-on"))
    #expect(html.contains("trial 2; code AB12CD34"))
    specimen.clock.quality = .rtc
    specimen.clock.time = CivilTime(secondsSince1970: 1_772_446_272)
    html = try specimen.page().html
    #expect(html.contains("2026-03-02T10:11:12Z") && !html.contains("clock not set"))
    specimen.clock.quality = .buildDate
    #expect(try specimen.page().html.contains("clock not set"))
  }

  @Test func lowerBoundsAreMarkedWhereverTheyAreGiven() throws {
    let html = try ReportSpecimen(.sustained, beats: 14, ended: .release).page().html
    for words in [
      "<b>at least 14</b> beats", "<b>at least 2.2</b> s", "SCATS, 0 to 3<td>at least 1",
      "Tardieu, 3 or 4<td>at least 3", "first 10 s<td>at least 14",
    ] {
      #expect(html.contains(words), "\(words)")
    }
    #expect(!(try ReportSpecimen(.sustained, beats: 14).page().html.contains("at least")))
  }

  @Test func aTrialWithoutAnAnswerHasNoNumbersButTheNextStep() throws {
    var specimen = ReportSpecimen(.indeterminate, beats: 2)
    specimen.findings.reason = .slowStretch
    specimen.findings.next = .stretchFaster
    let html = try specimen.page().html
    #expect(!html.contains("The numbers") && !html.contains("class=\"n\""))
    #expect(html.contains("<p class=\"v\">Next: stretch faster, and hold.</p>"))
  }

  @Test func thePictureMarksEachBeatInItsPlaceAndTracesTheBeatingAxis() throws {
    let (page, html) = try ReportSpecimen(.sustained, beats: 14).page()
    #expect(html.components(separatedBy: ",298v16").count == 15)
    #expect(html.components(separatedBy: "<circle").count == 14)
    // From 1 s on: 3 s to the stretch over 1,330 units for the 10.995 s to the last sample.
    #expect(html.contains("M\(92 + 3_000_000 * 1_330 / 10_995_000),16V478"))
    let band = page.picture.band.range
    #expect((5_000...25_000).contains(band.upperBound), "\(band)")
  }

  @Test func anExamThatWasCutOffSaysSoAndShowsWhatThereIs() throws {
    var card = MemoryCard()
    try ReportSpecimen(.sustained, beats: 14).record(on: &card, isCutOff: true)
    #expect(try RecordingRecovery(closing: 7, on: &card) == .closed(records: 30))
    let (page, html) = try ReportSpecimen.page(of: 7, on: card)
    #expect(page.exam.findings == nil)
    #expect(html.contains("cut off before its verdict") && html.contains("<svg"))
    #expect(!html.contains("The numbers"))
  }

  @Test func damagedRecordsAreCountedAndLeaveAGapInThePicture() throws {
    var card = MemoryCard()
    try ReportSpecimen(.sustained, beats: 14).record(on: &card)
    let layout = RecordLayout(samples: 80)
    card.files[.recording(7)]?[layout.offset(ofRecord: 10) + 10] ^= 0x55
    let (page, html) = try ReportSpecimen.page(of: 7, on: card)
    #expect(page.exam.check.faultyRecords == 1)
    #expect(html.contains("1 damaged or missing"))
    let start = (4_000_000 - 1_000_000) * 665 / 10_995_000
    #expect(page.picture.raw.values[2 * start + 10] == TraceColumns.none)
  }

  @Test(arguments: [1 as UInt64, 2, 3, 4]) func damagedFilesNeverTrapAndTheirPagesStayPlain(
    seed: UInt64
  ) throws {
    var card = MemoryCard()
    try ReportSpecimen(.sustained, beats: 14).record(on: &card)
    let whole = try #require(card.files[.recording(7)])
    let layout = RecordLayout(samples: 80)
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0..<Int(numbers.next() % 30) {
        let place = Int(numbers.next() % UInt64(bytes.count))
        bytes[place] = UInt8(truncatingIfNeeded: numbers.next())
      }
      // Checksums that fit, so that what was damaged is read.
      for record in 0..<36 where layout.offset(ofRecord: record + 1) <= bytes.count {
        BlockStatus.seal(&bytes, at: layout.offset(ofRecord: record), layout: layout)
      }
      bytes.removeLast(Int(numbers.next() % 3 == 0 ? numbers.next() % 20_000 : 0))
      var damaged = MemoryCard()
      damaged.files[.recording(7)] = bytes
      guard let html = try? ReportSpecimen.page(of: 7, on: damaged).html else { continue }
      #expect(!html.contains("<script"), "seed \(seed)")
      #expect(html.hasSuffix(" -->\n"), "seed \(seed)")
    }
  }
}
