/// A term of IEEE 11073-10101 that this module knows by number and by name.
public struct MDCTerm: Hashable, Sendable {
  /// Its code.
  public let code: MDCCode
  /// Its reference id, such as `MDC_ECG_HEART_RATE`.
  public let name: String
  /// The LOINC code that FHIR's vital signs profile demands beside it, where there is one.
  public let loinc: String?

  /// The term of a code; nil where this module does not know it.
  public static func term(of code: MDCCode) -> MDCTerm? { byCode[code.number] }

  /// The term of a reference id, in capitals; nil where this module does not know it.
  public static func term(named name: String) -> MDCTerm? { byName[name] }

  private static let byCode = Dictionary(
    all.map { ($0.code.number, $0) }, uniquingKeysWith: { first, _ in first })
  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// All known terms.
  public static let all: [MDCTerm] = table.map { number, name, loinc in
    MDCTerm(code: MDCCode(number), name: name, loinc: loinc)
  }

  /// Numbers as devices send them: IHE PCD-01 messages of GE B40 (manual 2062665-001, pages 13 to
  /// 15), Mindray and simulators, each checked against partition × 65,536 + term and against the
  /// IntelliVue tables of OpenICE (BSD-2). LOINC: FHIR R4 vital signs, and the Point-of-Care Device
  /// guide for the pairs.
  private static let table: [(UInt32, String, String?)] = [
    (68_481, "MDC_ATTR_EVENT_PHASE", nil),
    (68_482, "MDC_ATTR_ALARM_STATE", nil),
    (68_483, "MDC_ATTR_ALARM_INACTIVATION_STATE", nil),
    (68_484, "MDC_ATTR_ALARM_PRIORITY", nil),
    (68_485, "MDC_ATTR_ALERT_TYPE", nil),
    (69_952, "MDC_DEV_MON_PT_PHYSIO_MULTI_PARAM", nil),
    (69_965, "MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS", nil),
    (131_329, "MDC_ECG_ELEC_POTL_I", nil),
    (147_842, "MDC_ECG_HEART_RATE", "8867-4"),
    (149_530, "MDC_PULS_OXIM_PULS_RATE", "8867-4"),
    (150_033, "MDC_PRESS_BLD_ART_SYS", "8480-6"),
    (150_034, "MDC_PRESS_BLD_ART_DIA", "8462-4"),
    (150_035, "MDC_PRESS_BLD_ART_MEAN", "8478-0"),
    (150_301, "MDC_PRESS_CUFF_SYS", "8480-6"),
    (150_302, "MDC_PRESS_CUFF_DIA", "8462-4"),
    (150_303, "MDC_PRESS_CUFF_MEAN", "8478-0"),
    (150_344, "MDC_TEMP", "8310-5"),
    (150_456, "MDC_PULS_OXIM_SAT_O2", "2708-6"),
    (151_562, "MDC_RESP_RATE", "9279-1"),
    (151_594, "MDC_CO2_RESP_RATE", "9279-1"),
    (196_614, "MDC_EVT_ACTIVE", nil),
    (196_616, "MDC_EVT_ALARM", nil),
    (196_660, "MDC_EVT_INOP", nil),
  ]
}
