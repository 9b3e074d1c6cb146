/// `Mapping-to-FHIR.md`: the official tables beside what the adapter does.
struct YardstickTable {
  let yardstick: Yardstick
  let reasons: Reasons

  var text: String {
    let segments = Dictionary(grouping: yardstick.entries, by: \.segment)
    return summary
      + segments.sorted { $0.key < $1.key }.map { section($0.key, $0.value) }.joined()
      + ComponentTable(components: Array(yardstick.components.values), reasons: reasons).text
  }

  private var summary: String {
    let all = yardstick.entries
    let mapped = all.count { $0.unmapped.isEmpty }
    let partly = all.count { !$0.unmapped.isEmpty && !$0.model.isEmpty }
    let none = all.count - mapped - partly
    return "\n\(all.count) fields with content: \(mapped) are mapped, \(partly) are in some of the "
      + "structures, \(none) are not; these have a reason.\n"
  }

  private func section(_ segment: Substring, _ entries: [Yardstick.Entry]) -> String {
    let structures = Set(entries.flatMap(\.structures)).sorted().joined(separator: ", ")
    let holders = Set(entries.flatMap { shared($0).flatMap(\.holders) }).sorted()
    var text = "\n### \(segment)\n\nIn \(structures)."
    if !holders.isEmpty {
      text += " `…` is `" + holders.joined(separator: "`, `") + "`."
    }
    text += "\n\n| field | FHIR | ours |\n|---|---|---|\n"
    for entry in entries {
      let targets = Self.leading(entry.targets).joined(separator: ", ")
      text += "| \(entry.number) | \(targets) | \(ours(entry)) |\n"
    }
    return text
  }

  /// Elements without those that are within another one of them.
  static func leading(_ targets: Set<String>) -> [String] {
    targets.filter { target in !targets.contains { target.hasPrefix($0 + ".") } }.sorted()
  }

  private func ours(_ entry: Yardstick.Entry) -> String {
    let common = shared(entry)
    var parts = common.map { $0.holders.count > 1 ? "`….\($0.field)`" : "`\($0.path)`" }
    if !entry.parts.isEmpty {
      parts.append("the rest in details: " + entry.parts.sorted().joined(separator: ", "))
    }
    var byReason: [String: [String]] = [:]
    for structure in entry.unmapped.keys.sorted() {
      let reason = reasons.key(entry.field, in: structure).flatMap { reasons.byKey[$0] }
      byReason[reason ?? "", default: []].append(structure)
    }
    for (reason, structures) in byReason.sorted(by: { $0.key < $1.key }) {
      let isEverywhere = entry.model.isEmpty && byReason.count == 1
      parts.append(
        isEverywhere ? "— " + reason : "not in \(structures.joined(separator: ", ")): \(reason)")
    }
    return parts.joined(separator: "; ")
  }

  /// Fields of the model that bear one name in several places.
  private struct Shared {
    var field: String
    var holders: [String]
    var path: String
  }

  private func shared(_ entry: Yardstick.Entry) -> [Shared] {
    let paths = entry.model.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    let byName = Dictionary(grouping: paths) { String($0.split(separator: ".").last ?? "") }
    return byName.sorted { $0.key < $1.key }.map { _, paths in
      let parts = paths.sorted().map { $0.split(separator: ".") }
      var count = 1
      while parts.allSatisfy({
        $0.count > count + 1 && $0.suffix(count + 1) == parts[0].suffix(count + 1)
      }) { count += 1 }
      let isOne = parts.count == 1
      return Shared(
        field: parts[0].suffix(count).joined(separator: "."),
        holders: isOne ? [] : parts.map { $0.dropLast(count).joined(separator: ".") },
        path: paths.sorted()[0])
    }
  }
}
