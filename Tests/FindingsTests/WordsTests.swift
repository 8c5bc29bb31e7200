import Testing

@testable import Findings

@Suite struct WordsTests {
  @Test("The rule's table: absent, unsustained, sustained at every limit that can be set")
  func ruleTable() {
    for limit in Rule.sustainedRange {
      let rule = Rule(.adult, sustainedFrom: limit)
      #expect(rule.sustainedFrom == limit)
      #expect([0, 1, 2].allSatisfy { rule.verdict(beats: $0) == .absent })
      #expect(rule.verdict(beats: 3) == .unsustained)
      #expect(rule.verdict(beats: limit - 1) == .unsustained)
      #expect(rule.verdict(beats: limit) == .sustained)
      #expect(rule.verdict(beats: .max) == .sustained)
    }
    #expect(Rule(.adult).sustainedFrom == 10)
  }

  @Test("A limit out of range is held to it; a baby's is 11 whatever is set")
  func ruleLimits() {
    #expect(Rule(.adult, sustainedFrom: 3).sustainedFrom == 4)
    #expect(Rule(.obstetric, sustainedFrom: .min).sustainedFrom == 4)
    #expect(Rule(.adult, sustainedFrom: .max).sustainedFrom == 100)
    for limit in [0, 4, 10, 100] as [Int32] {
      #expect(Rule(.infant, sustainedFrom: limit).sustainedFrom == 11)
    }
  }

  @Test("A train is censored unless it ended by itself")
  func censored() {
    #expect(Ended.allCases.filter { !$0.isCensored } == [.itself])
    var findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
    #expect(!findings.isCensored)
    findings.ended = .release
    #expect(findings.isCensored)
  }

  @Test("Every quality has one bit and one word, and none is missing")
  func qualities() {
    var all = Quality(rawValue: 0)
    var names: Set<String> = []
    for index in Quality.allWords.indices {
      let quality = Quality(wordAt: index)
      #expect(quality.rawValue.nonzeroBitCount == 1)
      #expect(all.isDisjoint(with: quality))
      #expect(quality.words.map { "\($0)" } == ["\(Quality.allWords[index])"])
      all.formUnion(quality)
      names.insert("\(Quality.allWords[index])")
    }
    #expect(names.count == Quality.allWords.indices.count)
    #expect(all.rawValue == (1 << 13) - 1)
  }

  @Test("Words are lower case with underscores, and no two of a kind are the same")
  func words() {
    let kinds: [[Literal]] = [
      Site.allCases.map(\.word), Side.allCases.map(\.word), ExamKind.allCases.map(\.word),
      Verdict.allCases.map(\.word), Reason.allCases.map(\.word), NextStep.allCases.map(\.word),
      Ended.allCases.map(\.word), Rule.Name.allCases.map(\.word),
      [Episode.Kind.clonus.word, Episode.Kind.clonusLike.word],
      Quality.allWords.indices.map { Quality.allWords[$0] },
    ]
    for kind in kinds {
      let words = kind.map { "\($0)" }
      #expect(Set(words).count == words.count, "\(words)")
      #expect(words.allSatisfy { $0.allSatisfy { $0 == "_" || ("a"..."z").contains($0) } })
    }
  }

  @Test("Fresh findings claim nothing")
  func freshFindings() {
    let findings = ExamFindings(kind: .stretch, rule: Rule(.adult))
    #expect(findings.verdict == .indeterminate)
    #expect(findings.beats == 0)
    #expect(findings.quality.isEmpty)
    #expect(findings.positive == nil)
    #expect(findings.scats == nil)
    #expect(findings.ended == nil)
  }
}
