import Recording

/// What a machine has that the appliance needs.
public struct HardwareProbe: Sendable, Hashable {
  /// The number of the first GPIO chip, `/dev/gpiochip0` on.
  public var chip: Int
  /// How many lines that chip has.
  public var lines: Int
  /// The number of the bus on which the sensor answers, `/dev/i2c-0` on.
  public var bus: Int
  /// Where it answers there.
  public var address: UInt8

  /// Chips and buses beyond these numbers are not looked for.
  private static let numbers = 0..<32
  /// The LIS3DH's addresses, its identity register and what that holds (DocID17530, 8.6).
  private static let sensor = (
    addresses: [0x18, 0x19] as [UInt8], register: UInt8(0x0F), identity: 0x33
  )

  /// Opens the chips through libgpiod and the buses through libi2c; writes to neither.
  public init(of machine: some Hardware) throws(HardwareError) {
    do throws(HardwareError) {
      (chip, lines) = try Self.firstChip(machine)
    } catch .noChip {
      // What else is missing is said at once.
      do throws(HardwareError) {
        _ = try Self.sensorBus(machine)
      } catch .noBus {
        throw .neither
      } catch {}
      throw .noChip
    }
    (bus, address) = try Self.sensorBus(machine)
  }

  private static func firstChip(_ machine: some Hardware) throws(HardwareError) -> (Int, Int) {
    for number in numbers {
      switch machine.chipLines(.numbered("/dev/gpiochip", number)) {
      case .success(let lines): return (number, lines)
      case .failure(.noSuchFile): continue
      case .failure(.notBuiltIn): throw .noLibraries
      case .failure(let errno): throw .chip(number, errno)
      }
    }
    throw .noChip
  }

  private static func sensorBus(_ machine: some Hardware) throws(HardwareError) -> (Int, UInt8) {
    var hasBus = false
    for number in numbers {
      for address in sensor.addresses {
        switch machine.readByte(.numbered("/dev/i2c-", number), of: address, in: sensor.register) {
        case .success(sensor.identity): return (number, address)
        // Somebody else lives there, or nobody, which adapters say by either error.
        case .success, .failure(.noSuchAddress), .failure(.inputOutput): hasBus = true
        case .failure(.noSuchFile): break
        case .failure(let errno): throw .bus(number, errno)
        }
      }
    }
    throw hasBus ? .noSensor : .noBus
  }
}

/// What is asked of chips and buses; `LinuxHardware` are those of the running machine.
public protocol Hardware {
  /// Answers how many lines a GPIO chip has; `notBuiltIn` without libgpiod.
  func chipLines(_ path: Path) -> Result<Int, Errno>
  /// Answers the byte in a register of the device at `address` of a bus; `notBuiltIn` without
  /// libi2c.
  func readByte(_ bus: Path, of address: UInt8, in register: UInt8) -> Result<Int, Errno>
}

/// Why a machine cannot be the appliance.
public enum HardwareError: Error, Hashable {
  /// This build has neither libgpiod nor libi2c.
  case noLibraries
  /// There is neither `/dev/gpiochip*` nor `/dev/i2c-*`.
  case neither
  /// There is no `/dev/gpiochip*`.
  case noChip
  /// The chip of this number cannot be opened.
  case chip(Int, Errno)
  /// There is no `/dev/i2c-*`.
  case noBus
  /// The bus of this number cannot be opened.
  case bus(Int, Errno)
  /// No sensor answers on any bus.
  case noSensor

  /// Appends what is missing and what to do, in a line.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .noLibraries: text.append("this build has no libgpiod and no libi2c; use the one of make")
    case .neither:
      text.append("there is no GPIO chip /dev/gpiochip0 and no I2C bus /dev/i2c-0; ")
      text.append("try 'clonus simulate'")
    case .noChip: text.append("there is no GPIO chip /dev/gpiochip0; is its driver loaded?")
    case .chip(let number, let errno):
      write("the GPIO chip /dev/gpiochip", number, errno, to: &text)
    case .noBus: text.append("there is no I2C bus /dev/i2c-0; switch it on for this board")
    case .bus(let number, let errno): write("the I2C bus /dev/i2c-", number, errno, to: &text)
    case .noSensor: text.append("no sensor answers on any I2C bus; look at its four wires")
    }
  }

  private func write(
    _ device: StaticString, _ number: Int, _ errno: Errno, to text: inout TextBuffer
  ) {
    text.append(device)
    text.append(number)
    text.append(" cannot be opened: error ")
    text.append(errno.rawValue)
    text.append(errno == .accessDenied ? "; run as root" : "; is its driver loaded?")
  }
}

extension Path {
  /// The path of a device whose name ends in a number.
  fileprivate static func numbered(_ name: StaticString, _ number: Int) -> Path {
    var bytes = name.withUTF8Buffer { buffer in unsafe [UInt8](buffer) }
    var digits: [UInt8] = []
    var rest = number
    repeat {
      digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes += digits.reversed()
    guard let path = Path(bytes) else { preconditionFailure("a device's name holds a zero byte") }
    return path
  }
}
