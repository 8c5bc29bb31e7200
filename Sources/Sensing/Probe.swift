import Findings

/// What probing the bus found.
public enum Probe: Sendable {
  /// A part with a driver.
  case found(AnyAccelerometer)
  /// A known part without a driver.
  case unsupported(Part, at: I2CAddress)
  /// Somebody answers, but says nothing that is known; `identity` is what its register said.
  case unknown(at: I2CAddress, register: Register, identity: UInt8)
  /// Nobody answers at any address at which a sensor could be.
  case nobody

  /// Asks every candidate for its identity, and writes nothing but register numbers.
  ///
  /// The first part with a driver wins; failing that, the first part that is known; failing that,
  /// the first that answers. An address at which nobody answers is asked once. Throws where the bus
  /// fails in any other way than by silence, at once: on a hung bus every further question would
  /// take its whole timeout.
  public static func run<Bus: I2CBus & ~Copyable>(over bus: inout Bus) throws(SensorError) -> Probe
  {
    var best = Probe.nobody
    var isSilent = InlineArray<128, Bool>(repeating: false)
    for candidate in Candidate.table {
      for pin in Counting(0..<2) {
        let address = candidate.address(isPinHigh: pin == 1)
        guard !isSilent[Int(address.value)] else { continue }
        do throws(SensorError) {
          let found = try bus.read(candidate.identity, of: address)
          if found != candidate.value {
            best = best.orBetter(
              .unknown(at: address, register: candidate.identity, identity: found))
          } else if let driver = AnyAccelerometer(candidate.part, at: address) {
            return .found(driver)
          } else {
            best = best.orBetter(.unsupported(candidate.part, at: address))
          }
        } catch {
          guard error.isSilence else { throw error }
          isSilent[Int(address.value)] = true
        }
      }
    }
    return best
  }

  /// The other, if it says more than this.
  private func orBetter(_ other: Probe) -> Probe {
    switch (self, other) {
    case (.nobody, _), (.unknown, .unsupported): other
    default: self
    }
  }
}

extension SensorError {
  /// Whether nobody answered, which while probing is an answer.
  fileprivate var isSilence: Bool {
    switch self {
    case .bus(.noAcknowledge, _, _), .bus(.noData, _, _): true
    default: false
    }
  }
}
