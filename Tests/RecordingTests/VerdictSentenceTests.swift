import Findings
import Testing

@testable import Recording

@Suite struct VerdictSentenceTests {
  @Test func absentNamesTheStretchAndTheHold() {
    var findings = found(.absent, beats: 0)
    var stretch = StretchFindings()
    stretch.duration = .milliseconds(90)
    stretch.angle = Centidegrees(1_820)
    findings.stretch = stretch
    findings.hold = .milliseconds(4_000)
    #expect(
      sentence(findings)
        == "No clonus was seen in this trial (0 beats after a stretch of about 18 deg in 0.09 s, "
        + "held 4 s). This does not rule anything out.")
    findings.stretch?.angle = nil
    findings.beats = 1
    findings.reason = .twitches
    #expect(
      sentence(findings)
        == "No clonus was seen in this trial (1 beat after a stretch of 0.09 s, held 4 s). "
        + "Seen beside it: brief irregular twitches. This does not rule anything out.")
  }

  @Test func unsustainedSaysHowItEnded() {
    var findings = found(.unsustained, beats: 5, ended: .itself)
    #expect(
      sentence(findings)
        == "Clonus was seen: 5 beats, which faded while the stretch was held.")
    findings.ended = .release
    #expect(
      sentence(findings)
        == "Clonus was seen: at least 5 beats; the stretch was let go while it still beat: repeat, "
        + "and hold.")
    findings.ended = .limit
    #expect(
      sentence(findings)
        == "Clonus was seen: at least 5 beats; it still beat when the longest hold was over.")
  }

  @Test func threeBeatsAreAtTheEdge() {
    let three = sentence(found(.unsustained, beats: 3, ended: .itself))
    #expect(three.contains("at the edge of what healthy people can show"))
    let four = sentence(found(.unsustained, beats: 4, ended: .itself))
    #expect(!four.contains("at the edge"))
    let atLeastThree = sentence(found(.unsustained, beats: 3, ended: .release))
    #expect(!atLeastThree.contains("at the edge"))
  }

  @Test func sustainedNamesItsRuleAndShowsWhereScalesDisagree() {
    var findings = found(.sustained, beats: 14, ended: .release)
    #expect(
      sentence(findings)
        == "Clonus was seen: at least 14 beats, 'sustained' by the rule of 10; the stretch was let "
        + "go while it still beat.")
    findings.ended = .itself
    findings.duration = .milliseconds(2_210)
    findings.scats = 1
    findings.tardieu = 3
    #expect(
      sentence(findings)
        == "Clonus was seen: 14 beats, 'sustained' by the rule of 10; it faded by itself after "
        + "2.2 s although the stretch was held (SCATS 1, Tardieu 3).")
  }

  @Test func indeterminateSaysWhyAndWhatNext() {
    var findings = found(.indeterminate, beats: 0)
    findings.reason = .slowStretch
    findings.next = .stretchFaster
    #expect(
      sentence(findings)
        == "This trial does not answer the question: the stretch was slow. Next: stretch faster, "
        + "and hold.")
    findings.reason = .rhythmAtRest
    findings.next = .lookAtLimb
    findings.rest.rhythm = Millihertz(5_812)
    #expect(
      sentence(findings)
        == "This trial does not answer the question: a rhythm of 5.8 Hz was there before the "
        + "stretch: tremor, or clonus without a stretch. Next: look at the limb, let it lie free, "
        + "use the long press.")
  }

  @Test func spontaneousMovementIsNotCalledClonus() {
    let seen = sentence(found(.sustained, beats: 40, ended: .itself, kind: .spontaneous))
    #expect(
      seen
        == "Rhythmic movement that fits clonus was seen without a stretch. Tremor, shivering, a "
        + "seizure or voluntary shaking can look the same to this sensor: look at the limb.")
    var findings = found(.absent, beats: 0, kind: .spontaneous)
    findings.observed = .seconds(60)
    #expect(
      sentence(findings)
        == "No rhythmic movement that fits clonus was seen in 60 s without a stretch. This does "
        + "not rule anything out.")
  }

  /// "Healthy" stands in one fixed phrase of EXAM.md, about people and not about the result.
  @Test func noSentenceSaysThatAllIsWell() {
    for findings in everyKind {
      let text = sentence(findings).lowercased()
      let own = text.split(separator: "what healthy people can show").joined()
      for word in ["normal", "negative", "healthy", "safe", "ruled out"] {
        #expect(!own.contains(word), "\(text)")
      }
      #expect(text.hasSuffix("."), "\(text)")
      #expect(!text.contains(".."), "\(text)")
      #expect(!text.contains("  "), "\(text)")
    }
  }

  private var everyKind: [ExamFindings] {
    var all: [ExamFindings] = []
    for kind in ExamKind.allCases {
      for verdict in Verdict.allCases {
        for ended in [nil] + Ended.allCases.map({ Optional($0) }) {
          for reason in [nil] + Reason.allCases.map({ Optional($0) }) {
            for next in [nil] + NextStep.allCases.map({ Optional($0) }) {
              var findings = found(verdict, beats: 3, ended: ended, kind: kind)
              findings.reason = reason
              findings.next = next
              findings.duration = .seconds(2)
              findings.scats = 1
              findings.hold = .seconds(4)
              all.append(findings)
            }
          }
        }
      }
    }
    return all
  }
}

private func found(
  _ verdict: Verdict, beats: Int32, ended: Ended? = nil, kind: ExamKind = .stretch
) -> ExamFindings {
  var findings = ExamFindings(kind: kind, rule: Rule(.adult))
  findings.verdict = verdict
  findings.beats = beats
  findings.ended = ended
  return findings
}

private func sentence(_ findings: ExamFindings) -> String {
  var text = TextBuffer()
  VerdictSentence(findings).write(to: &text)
  return String(decoding: text.bytes, as: UTF8.self)
}
