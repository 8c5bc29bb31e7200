import Feedback
import Findings

/// Waits until standard input has ended, and answers what it said; shows the test of the lamps
/// meanwhile, where there are lines.
///
/// By it process 1 tells a worker, started before the card, that everything is there. The test is
/// silent: how loud the buzzer may be is said by the card.
@inline(never)
public func waitTestingLamps<K: Kernel>(on lamps: inout Indicators<K>?, kernel: K) -> [UInt8] {
  let begun = kernel.monotonic()
  var player = Player(settings: FeedbackSettings(volume: .off), at: begun)
  player.show(.powerOnTest, at: begun)
  var said: [UInt8] = []
  var bytes = [UInt8](repeating: 0, count: 32)
  let input = FileDescriptor.standardInput(kernel: kernel)
  do throws(Errno) {
    while true {
      let now = kernel.monotonic()
      try? lamps?.show(player.outputs(at: now))
      let wait = player.nextChange.map { max($0 - now, .zero) }
      let ready = try uninterrupted { kernel.wait(input.number, for: .reading, atMost: wait) }
      guard ready > 0 else { continue }
      var span = bytes.mutableSpan
      let count = try input.read(into: &span)
      if count == 0 { return said }
      for index in Counting(0..<count) { said.append(bytes[index]) }
    }
  } catch {
    return said
  }
}
