/// A term of IEEE 11073-10101 that this module knows by number and by name.
///
/// Some numbers have two names, since the standard was revised: each is known, and the number is
/// called by the one that more devices send.
public struct MDCTerm: Hashable, Sendable {
  /// Its code.
  public let code: MDCCode
  /// Its reference id, such as `MDC_ECG_HEART_RATE`.
  public let name: String
  /// The LOINC code that FHIR's vital signs profile demands beside it, where there is one.
  public let loinc: String?

  /// The term of a code; nil where this module does not know it.
  public static func term(of code: MDCCode) -> MDCTerm? { byCode[code.number] }

  /// The term of a reference id, as the standard spells it; nil where this module does not know it.
  public static func term(named name: String) -> MDCTerm? { byName[name] }

  /// The terms beside which FHIR's vital signs profile demands a LOINC code, by number; none where
  /// it is no code of that profile.
  public static func terms(loinc: String) -> [MDCTerm] { byLOINC[loinc] ?? [] }

  /// All known terms by number, two for a number of two names.
  public static let all: [MDCTerm] = tables.flatMap { table in
    table.map { number, name in
      MDCTerm(code: MDCCode(number), name: name, loinc: vitalSigns[number])
    }
  }

  private static let byCode = Dictionary(
    all.map { ($0.code.number, $0) }, uniquingKeysWith: { first, _ in first })
  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  private static let byLOINC = Dictionary(
    grouping: all.filter { $0.loinc != nil }, by: { $0.loinc ?? "" })

  /// A number and its name.
  typealias Row = (number: UInt32, name: String)

  /// Where the numbers are from (the README says how each was read):
  ///
  /// * NIST's Rosetta table (RTMMS), as OpenICE exported it (`physio.idl`, BSD-2-Clause), for most
  ///   of them; `MDC_RESP` from the Philips IntelliVue *Data Export Interface Programming Guide*;
  /// * IHE PCD-01 and PCD-04 as sent: GE B40 (manual 2062665-001, pages 13 to 15), Mindray (its PDS
  ///   protocol guide: leads, temperatures, `MDC_CONC_MAC`), ICU Medical and B. Braun (pumps, and
  ///   an example of IHE IPEC);
  /// * personal health devices: IEEE 11073-10406, -10408, -10417, -10418, -10420, -10421;
  /// * the German core data set, module ICU (ventilator, ventricles, `MDC_VOL_BLD_STROKE_INDEX`).
  ///
  /// Manufacturers' own numbers, from 0xF000, are not here even where the name is the standard's.
  private static let tables: [[Row]] = [devices, heart, circulation, respiration, other]
}
