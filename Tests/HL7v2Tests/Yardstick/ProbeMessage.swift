/// A minimal message of a structure, with or without a value in one field of one segment.
struct ProbeMessage {
  /// The segment under test and the segments that the structure demands around it.
  let target: OfficialTables.Place
  private let segments: [OfficialTables.Place]

  init(
    _ target: OfficialTables.Place, among places: [OfficialTables.Place],
    optionalGroups: Set<[String]>
  ) {
    self.target = target
    segments = places.filter { place in
      if place == target { return true }
      guard !place.isOptional, !Self.isAlternative(place, to: target) else { return false }
      return place.path.indices.dropFirst().dropLast().allSatisfy { end in
        let group = Array(place.path[...end])
        return !optionalGroups.contains(group) || target.groups.starts(with: group)
      }
    }
  }

  /// Of the alternatives of a choice there is one: the target, or else the first, OBR.
  private static func isAlternative(
    _ place: OfficialTables.Place, to target: OfficialTables.Place
  ) -> Bool {
    guard place.groups.last == "CHOICE" else { return false }
    return target.groups == place.groups || place.segment != "OBR"
      || !target.groups.starts(with: place.groups.dropLast())
  }

  /// The message with some fields of the target set and everything else as little as may be.
  func text(_ fields: [Int: String]) -> String {
    segments.map { place in
      var all = Self.least(place.segment, of: place.structure)
      if place == target { all.merge(fields) { $1 } }
      return Self.line(place.segment, all)
    }.joined(separator: "\r")
  }

  private static func line(_ name: String, _ fields: [Int: String]) -> String {
    let isHeader = name == "MSH"
    let last = fields.keys.max() ?? 0
    guard last > (isHeader ? 2 : 0) else { return isHeader ? "MSH|^~\\&|" : name + "|" }
    let texts = ((isHeader ? 3 : 1)...last).map { fields[$0] ?? "" }
    return (isHeader ? "MSH|^~\\&|" : name + "|") + texts.joined(separator: "|")
  }

  /// What a segment says when it says as little as possible.
  private static func least(_ segment: String, of structure: String) -> [Int: String] {
    switch segment {
    case "MSH":
      let type = structure.replacing("_", with: "^")
      return [7: "20310101000000+0000", 9: type + "^" + structure, 10: "1", 11: "P", 12: "2.9"]
    case "EVN": return [2: "20310101000000+0000"]
    case "PID": return [3: "7^^^A"]
    case "PV1": return [2: "I"]
    case "ORC": return [1: structure.hasPrefix("O") && structure != "ORU_R01" ? "NW" : "RE"]
    case "OBR": return [4: "T^Test^L"]
    case "OBX": return [2: "ST", 3: "T^Test^L", 5: "text", 11: "F"]
    case "NTE": return [3: "text"]
    case "RXO", "SPM": return [1: "", 4: "M^Matter^L"]
    case "RXA": return [3: "20310101000000+0000", 5: "V^Vaccine^L", 6: "1"]
    case "TXA": return [2: "T^Type^L"]
    case "SCH": return [6: "R^Reason^L"]
    case "RGS", "AIS", "AIG", "AIL", "AIP": return [1: "1", 3: "R^Resource^L"]
    case "ROL": return [3: "AT", 4: "9^Person"]
    case "PRT": return [4: "AT", 5: "9^Person"]
    default: return [1: "1"]
    }
  }
}

/// A value for a field that its data type and its table allow.
struct Sample {
  /// Other fields without which the value means nothing: the type of a result, a unit.
  var with: [Int: String] = [:]
  /// What stands in the field in the message that is compared.
  var base = ""
  var value: String

  /// The values to try in a field.
  static func samples(_ row: OfficialTables.Row, in structure: String) -> [Sample] {
    switch row.field {
    case "MSH-9":
      let parts = structure.split(separator: "_").map(String.init)
      return [Sample(base: parts[0], value: "\(parts[0])^\(parts[1])^\(structure)")]
    case "OBX-5": return values.map { Sample(with: [2: $0], value: $1) }
    case "OBX-6": return [Sample(with: [2: "NM", 5: "7"], value: "mg^milligram^UCUM")]
    case "OBX-7": return [Sample(with: [2: "NM", 5: "7"], value: "3-9")]
    case "ORC-24": return [Sample(with: [12: "9^Person"], value: ofType(row.type))]
    case "ROL-10": return [Sample(with: [14: "Organization"], value: ofType(row.type))]
    case "PRT-7": return [Sample(with: [8: "Organization"], value: ofType(row.type))]
    default: break
    }
    if let value = ofTables[row.field] { return [Sample(value: value)] }
    return [Sample(value: ofType(row.type))]
  }

  /// A value of each type of OBX-5 that the tables name.
  private static let values = [
    ("NM", "7"), ("SN", ">^7"), ("NR", "1^7"), ("NA", "1^7^2"), ("CE", "Q^Canary^L"),
    ("CWE", "Q^Canary^L"), ("CNE", "Q^Canary^L"), ("CF", "Q^Canary^L"), ("IS", "Q"),
    ("ST", "canary"), ("TX", "canary"), ("FT", "canary"), ("VR", "1^7"), ("TM", "0102"),
    ("DT", "20310207"), ("DTM", "20310207010203+0000"), ("DR", "20310207^20310208"),
    ("ED", "A^text^plain^Base64^cXp4"), ("RP", "http://a.example/q^A^text^plain"),
  ]

  /// Values of fields whose table or form says what may stand there.
  private static let ofTables = [
    "MSH-11": "T", "MSH-18": "8859/1", "PID-8": "F", "PID-24": "Y", "PID-30": "Y",
    "PID-31": "Y", "NK1-15": "F", "PV1-2": "E", "PV2-22": "Y", "ORC-1": "CA", "ORC-5": "IP",
    "OBX-11": "P", "OBX-29": "VS", "OBR-5": "S", "OBR-11": "A", "OBR-24": "CH", "OBR-25": "F",
    "TXA-17": "AU", "TXA-18": "R", "TXA-19": "AV", "SCH-25": "Booked", "RXA-20": "CP",
    "RXA-21": "A", "DG1-21": "D", "SPM-20": "Y", "RXO-9": "N", "AL1-2": "DA", "AL1-4": "SV",
    "IAM-2": "DA", "IAM-4": "SV", "ROL-1": "7^NS", "OBX-4": "1.2",
  ]

  private static func ofType(_ type: String) -> String {
    switch type {
    case "NM", "SI": "7"
    case "DTM", "TS": "20310207010203+0000"
    case "DT": "20310207"
    case "TM": "0102"
    case "CWE", "CNE", "CE", "CF": "Q^Canary^L"
    case "CX": "Q^^^AUTH^MR"
    case "EI": "Q^NS^1.2.3^ISO"
    case "EIP": "Q&NS^R&NS"
    case "XPN": "Canary^Given"
    case "XCN": "Q^Canary^Given"
    case "XON": "Canary^^^^^AUTH^XX^^^Q"
    case "XAD": "1 Canary street^^City^State^123^FR^H"
    case "XTN": "^PRN^PH^^33^1^234567"
    case "PL": "Q^Room^Bed^FAC"
    case "HD": "Q^1.2.3^ISO"
    case "DLN": "Q^FR^20310207"
    case "CQ": "7^mL"
    case "TQ": "^^^20310207010203+0000^^S"
    case "RPT": "Q6H"
    case "DR": "20310207^20310208"
    case "NDL": "Q&Canary&Given"
    case "SPS": "BLD&Blood&L"
    default: "Q"
    }
  }
}
