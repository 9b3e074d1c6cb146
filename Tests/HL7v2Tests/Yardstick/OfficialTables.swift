import Foundation

/// The tables of HL7 v2-to-FHIR: message maps, which name the segments of a structure, and segment
/// maps, which name the FHIR element of a field.
struct OfficialTables {
  static let folder = Corpus.root
    .appendingPathComponent("../shared/corpora/mapping/v2-to-fhir").standardized

  static let isThere = FileManager.default.fileExists(atPath: folder.path)

  /// The structures that are measured. ORM_O01 and OML_O21 are both orders.
  static let structures = [
    "ADT_A01", "ORU_R01", "ORM_O01", "OML_O21", "SIU_S12", "MDM_T02", "VXU_V04",
  ]

  /// A segment in its place in a structure.
  struct Place: Hashable {
    /// As the map writes it: `ADT_A01:follow:PID.ROL` is another place than the ROL after PV1.
    var name: String
    /// The groups down to the segment: `["ORU_R01", "PATIENT_RESULT", "PATIENT", "PID"]`.
    var path: [String]
    var isOptional: Bool
    /// The names of the segment maps: `PID(Patient)`.
    var maps: [String]

    var structure: String { path[0] }
    var segment: String { path[path.count - 1] }
    var groups: ArraySlice<String> { path.dropLast() }
  }

  /// A field that a segment map gives a FHIR element.
  struct Row: Hashable {
    /// `PID-3`.
    var field: String
    /// The data type in HL7 v2: `CX`.
    var type: String
    /// `Patient.identifier`; several maps may name one each.
    var target: String
    /// The maps of the data type: `CX(Identifier)`.
    var typeMaps: [String] = []
  }

  private let files: [String]

  init() throws {
    files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
  }

  private func rows(ofFile prefix: String) throws -> [[String]] {
    guard let file = files.first(where: { $0.hasPrefix(prefix + "_-_") }) else { return [] }
    let url = Self.folder.appendingPathComponent(file)
    return CommaSeparated.rows(try String(contentsOf: url, encoding: .utf8)).dropFirst(2)
      .map { $0 + Array(repeating: "", count: max(0, 20 - $0.count)) }
  }

  /// The segments of a structure in their order, and which of its groups may be absent.
  func places(
    of structure: String
  ) throws -> (places: [Place], optionalGroups: Set<[String]>) {
    var places: [Place] = []
    var optional: Set<[String]> = []
    for row in try rows(ofFile: "HL7_Message_-_FHIR_R4__\(structure)") {
      let path = row[1].split(separator: ".").map { part in
        String(part.prefix { $0 != ":" })
      }
      guard path.first == structure, let name = path.last else { continue }
      guard name.count == 3 && row[2].contains(name) else {
        if row[2].contains("[") { optional.insert(path) }
        continue
      }
      if places.last?.name != row[1] {
        places.append(
          Place(name: row[1], path: path, isOptional: row[2].contains("["), maps: []))
      }
      guard let map = Self.mapName(row[10]) else { continue }
      // The EVN of ADT_A01 names a map of MSH.
      let owner = places.firstIndex { map.hasPrefix($0.segment) && $0.maps.contains(map) == false }
      let isOwn = map.hasPrefix(name)
      let at = isOwn ? places.count - 1 : owner ?? places.count - 1
      if !places[at].maps.contains(map) { places[at].maps.append(map) }
    }
    return (places, optional)
  }

  /// `PID[Patient]` as the files are named.
  private static func mapName(_ text: String) -> String? {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.hasSuffix("]"), let bracket = text.firstIndex(of: "[") else { return nil }
    return "\(text[..<bracket])(\(text[text.index(after: bracket)...].dropLast()))"
  }

  /// All maps of a segment that no structure names one for (IAM).
  func maps(of segment: String) -> [String] {
    let prefix = "HL7_Segment_-_FHIR_R4__"
    return files.filter { $0.hasPrefix(prefix + segment + "(") }.compactMap { file in
      file.dropFirst(prefix.count).components(separatedBy: "_-_").first
    }
  }

  /// The rows of a segment map that have content: those with a field and an element. A row without
  /// a field says what is so of every such segment.
  func rows(of map: String) throws -> [Row] {
    let resource = map.split(whereSeparator: { "()-".contains($0) })[1]
    return try rows(ofFile: "HL7_Segment_-_FHIR_R4__\(map)").compactMap { row in
      let field = row[1].trimmingCharacters(in: .whitespacesAndNewlines)
      guard field.contains("-") else { return nil }
      let texts = [row[9], row[10]].map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      guard let target = texts.first(where: { !$0.isEmpty }) else { return nil }
      return Row(
        field: field, type: row[3].trimmingCharacters(in: .whitespacesAndNewlines),
        target: Self.element(target, of: String(resource)),
        typeMaps: row[14].split(whereSeparator: \.isNewline).compactMap { Self.mapName(String($0)) }
      )
    }
  }

  /// The rows of a data type's map that have content: `CX.4` and `Identifier.system`.
  func components(of map: String) throws -> [Row] {
    let name = map.split(whereSeparator: { "()-".contains($0) })[1]
    return try rows(ofFile: "HL7_Data_Type_-_FHIR_R4__\(map)").compactMap { row in
      let component = row[1].trimmingCharacters(in: .whitespacesAndNewlines)
      let texts = [row[9], row[10]].map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      guard component.contains("."), let target = texts.first(where: { !$0.isEmpty }) else {
        return nil
      }
      return Row(
        field: component, type: String(map.prefix { $0 != "(" }),
        target: Self.element(target, of: String(name)))
    }
  }

  /// The name of an element without index, condition or value: `extension[2].valueString` is
  /// `Patient.extension`.
  private static func element(_ text: String, of resource: String) -> String {
    // A component says it as the observation itself does.
    let text = text.replacing("component[each].", with: "")
      .replacing("extention", with: "extension")
    var name = ""
    var depth = 0
    for character in text {
      if character == "[" || character == "(" { depth += 1 }
      if character == "]" || character == ")" {
        depth -= 1
      } else if depth <= 0 {
        guard character.isLetter || character == "." else { break }
        name.append(character)
      }
    }
    let parts = name.split(separator: ".").prefix { !$0.isEmpty }
    let known = parts.prefix { $0 != "coding" && $0 != "extension" }
    let first = known.isEmpty ? Array(parts.prefix(1)) : Array(known)
    guard text != "$this", !first.isEmpty, !text.contains(" ") else { return resource }
    return resource + "." + first.joined(separator: ".")
  }
}
