import NormalizedFormat

/// Names of table 0396 for the terminologies that the model knows by number.
enum CodeSystems {
  /// The terminology that CWE.3 names; an unknown name stays itself.
  static func system(_ name: String) -> CodeSystem {
    switch name {
    case "MDC": return .mdc
    case "LN", "LOINC": return .loinc
    case "SCT", "SNOMED-CT", "SNOMEDCT": return .snomed
    case "UCUM": return .ucum
    case "I10", "ICD10", "ICD-10": return .icd10
    case "I10C", "I10CM", "ICD-10-CM", "ICD10CM": return .icd10CM
    case "I9C", "I9CM", "ICD-9-CM", "ICD9CM": return .icd9CM
    case "CVX": return .cvx
    case "MVX": return .mvx
    case "RXNORM": return .rxNorm
    case "NDC": return .ndc
    case "C4", "CPT4", "CPT-4", "CPT": return .cpt
    case "ATC", "WC": return .atc
    case "ISO3166", "ISO3166_1", "ISO3166_2", "ISO3166_3": return .iso3166
    case "CDCREC": return .cdcRace
    case "HCPCS", "HPC": return .hcpcs
    default: return table(name) ?? CodeSystem(name)
    }
  }

  /// `HL70203` is table 203; also `HL7203`, `0203` and `99…` are seen, of which only the first two
  /// are unambiguous.
  private static func table(_ name: String) -> CodeSystem? {
    guard name.hasPrefix("HL7"), let number = Int(name.dropFirst(3)), number > 0 else {
      return nil
    }
    return number < 10_000 ? CodeSystem(table: number) : nil
  }
}
