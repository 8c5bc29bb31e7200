import Testing

@testable import Linux

/// A machine with these devices and no others.
private struct Machine: Hardware {
  var chips: [String: Result<Int, Errno>] = [:]
  var buses: [String: Result<Int, Errno>] = [:]
  var sensorAddress: UInt8 = 0x19

  private func text(_ path: Path) -> String { String(decoding: path.bytes, as: UTF8.self) }

  func chipLines(_ path: Path) -> Result<Int, Errno> {
    chips[text(path)] ?? .failure(.noSuchFile)
  }
  func readByte(_ bus: Path, of address: UInt8, in register: UInt8) -> Result<Int, Errno> {
    guard let answer = buses[text(bus)] else { return .failure(.noSuchFile) }
    if case .success = answer, address != sensorAddress { return .failure(.noSuchAddress) }
    return answer
  }
}

@Suite struct HardwareProbeTests {
  private static let chips: [String: Result<Int, Errno>] = ["/dev/gpiochip10": .success(54)]

  private func error(of machine: Machine) -> HardwareError? {
    do throws(HardwareError) {
      _ = try HardwareProbe(of: machine)
      return nil
    } catch {
      return error
    }
  }

  @Test func theChipAndTheSensorAreFoundWhateverTheirNumbers() throws {
    let machine = Machine(
      chips: Self.chips,
      buses: ["/dev/i2c-0": .failure(.noSuchAddress), "/dev/i2c-21": .success(0x33)])
    let probe = try HardwareProbe(of: machine)
    #expect(probe.chip == 10 && probe.lines == 54)
    #expect(probe.bus == 21 && probe.address == 0x19)
  }

  @Test func whatIsMissingIsNamed() {
    #expect(error(of: Machine()) == .neither)
    #expect(error(of: Machine(buses: ["/dev/i2c-1": .success(0x33)])) == .noChip)
    #expect(error(of: Machine(chips: Self.chips)) == .noBus)
    let silent = Machine(chips: Self.chips, buses: ["/dev/i2c-1": .failure(.inputOutput)])
    #expect(error(of: silent) == .noSensor)
    let other = Machine(chips: Self.chips, buses: ["/dev/i2c-1": .success(0x70)])
    #expect(error(of: other) == .noSensor)
  }

  @Test func whatFailsIsNamedWithItsErrorNumber() {
    let chip = Machine(chips: ["/dev/gpiochip3": .failure(.accessDenied)])
    #expect(error(of: chip) == .chip(3, .accessDenied))
    let bus = Machine(chips: Self.chips, buses: ["/dev/i2c-2": .failure(.accessDenied)])
    #expect(error(of: bus) == .bus(2, .accessDenied))
    let bare = Machine(chips: ["/dev/gpiochip0": .failure(.notBuiltIn)])
    #expect(error(of: bare) == .noLibraries)
  }

  @Test func theRunningMachineAnswersWithoutHarm() throws {
    let path = try #require(Path(Array("/dev/null".utf8)))
    guard Libraries.gpiod != nil else {
      #expect(LinuxHardware().chipLines(path) == .failure(.notBuiltIn))
      return
    }
    // libgpiod's own answer for what is no chip: ENODEV where it finds the device in sysfs, else ENOTTY.
    let lines = LinuxHardware().chipLines(path)
    #expect([.failure(.noSuchDevice), .failure(.notTerminal)].contains(lines))
    #expect(LinuxHardware().readByte(path, of: 0x18, in: 0x0F) == .failure(.notTerminal))
  }
}
