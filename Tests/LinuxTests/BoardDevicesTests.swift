import Board
import Findings
import Recording
import Testing

@testable import Linux

@Suite struct BoardDevicesTests {
  private func find(
    _ board: Board, _ machine: ScriptedMachine, script: [ScriptedKernel.Failure] = []
  )
    -> Result<BoardDevices, HardwareError>
  {
    let kernel = ScriptedKernel()
    kernel.machine = machine
    kernel.script = script
    do throws(HardwareError) {
      return .success(try BoardDevices(of: board, kernel: kernel))
    } catch { return .failure(error) }
  }

  /// No bus of the machine that runs the tests is to be found.
  private let noBus = [ScriptedKernel.Failure(call: .open, errno: .noSuchFile)]

  @Test func theChipIsFoundByItsLabelWhateverItsNumber() throws {
    var machine = ScriptedMachine()
    machine.chips = [
      "/dev/gpiochip0": "raspberrypi-exp-gpio", "/dev/gpiochip11": "pinctrl-bcm2835",
    ]
    machine.links = [
      "/sys/bus/i2c/devices/i2c-21/of_node":
        "../../../../firmware/devicetree/base/soc/i2c@7e804000"
    ]
    let devices = try find(.piZero2W, machine).get()
    #expect(devices.chip.text == "/dev/gpiochip11")
    #expect(devices.bus.text == "/dev/i2c-21")
    #expect(!devices.isBusGuessed)
  }

  @Test func theNodeGoesBeforeTheLabel() throws {
    var machine = ScriptedMachine()
    // The labels are dealt out in the order of probing, here another.
    machine.chips = ["/dev/gpiochip1": "gpio-32-63", "/dev/gpiochip2": "gpio-0-31"]
    let node = "/ocp/interconnect@48000000/segment@0/target-module@4c000/gpio@0"
    machine.links = [
      "/sys/bus/gpio/devices/gpiochip2/of_node": "../firmware/devicetree/base\(node)",
      "/sys/bus/i2c/devices/i2c-2/of_node":
        "base/ocp/interconnect@48000000/segment@100000/target-module@9c000/i2c@0",
    ]
    #expect(try find(.beagleBoneBlack, machine).get().chip.text == "/dev/gpiochip2")
    machine.links["/sys/bus/gpio/devices/gpiochip2/of_node"] = nil
    #expect(try find(.beagleBoneBlack, machine).get().chip.text == "/dev/gpiochip1")
  }

  @Test func whatIsMissingIsNamed() {
    var machine = ScriptedMachine()
    #expect(find(.piZero2W, machine, script: noBus) == .failure(.neither))
    machine.chips = ["/dev/gpiochip0": "pinctrl-bcm2835"]
    #expect(find(.piZero2W, machine, script: noBus) == .failure(.noBus))
    machine.links = ["/sys/bus/i2c/devices/i2c-1/of_node": "base/soc/i2c@7e804000"]
    machine.chips = ["/dev/gpiochip0": "pinctrl-bcm2711"]
    #expect(find(.piZero2W, machine, script: noBus) == .failure(.noChip))
  }

  @Test func everyErrorSaysWhatToDo() {
    let errors: [HardwareError] = [
      .noBoard, .neither, .noChip, .noBus, .lines(.busy), .lines(.accessDenied),
      .lines(.notBuiltIn), .bus(.noSuchDevice), .noResources(.noSpace),
    ]
    for error in errors {
      var text = TextBuffer()
      error.write(to: &text)
      let line = String(decoding: text.bytes, as: UTF8.self)
      #expect(line.contains("; ") && !line.contains("\n"), "\(line)")
    }
  }
}
