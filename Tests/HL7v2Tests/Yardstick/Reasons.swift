import Foundation

/// Why fields of the official tables come out in no field of the model.
struct Reasons {
  static let file = Corpus.root.appendingPathComponent("Adapters/HL7v2/Mapping-reasons.txt")

  /// `DG1-21`, or `EVN-2@MDM_T02` where it is so in one structure only.
  private(set) var byKey: [String: String] = [:]

  init() throws {
    for line in try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n") {
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { continue }
      byKey[String(line[..<colon])] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespaces)
    }
  }

  /// The key of the reason that is good for a field in a structure.
  func key(_ field: String, in structure: String) -> String? {
    ["\(field)@\(structure)", field].first { byKey[$0] != nil }
  }
}
