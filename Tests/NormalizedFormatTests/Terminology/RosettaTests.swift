import Foundation
import Terminology
import Testing

/// The names of the Rosetta table, which lie beside the project.
private enum Rosetta {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/corpora/mapping").standardized
  static let isThere = FileManager.default.fileExists(
    atPath: folder.appending(path: "rosetta-units.idl").path)

  /// The quoted text of every line that has one.
  static func names(in file: String) throws -> [String] {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    return text.split(separator: "\n").compactMap {
      let parts = $0.split(separator: "\"")
      return parts.count >= 2 ? String(parts[1]) : nil
    }
  }
}

@Suite(.enabled(if: Rosetta.isThere, "the corpora do not lie beside the project"))
struct RosettaTests {
  @Test func `415 of the 659 names of terms have a number`() throws {
    let names = Set(try Rosetta.names(in: "rosetta-refids.idl"))
    #expect(names.count == 659)
    #expect(names.filter { MDCTerm.term(named: $0) != nil }.count == 415)
  }

  @Test func `all names of units are UCUM but those that are no unit, or no name`() throws {
    let names = Set(try Rosetta.names(in: "rosetta-units.idl"))
    let unknown = names.filter { MDCUnit.ucum(named: $0) == nil }
    #expect(
      unknown == [
        "MDC_DIM_NOS", "MDC_DIM_BOOLEAN", "MDC_DIM_DATE", "MDC_DIM_TOD", "UOM_MDC", "DIM_MILLI_L",
        "MDCX_DIM_MILLI_MOLE_PER_M_SQ_PER_SEC", "MDCX_DIM_X_L_PER_KG_PER_MIN",
        "MDC_DIM_KG_PER_M_SQ#", "MDC_DIM_CUBIC_X_L_PER_KG", "MDC_DIM_X_L_SQ_PER_SEC",
        "MDC_DIM_SQUARE_BREATHS_PER_MIN_PER_L", "MDC_DIM_X_L_PER_MIN_PER_ML_HG",
        "MDC_DIM_X_L_PER_MM_PA", "MDC_DIM_DECIBEL_X_V", "MDC_DIM_DECIBEL_X_MV",
        "MDC_DIM_DECIBEL_X_UV", "MDC_DIM_DECIBEL_X_NV", "MDC_DIM_DECIBEL_DECA_NV",
        "MDC_DIM_X_BEL_MV",
      ])
    #expect(names.count - unknown.count == 426)
  }
}
