import Sensing
import Testing

@testable import Linux

/// A bus of a scripted kernel; /dev/null stands for the device.
private func makeBus(_ kernel: ScriptedKernel) throws -> KernelBus<ScriptedKernel> {
  try KernelBus(try #require(Path(Array("/dev/null".utf8))), kernel: kernel)
}

@Suite struct KernelBusTests {
  @Test(arguments: [
    (Errno.noSuchAddress, BusError.noAcknowledge), (.remoteFailed, .noAcknowledge),
    (.noSuchDevice, .noData), (.wouldBlock, .arbitrationLost), (.busy, .bus),
    (.invalidArgument, .bus), (.inputOutput, .bus), (.timedOut, .timeout),
    (.notBuiltIn, .other(38)),
  ])
  func eachErrorOfTheKernelHasItsName(errno: Errno, expected: BusError) throws {
    let kernel = ScriptedKernel()
    kernel.script = [.init(call: .transfer, errno: errno, times: 1)]
    var bus = try makeBus(kernel)
    var room: [UInt8] = [0]
    var found: BusError?
    do throws(BusError) {
      var bytes = room.mutableSpan
      try bus.transfer(I2CAddress(0x18), write: [0x0F].span, read: &bytes)
    } catch { found = error }
    #expect(found == expected)
    #expect(kernel.count(.transfer) == 1)
  }

  @Test func aSignalIsNoErrorOfTheBus() throws {
    let kernel = ScriptedKernel()
    kernel.script = [.init(call: .transfer, errno: .interrupted, times: 2)]
    var bus = try makeBus(kernel)
    var room: [UInt8] = [0, 0]
    var bytes = room.mutableSpan
    try bus.transfer(I2CAddress(0x19), write: [0xA8].span, read: &bytes)
    #expect(room == [0x30, 0x31])
    #expect(kernel.count(.transfer) == 3)
    #expect(kernel.machine.transfers.first?.address == 0x19)
  }

  @Test func aBusThatIsMissingOrForbiddenIsSaidAtOnce() {
    for errno in [Errno.noSuchFile, .accessDenied, .busy] {
      let kernel = ScriptedKernel()
      kernel.script = [.init(call: .open, errno: errno)]
      #expect(throws: errno) { _ = try makeBus(kernel) }
    }
  }
}
