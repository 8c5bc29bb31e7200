import Findings
import Simulation
import Testing

@Suite struct OrderTests {
  @Test("Any numbers come out in order, none lost", arguments: 1...20 as ClosedRange<UInt64>)
  func anyNumbers(seed: UInt64) {
    var random = Randomness(seed: seed, stream: 0)
    let count = Int(seed * seed)
    let values = (0..<count).map { _ in Int64(random.normal() * 50) }
    var ordered = values
    putInOrder(&ordered)
    #expect(ordered == values.sorted(), "seed \(seed)")
  }

  @Test("The ends of the range and nothing at all are ordered too")
  func ends() {
    var values: [Int64] = [.max, 0, .min, .max, -1]
    putInOrder(&values)
    #expect(values == [.min, -1, 0, .max, .max])
    var none: [Int64] = []
    putInOrder(&none)
    #expect(none.isEmpty)
  }
}
