import Board
import Findings
import Recording

/// Where the kernel keeps a board's chip of lines and its I2C bus.
///
/// Both are numbered in the order in which drivers are probed: they are looked up by label, by node
/// of the device tree or by the adapter's name, never by number.
public struct BoardDevices: Sendable, Hashable {
  /// The chip of all its lines.
  public var chip: Path
  /// The bus of the sensor.
  public var bus: Path
  /// The bus is only the first there is: none has the name or the node that the board's should have.
  public var isBusGuessed: Bool

  /// Chips and buses beyond these numbers are not looked for.
  private static let numbers = 0..<32

  /// Looks for a board's devices.
  public init(of board: Board, kernel: some Kernel) throws(HardwareError) {
    let (chip, bus) = (Self.chip(of: board, kernel), Self.bus(of: board, kernel))
    guard let chip else { throw bus == nil ? .neither : .noChip }
    guard let bus else { throw .noBus }
    self.chip = chip
    self.bus = bus.path
    isBusGuessed = bus.isGuessed
  }

  /// The board on which this program runs; nil where its device tree names none that is known.
  public static func runningBoard(kernel: some Kernel) -> Board? {
    Board.matching(model: contents(of: "/proc/device-tree/model", kernel).span)
  }

  /// Looks for the chip of a board's lines; nil where it is not there (yet).
  public static func chip(of board: Board, _ kernel: some Kernel) -> Path? {
    let line = board.lines.dataReady
    var labelled: Path?
    for number in numbers {
      let path = Path("/dev/gpiochip", number)
      var room = InlineArray<64, UInt8>(repeating: 0)
      var bytes = room.mutableSpan
      guard let count = try? uninterrupted({ kernel.chipLabel(path, into: &bytes) }) else {
        continue
      }
      if let node = line.chipNode,
        hasNode(Path("/sys/bus/gpio/devices/gpiochip", number, "/of_node"), node, kernel)
      {
        return path
      }
      if labelled == nil, line.chipLabel.isSame(as: room.span.extracting(0..<count)) {
        labelled = path
      }
    }
    return labelled
  }

  /// Looks for the folder of a PWM channel's chip; nil where it is not there.
  static func folder(of channel: PWMChannel, _ kernel: some Kernel) -> Path? {
    for number in numbers {
      // Of chips the device is the controller, which has the node.
      let node = Path("/sys/class/pwm/pwmchip", number, "/device/of_node")
      if hasNode(node, channel.node, kernel) { return Path("/sys/class/pwm/pwmchip", number) }
    }
    return nil
  }

  private static func bus(of board: Board, _ kernel: some Kernel) -> (path: Path, isGuessed: Bool)?
  {
    var first: Path?
    for number in numbers {
      let path = Path("/dev/i2c-", number)
      if isNamed(board.bus, number, kernel) { return (path, false) }
      if first == nil, (try? FileDescriptor.open(path, kernel: kernel)) != nil { first = path }
    }
    return first.map { ($0, true) }
  }

  private static func isNamed(_ bus: BusIdentity, _ number: Int, _ kernel: some Kernel) -> Bool {
    switch bus {
    case .deviceTreeNode(let node):
      return hasNode(Path("/sys/bus/i2c/devices/i2c-", number, "/of_node"), node, kernel)
    case .adapterName(let name):
      let found = contents(of: Path("/sys/bus/i2c/devices/i2c-", number, "/name"), kernel)
      return found.count >= name.count
        && name.isSame(as: found.span.extracting(0..<name.count))
    case .simulated: return false
    }
  }

  /// Whether a device is a node of the device tree: the link in sysfs ends in the node's path.
  @inline(never)
  private static func hasNode(_ path: Path, _ node: Literal, _ kernel: some Kernel) -> Bool {
    var room = InlineArray<256, UInt8>(repeating: 0)
    var bytes = room.mutableSpan
    guard let count = try? uninterrupted({ kernel.readLink(path, into: &bytes) }),
      count >= node.count
    else { return false }
    return node.isSame(as: room.span.extracting(count - node.count..<count))
  }

  private static func contents(of path: Literal, _ kernel: some Kernel) -> [UInt8] {
    contents(of: Path(path), kernel)
  }

  /// The first bytes of a small file; none where it cannot be read.
  @inline(never)
  static func contents(of path: Path, _ kernel: some Kernel) -> [UInt8] {
    var room = [UInt8](repeating: 0, count: 128)
    var bytes = room.mutableSpan
    guard let file = try? FileDescriptor.open(path, kernel: kernel),
      let count = try? file.read(into: &bytes)
    else { return [] }
    room.removeLast(room.count - count)
    return room
  }
}

/// Why a machine cannot be the appliance.
public enum HardwareError: Error, Hashable {
  /// The device tree names no board that is known.
  case noBoard
  /// There is neither a chip with the board's lines nor an I2C bus.
  case neither
  /// There is no chip with the board's lines.
  case noChip
  /// There is no I2C bus.
  case noBus
  /// The lines cannot be taken.
  case lines(Errno)
  /// The bus cannot be opened.
  case bus(Errno)
  /// A thread or a queue cannot be made.
  case noResources(Errno)

  /// Appends what is missing and what to do, in a line.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .noBoard:
      text.append("this machine is no board that is known; name one by --board, ")
      text.append("or try 'clonus simulate'")
    case .neither:
      text.append("there is no GPIO chip and no I2C bus of this board; try 'clonus simulate'")
    case .noChip: text.append("there is no GPIO chip of this board; is its driver loaded?")
    case .noBus: text.append("there is no I2C bus /dev/i2c-*; switch it on for this board")
    case .lines(let errno): write("the lines cannot be taken", errno, to: &text)
    case .bus(let errno): write("the I2C bus cannot be opened", errno, to: &text)
    case .noResources(let errno): write("no thread can be made", errno, to: &text)
    }
  }

  private func write(_ what: Literal, _ errno: Errno, to text: inout TextBuffer) {
    text.append(what)
    text.append(": error ")
    text.append(errno.rawValue)
    switch errno {
    case .accessDenied, .notPermitted:
      text.append("; run as root, or join the groups i2c and gpio")
    case .busy: text.append("; another program has them")
    case .notBuiltIn: text.append("; use the program that make builds")
    default: text.append("; are the drivers loaded?")
    }
  }
}

extension Path {
  /// A path of a name, a number and an ending.
  fileprivate init(_ name: Literal, _ number: Int, _ ending: Literal = "") {
    var text = TextBuffer(name)
    text.append(number)
    text.append(ending)
    self.init(literal: text.bytes)
  }
}
