import Findings

/// The patients that `simulate` knows by name.
public enum PatientPreset: UInt8, Sendable, CaseIterable {
  case spinalCordInjury, healthy, multipleSclerosis, stroke, cerebralPalsy, tumour, headInjury
  case serotonergic, infant, infantCerebralPalsy
  case fading, generator, spontaneous
  case tremor, essentialTremor, myoclonus, voluntary, knocks, seizure, walking, looseStrap

  /// The name on the command line.
  public var name: Literal {
    switch self {
    case .spinalCordInjury: "spinal-cord-injury"
    case .healthy: "healthy"
    case .multipleSclerosis: "multiple-sclerosis"
    case .stroke: "stroke"
    case .cerebralPalsy: "cerebral-palsy"
    case .tumour: "tumour"
    case .headInjury: "head-injury"
    case .serotonergic: "serotonergic"
    case .infant: "infant"
    case .infantCerebralPalsy: "infant-cerebral-palsy"
    case .fading: "fading"
    case .generator: "generator"
    case .spontaneous: "spontaneous"
    case .tremor: "tremor"
    case .essentialTremor: "essential-tremor"
    case .myoclonus: "myoclonus"
    case .voluntary: "voluntary"
    case .knocks: "knocks"
    case .seizure: "seizure"
    case .walking: "walking"
    case .looseStrap: "loose-strap"
    }
  }

  /// What it is, in a line.
  public var summary: Literal {
    switch self {
    case .spinalCordInjury: "injured cord: low threshold, high gain, beats as long as held"
    case .healthy: "inhibition intact: at most the limb's own rebound"
    case .multipleSclerosis: "spastic leg: beats at once, tiring slowly or not at all"
    case .stroke: "weak side: a few beats that fade"
    case .cerebralPalsy: "stiff ankle from childhood: quick, lasting beats"
    case .tumour: "mild pressure on the tract: three to nine beats after a fast stretch"
    case .headInjury: "high gain and a slow loop: strong beats that tire"
    case .serotonergic: "drugged inhibition: very lively, easily started, lasting beats"
    case .infant: "a healthy young baby: up to ten beats can be"
    case .infantCerebralPalsy: "a baby with damaged tracts: more than ten beats"
    case .fading: "fatigable clonus: it fades although the stretch is held"
    case .generator: "the other theory: bursts of a fixed rate, whatever the load"
    case .spontaneous: "clonus without a stretch, in trains (for the spontaneous exam)"
    case .tremor: "rest tremor of 4 to 6 Hz, before and after the stretch (no clonus)"
    case .essentialTremor: "postural tremor of 5 to 10 Hz (no clonus)"
    case .myoclonus: "single jerks at random times (no clonus)"
    case .voluntary: "beats the foot on purpose after the stretch (no clonus)"
    case .knocks: "knocks at the couch and the sensor (no clonus)"
    case .seizure: "clonic jerks that slow down (no clonus)"
    case .walking: "walks about with the sensor on (no clonus)"
    case .looseStrap: "the strap slips during the stretch (no clonus)"
    }
  }

  /// The answer that this preset has in every seed; nil where seeds differ.
  public var expected: Verdict? {
    switch self {
    case .spinalCordInjury, .cerebralPalsy, .serotonergic, .headInjury, .infantCerebralPalsy:
      .sustained
    case .stroke, .tumour, .fading: .unsustained
    case .multipleSclerosis, .generator, .spontaneous, .infant: nil
    default: .absent
    }
  }

  /// Whether another movement may hide clonus, so that a device may well say `indeterminate`.
  public var hidesClonus: Bool {
    switch self {
    case .tremor, .essentialTremor, .myoclonus, .voluntary, .knocks, .seizure, .walking,
      .looseStrap:
      true
    default: false
    }
  }

  /// The preset of a name as ASCII, such as `stroke`; nil where there is none.
  public init?(name: Span<UInt8>) {
    for preset in Self.allCases where preset.name.isSame(as: name) {
      self = preset
      return
    }
    return nil
  }

}
