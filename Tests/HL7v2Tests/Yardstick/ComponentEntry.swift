/// A component of a data type, and what becomes of it in the fields of that type.
struct ComponentEntry {
  /// `XCN.9`.
  let name: String
  var targets: Set<String> = []
  /// Where it comes out, within the field of the model that the whole comes out in.
  private(set) var model: Set<String> = []
  private var mappedIn: Set<String> = []
  /// The fields that have been tried.
  private(set) var fields: Set<String> = []

  /// Fields of which it comes out in no field of the model.
  var unmappedIn: Set<String> { fields.subtracting(mappedIn) }
  var type: String { String(name.prefix { $0 != "." }) }
  var number: Int { Int(name.drop { $0 != "." }.dropFirst()) ?? 0 }

  init(name: String) { self.name = name }

  /// Tries it in a field: in a whole value of the type, and alone.
  mutating func add(
    _ field: OfficialTables.Row, _ known: Set<String>, _ probe: ProbeMessage
  ) throws {
    guard !mappedIn.contains(field.field) else { return }
    for attempt in Self.attempts(field, type, number) {
      fields.insert(field.field)
      let outcome = try Outcome.of(field.field, attempt.sample, in: probe)
      guard !outcome.model.isEmpty else { continue }
      mappedIn.insert(field.field)
      let same = outcome.values.filter { $0.text == attempt.canary }
      for value in same.isEmpty ? outcome.values : same {
        model.insert(Self.within(value.path, known))
      }
      return
    }
  }

  /// A path from the field of the model on; of a moment the parts are not told apart.
  private static func within(_ path: String, _ known: Set<String>) -> String {
    var names = path.split(separator: ".")
    let holder = known.filter { path == $0 || path.hasPrefix($0 + ".") }.map { name in
      name.split(separator: ".").count
    }.max()
    if names.last == "dateTime" || names.last == "precision" { names.removeLast() }
    let rest = names.dropFirst(holder ?? names.count)
    return rest.isEmpty ? String(names.last ?? "") : rest.joined(separator: ".")
  }

  private struct Attempt {
    var sample: Sample
    var canary: String
  }

  private static func attempts(
    _ field: OfficialTables.Row, _ type: String, _ number: Int
  ) -> [Attempt] {
    var with = field.field.hasPrefix("OBX-5") ? [2: type] : [:]
    if field.field != "OBX-5" { with = Sample.samples(field, in: "ADT_A01").first?.with ?? [:] }
    func canary(_ whole: [Int: String]) -> String {
      String((whole[number] ?? "").prefix { $0 != "&" })
    }
    let wholes = Whole.values(of: type).filter { $0[number] != nil }
    var attempts = wholes.map { whole in
      var without = whole
      without[number] = nil
      return Attempt(
        sample: Sample(with: with, base: text(without), value: text(whole)),
        canary: canary(whole))
    }
    if let whole = wholes.first {
      let alone = Sample(with: with, value: text([number: whole[number] ?? ""]))
      attempts.append(Attempt(sample: alone, canary: canary(whole)))
    }
    return attempts
  }

  private static func text(_ components: [Int: String]) -> String {
    let last = components.keys.max() ?? 0
    return last == 0 ? "" : (1...last).map { components[$0] ?? "" }.joined(separator: "^")
  }
}

/// Values of which every component says something.
private enum Whole {
  /// `Q4` in the fourth component, unless its own type wants something else.
  static func values(of type: String) -> [[Int: String]] {
    switch type {
    case "SN": return [[1: ">", 2: "7"], [2: "7", 3: "-", 4: "9"]]
    case "MSG": return [[1: "ADT", 2: "A01", 3: "ADT_A01"]]
    default: break
    }
    guard let count = counts[type] else { return [] }
    var value = Dictionary(uniqueKeysWithValues: (1...count).map { ($0, "Q\($0)") })
    value.merge(others[type] ?? [:]) { $1 }
    return [value]
  }

  private static let counts = [
    "CE": 6, "CF": 13, "CNE": 13, "CWE": 13, "CX": 8, "EI": 4, "EIP": 2, "HD": 3, "XPN": 15,
    "XCN": 21, "XON": 10, "XAD": 19, "XTN": 18, "PL": 11, "DLN": 3, "PLN": 4, "CQ": 2, "TQ": 12,
    "RPT": 11, "NDL": 11, "SPS": 7, "DR": 2, "ED": 5, "RP": 4, "NA": 4, "NR": 2, "PT": 2,
    "DLD": 2, "OG": 4,
  ]

  private static let from = "20300101000000+0000"
  private static let to = "20310101000000+0000"

  private static let others: [String: [Int: String]] = [
    "CX": [7: "20300101", 8: "20310101"], "EIP": [1: "Q1&R1", 2: "Q2&R2"],
    "XPN": [7: "L", 10: "20300101&20310101", 12: from, 13: to],
    "XCN": [10: "L", 17: "20300101&20310101", 19: from, 20: to],
    "XAD": [7: "H", 12: "20300101&20310101", 13: from, 14: to],
    "XTN": [2: "PRN", 3: "PH", 13: from, 14: to], "DLN": [3: "20310101"],
    "PLN": [4: "20310101"], "CQ": [1: "7"],
    "TQ": [1: "7&mg", 4: from, 5: to, 12: "4"], "NDL": [1: "Q1&Canary", 2: from, 3: to],
    "DR": [1: from, 2: to], "ED": [2: "text", 3: "plain", 4: "Base64", 5: "cXp4"],
    "RP": [1: "http://a.example/q", 3: "text", 4: "plain"], "NR": [1: "1", 2: "9"],
    "NA": [1: "1", 2: "2", 3: "3", 4: "4"], "PT": [1: "P"], "DLD": [2: to],
    "OG": [1: "1", 2: "2", 3: "3", 4: "4"],
  ]
}
