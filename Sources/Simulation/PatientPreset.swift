import Findings

/// The patients that `simulate` knows by name.
public enum PatientPreset: UInt8, Sendable, CaseIterable, Worded {
  case spinalCordInjury, healthy, multipleSclerosis, stroke, cerebralPalsy, tumour, headInjury
  case serotonergic, infant, infantCerebralPalsy
  case fading, generator, spontaneous
  case tremor, essentialTremor, myoclonus, voluntary, knocks, seizure, walking, looseStrap

  /// The words on the command line; the last, which is no patient's, asks for the list of all.
  public static var words: WordList {
    """
    spinal-cord-injury\0healthy\0multiple-sclerosis\0stroke\0cerebral-palsy\0tumour\0\
    head-injury\0serotonergic\0infant\0infant-cerebral-palsy\0fading\0generator\0\
    spontaneous\0tremor\0essential-tremor\0myoclonus\0voluntary\0knocks\0seizure\0walking\0\
    loose-strap\0list
    """
  }

  private static var summaries: WordList {
    """
    injured cord: low threshold, high gain, beats as long as held\0\
    inhibition intact: at most the limb's own rebound\0\
    spastic leg: beats at once, tiring slowly or not at all\0\
    weak side: a few beats that fade\0\
    stiff ankle from childhood: quick, lasting beats\0\
    mild pressure on the tract: three to nine beats after a fast stretch\0\
    high gain and a slow loop: strong beats that tire\0\
    drugged inhibition: very lively, easily started, lasting beats\0\
    a healthy young baby: up to ten beats can be\0\
    a baby with damaged tracts: more than ten beats\0\
    fatigable clonus: it fades although the stretch is held\0\
    the other theory: bursts of a fixed rate, whatever the load\0\
    clonus without a stretch, in trains (for the spontaneous exam)\0\
    rest tremor of 4 to 6 Hz, before and after the stretch (no clonus)\0\
    postural tremor of 5 to 10 Hz (no clonus)\0\
    single jerks at random times (no clonus)\0\
    beats the foot on purpose after the stretch (no clonus)\0\
    knocks at the couch and the sensor (no clonus)\0\
    clonic jerks that slow down (no clonus)\0\
    walks about with the sensor on (no clonus)\0\
    the strap slips during the stretch (no clonus)
    """
  }

  /// What it is, in a line.
  public var summary: Literal { Self.summaries[Int(rawValue)] }

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
}
