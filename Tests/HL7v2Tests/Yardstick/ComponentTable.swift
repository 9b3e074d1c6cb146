/// The second half of `Mapping-to-FHIR.md`: the data types, component by component.
struct ComponentTable {
  let components: [ComponentEntry]
  let reasons: Reasons

  var text: String {
    let types = Dictionary(grouping: components, by: \.type)
    let none = components.count { $0.model.isEmpty }
    let partly = components.count { !$0.model.isEmpty && !$0.unmappedIn.isEmpty }
    return "\n## Data types\n\n\(components.count) components with content: "
      + "\(components.count - none - partly) are mapped, \(partly) are in some of the fields, "
      + "\(none) are not; these have a reason. What comes out is named from the field of the "
      + "model on.\n"
      + types.sorted { $0.key < $1.key }.map { section($0.key, $0.value) }.joined()
  }

  private func section(_ type: String, _ entries: [ComponentEntry]) -> String {
    var text = "\n### \(type)\n\n| component | FHIR | ours |\n|---|---|---|\n"
    for entry in entries.sorted(by: { $0.number < $1.number }) {
      let targets = YardstickTable.leading(entry.targets).joined(separator: ", ")
      text += "| \(entry.number) | \(targets) | \(ours(entry)) |\n"
    }
    return text
  }

  private func ours(_ entry: ComponentEntry) -> String {
    let reason = reasons.byKey[entry.name] ?? ""
    guard !entry.model.isEmpty else { return "— " + reason }
    let paths = entry.model.sorted().map { "`\($0)`" }.joined(separator: ", ")
    guard !entry.unmappedIn.isEmpty else { return paths }
    return "\(paths); not of \(entry.unmappedIn.sorted().joined(separator: ", ")): \(reason)"
  }
}
