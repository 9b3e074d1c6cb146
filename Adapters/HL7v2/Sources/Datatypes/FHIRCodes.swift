import NormalizedFormat
import Terminology

extension WireEnum {
  /// The meaning whose FHIR code this is; nil where the list has none.
  init?(fhir code: String?) {
    guard let code, let meaning = Self.allCases.first(where: { $0.code == code }) else {
      return nil
    }
    self = meaning
  }

  /// The meaning of a code of an HL7 v2 table; nil where the table leaves it open.
  init?(_ code: String, in table: HL7Table) {
    self.init(fhir: table.fhirCode(of: code))
  }
}
