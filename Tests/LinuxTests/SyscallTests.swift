import Board
import Findings
import Glibc
import Recording
import Sensing
import Testing

@testable import Linux

/// How a use of the room's types ended.
enum Outcome: Equatable {
  case done
  case failed(Errno)
  case cardFailed(StorageError)
}

/// Uses the room's types in a way that makes `call` exactly once where nothing fails.
private func use(_ call: Call, _ kernel: ScriptedKernel) throws -> Outcome {
  let folder = try TemporaryFolder()
  let terminal = try PseudoTerminal()
  try folder.put("file", [1, 2, 3])
  let (path, place) = (try folder.path("file"), try folder.path())
  var room = [UInt8](repeating: 0, count: 3)
  do throws(Errno) {
    switch call {
    case .open, .close: _ = try FileDescriptor.open(path, kernel: kernel)
    case .read:
      let file = try FileDescriptor.open(path, kernel: kernel)
      var bytes = room.mutableSpan
      _ = try file.read(into: &bytes)
    case .write:
      let file = try FileDescriptor.open(path, .write, kernel: kernel)
      try file.write(room.span)
    case .readAt:
      let file = try FileDescriptor.open(path, kernel: kernel)
      var bytes = room.mutableSpan
      _ = try file.read(at: 0, into: &bytes)
    case .writeAt:
      let file = try FileDescriptor.open(path, .write, kernel: kernel)
      try file.write(room.span, at: 1)
    case .syncData: try FileDescriptor.open(path, kernel: kernel).syncData()
    case .sync: try FileDescriptor.open(place, .folder, kernel: kernel).sync()
    case .resize: try FileDescriptor.open(path, .write, kernel: kernel).resize(to: 7)
    case .size: _ = try FileDescriptor.open(path, kernel: kernel).size()
    case .entries:
      let opened = try FileDescriptor.open(place, .folder, kernel: kernel)
      var entries = [UInt8](repeating: 0, count: 512)
      var bytes = entries.mutableSpan
      _ = try opened.entries(into: &bytes)
    case .sleep: try MonotonicClock(kernel: kernel).sleep(until: .zero)
    case .wait:
      let keys = try Keys(of: Terminal(terminal.screen, kernel: kernel))
      _ = try keys.next(until: .zero)
    case .terminalMode, .setTerminalMode:
      let keys = try Keys(of: Terminal(terminal.screen, kernel: kernel))
      // Giving the terminal back is a second setting of its mode.
      kernel.script = []
      _ = consume keys
    case .terminalWidth:
      terminal.resize(columns: 80)
      return Terminal(terminal.screen, kernel: kernel).width == 80
        ? .done : .failed(.inputOutput)
    case .remove, .makeFolder: return try useCard(call, kernel, folder)
    case .waitForAny: _ = try uninterrupted { kernel.wait([], atMost: .zero) }
    case .makeWakeup: _ = try Mailbox<ScriptedKernel, Int>(capacity: 1, kernel: kernel)
    case .freeKibibytes: _ = try uninterrupted { kernel.freeKibibytes(place) }
    case .holdEndSignals: _ = try uninterrupted { kernel.holdEndSignals() }
    case .readLink, .chipLabel: return useBoard(call, kernel)
    case .requestLines, .releaseLines, .readEdges, .levels, .setLevels:
      return useLines(call, kernel)
    case .transfer:
      var bus = try KernelBus(path, kernel: kernel)
      do throws(BusError) {
        var bytes = room.mutableSpan
        try bus.transfer(I2CAddress(0x18), write: [0x0F].span, read: &bytes)
      } catch .bus {
        return .failed(.inputOutput)
      } catch {
        return .failed(.invalidArgument)
      }
    }
    return .done
  } catch {
    return .failed(error)
  }
}

private func useLines(_ call: Call, _ kernel: ScriptedKernel) -> Outcome {
  kernel.machine.chips = ["/dev/chip": "chip"]
  let chip = Path(literal: Array("/dev/chip".utf8))
  let line = ScriptedMachine.firstLines
  do throws(Errno) {
    var lines = try TakenLines(
      chip, [Board.simulated.lines.button], areOutputs: false, kernel: kernel)
    if call == .readEdges {
      kernel.machine.edges[line] = [Edge(time: .zero, number: 1, isRising: true)]
      try lines.readEdges { _ in }
    }
    if call == .levels { _ = try lines.isOn() }
    if call == .setLevels { try lines.set(1) }
    return .done
  } catch { return .failed(error) }
}

/// Looking for a board's devices passes over what fails, and says at the end what is missing.
private func useBoard(_ call: Call, _ kernel: ScriptedKernel) -> Outcome {
  kernel.machine.chips = ["/dev/gpiochip3": "gpio-32-63"]
  kernel.machine.links = ["/sys/bus/gpio/devices/gpiochip3/of_node": "somewhere else"]
  do throws(HardwareError) {
    _ = try BoardDevices(of: .beagleBoneBlack, kernel: kernel)
    return .done
  } catch { return error == .neither ? .failed(.inputOutput) : .done }
}

private func useCard(_ call: Call, _ kernel: ScriptedKernel, _ folder: TemporaryFolder)
  throws(Errno) -> Outcome
{
  do throws(StorageError) {
    guard let place = try? folder.path() else { return .failed(.invalidArgument) }
    if call == .makeFolder {
      _ = try FolderStorage(place, kernel: kernel)
    } else {
      let script = kernel.script
      kernel.script = []
      var card = try FolderStorage(place, kernel: kernel)
      try card.create(.index, size: 0)
      kernel.script = script
      try card.remove(.index)
    }
    return .done
  } catch {
    return .cardFailed(error)
  }
}

@Test(arguments: Call.allCases)
func aCallIsMadeAgainAfterEachSignal(call: Call) throws {
  let plain = ScriptedKernel()
  #expect(try use(call, plain) == .done)
  let kernel = ScriptedKernel()
  kernel.script = [.init(call: call, errno: .interrupted, times: 3)]
  #expect(try use(call, kernel) == .done)
  // Linux has let go of a descriptor even where a signal interrupted its close.
  let again = [.close, .releaseLines].contains(call) ? 0 : 3
  #expect(kernel.count(call) == plain.count(call) + again)
}

/// Letting go cannot fail, and where devices are looked for, what fails is passed over.
@Test(
  arguments: Call.allCases.filter {
    ![.close, .releaseLines, .readLink, .chipLabel].contains($0)
  })
func anErrorEndsTheCallAtOnce(call: Call) throws {
  let kernel = ScriptedKernel()
  kernel.script = [.init(call: call, errno: .inputOutput)]
  let onCard: [Call] = [.remove, .makeFolder]
  let expected = onCard.contains(call) ? Outcome.cardFailed(.failed(5)) : .failed(.inputOutput)
  #expect(try use(call, kernel) == expected)
  #expect(kernel.count(call) == 1)
}

@Test func errorNumbersAreTheKernels() {
  let pairs: [(Errno, Int32)] = [
    (.notPermitted, EPERM), (.noSuchFile, ENOENT), (.interrupted, EINTR), (.inputOutput, EIO),
    (.noSuchAddress, ENXIO), (.wouldBlock, EAGAIN), (.accessDenied, EACCES),
    (.fileExists, EEXIST), (.noSuchDevice, ENODEV), (.invalidArgument, EINVAL),
    (.notTerminal, ENOTTY), (.noSpace, ENOSPC), (.readOnlyFileSystem, EROFS),
    (.overflow, EOVERFLOW), (.quotaExceeded, EDQUOT), (.noMedium, ENOMEDIUM), (.busy, EBUSY),
    (.badDescriptor, EBADF), (.timedOut, ETIMEDOUT), (.remoteFailed, EREMOTEIO),
  ]
  for (errno, number) in pairs { #expect(errno.rawValue == number) }
}
