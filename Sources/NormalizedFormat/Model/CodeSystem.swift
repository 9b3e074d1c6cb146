/// A terminology: one of the registered ones, an HL7 v2 table, or any other by its URI or local
/// name.
///
/// The registered ones travel as small numbers, so that a measurement does not carry a URI for each
/// of its codes; a registered URI never travels as text (one content, one encoding).
public struct CodeSystem: Hashable, Sendable {
  enum Storage: Hashable, Sendable {
    case number(UInt32)
    case text(String)
  }

  let storage: Storage

  init(storage: Storage) { self.storage = storage }

  /// A terminology by its URI, or by a local name such as `99MNDRY`.
  public init(_ name: String) {
    if let number = Self.number(ofURI: name) {
      storage = .number(number)
    } else {
      storage = .text(name)
    }
  }

  /// An HL7 v2 table, 1 to 9999; others are taken as a local name `HL7nnnnn`.
  public init(table: Int) {
    if (1...9_999).contains(table) {
      storage = .number(Self.tableBase + UInt32(table))
    } else {
      storage = .text("HL7\(table)")
    }
  }

  /// The URI as FHIR R4 knows it, or the local name.
  public var uri: String {
    switch storage {
    case .text(let name): name
    case .number(let number): Self.uri(of: number) ?? ""
    }
  }

  /// The number of the HL7 v2 table; nil for another terminology.
  public var table: Int? {
    guard case .number(let number) = storage, number > Self.tableBase else { return nil }
    return Int(number - Self.tableBase)
  }
}

extension CodeSystem {
  /// IEEE 11073-10101.
  public static let mdc = CodeSystem(storage: .number(1))
  /// LOINC.
  public static let loinc = CodeSystem(storage: .number(2))
  /// SNOMED CT.
  public static let snomed = CodeSystem(storage: .number(3))
  /// UCUM.
  public static let ucum = CodeSystem(storage: .number(4))
  /// ICD-10 of the WHO.
  public static let icd10 = CodeSystem(storage: .number(5))
  /// ICD-10-CM.
  public static let icd10CM = CodeSystem(storage: .number(6))
  /// ICD-9-CM.
  public static let icd9CM = CodeSystem(storage: .number(7))
  /// CVX, vaccines.
  public static let cvx = CodeSystem(storage: .number(8))
  /// MVX, makers of vaccines.
  public static let mvx = CodeSystem(storage: .number(9))
  /// RxNorm.
  public static let rxNorm = CodeSystem(storage: .number(10))
  /// NDC.
  public static let ndc = CodeSystem(storage: .number(11))
  /// CPT-4.
  public static let cpt = CodeSystem(storage: .number(12))
  /// ATC.
  public static let atc = CodeSystem(storage: .number(13))
  /// ISO 3166 countries.
  public static let iso3166 = CodeSystem(storage: .number(14))
  /// BCP 47 languages.
  public static let bcp47 = CodeSystem(storage: .number(15))
  /// HL7 v3 ActCode.
  public static let actCode = CodeSystem(storage: .number(16))
  /// CDC race and ethnicity.
  public static let cdcRace = CodeSystem(storage: .number(17))
  /// HCPCS.
  public static let hcpcs = CodeSystem(storage: .number(18))

  static let tableBase: UInt32 = 10_000
  static let tablePrefix = "http://terminology.hl7.org/CodeSystem/v2-"

  /// URIs of the registered terminologies; the index is the number. Sources: FHIR R4 4.3 "Using
  /// codes", and the PoCD guide for the first.
  package static let registered = [
    "",
    "urn:iso:std:iso:11073:10101",
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://unitsofmeasure.org",
    "http://hl7.org/fhir/sid/icd-10",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://hl7.org/fhir/sid/icd-9-cm",
    "http://hl7.org/fhir/sid/cvx",
    "http://hl7.org/fhir/sid/mvx",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://hl7.org/fhir/sid/ndc",
    "http://www.ama-assn.org/go/cpt",
    "http://www.whocc.no/atc",
    "urn:iso:std:iso:3166",
    "urn:ietf:bcp:47",
    "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "urn:oid:2.16.840.1.113883.6.238",
    "http://terminology.hl7.org/CodeSystem/HCPCS",
  ]

  static func uri(of number: UInt32) -> String? {
    if number > tableBase, number <= tableBase + 9_999 {
      let digits = String(number - tableBase)
      return tablePrefix + String(repeating: "0", count: 4 - digits.count) + digits
    }
    guard number > 0, number < registered.count else { return nil }
    return registered[Int(number)]
  }

  static func isRegistered(_ number: UInt32) -> Bool {
    (1..<UInt32(registered.count)).contains(number)
      || (tableBase + 1...tableBase + 9_999).contains(number)
  }

  static func number(ofURI uri: String) -> UInt32? {
    if let index = registered.firstIndex(of: uri), index > 0 { return UInt32(index) }
    guard uri.utf8.count == tablePrefix.utf8.count + 4, uri.hasPrefix(tablePrefix) else {
      return nil
    }
    let digits = uri.utf8.suffix(4)
    guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let table = digits.reduce(0) { $0 * 10 + UInt32($1 - 48) }
    return table > 0 ? tableBase + table : nil
  }
}
