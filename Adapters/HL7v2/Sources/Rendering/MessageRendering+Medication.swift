import NormalizedFormat

extension MessageRendering {
  /// RXO, RXE, RXD, RXG or RXA: that whose details it has, else what the message is for; what was
  /// encoded or given stands behind what was ordered.
  func name(of medication: Medication, at position: Int, of count: Int) -> String {
    let known = ["RXO", "RXE", "RXD", "RXG", "RXA"]
    let runs = DetailRuns(medication.details)
    if let name = known.first(where: { runs.has($0) }) { return name }
    let ofCode: [String: String] = [
      "RDE": "RXE", "RRE": "RXE", "RDS": "RXD", "RRD": "RXD", "RGV": "RXG", "RRG": "RXG",
      "RAS": "RXA", "RRA": "RXA",
    ]
    let name = ofCode[messageCode] ?? "RXO"
    let isBefore = position < count - 1
    let order = isBefore ? ["RXO", "RXE", name] : [name, "RXE", "RXO", "RXD"]
    return order.first { says($0, medication) } ?? name
  }

  /// Whether a segment has a field for all that is said.
  private func says(_ name: String, _ medication: Medication) -> Bool {
    guard let fields = Medication.Fields.of(SegmentName(known: name)) else { return false }
    let needs: [(Bool, Bool)] = [
      (medication.amountMax != nil, fields.max != nil),
      (!medication.pharmacyInstructions.isEmpty, fields.pharmacy != nil),
      (!medication.administrationInstructions.isEmpty, fields.administration != nil),
      (medication.dispense != nil, fields.dispense != nil),
      (medication.refills != nil, fields.refills != nil),
      (medication.strength != nil, fields.strength != nil),
      (medication.substitution != nil, fields.substitution != nil),
      (!medication.prescriptionIdentifiers.isEmpty, fields.prescription != nil),
      (medication.rate != nil, name == "RXE"),
    ]
    return needs.allSatisfy { !$0.0 || $0.1 }
  }

  /// A pharmacy segment with its remarks, routes and components.
  mutating func write(_ medication: Medication, name: String) {
    var runs = DetailRuns(medication.details)
    write(SegmentDraft(medication, name, runs.take(name)))
    write(medication.notes, &runs)
    let count =
      [
        medication.routes.count, medication.sites.count, medication.devices.count,
        medication.methods.count,
      ].max() ?? 0
    write(Array(0..<count), runs.takeAll(["RXR"])) { at, run in
      var draft = SegmentDraft("RXR", run)
      draft.put(1, medication.routes.dropFirst(at).first, table: 162)
      draft.put(2, medication.sites.dropFirst(at).first, table: 163)
      draft.put(3, medication.devices.dropFirst(at).first, table: 164)
      draft.put(4, medication.methods.dropFirst(at).first, table: 165)
      return draft
    }
    for component in medication.components {
      var own = DetailRuns(component.details)
      write(SegmentDraft(component, "RXC", own.take("RXC")))
    }
    writeKept(runs.runs)
  }
}

extension SegmentDraft {
  /// A pharmacy segment of a name.
  init(_ medication: Medication, _ name: String, _ run: DetailRun?) {
    self.init(name, run)
    guard let fields = Medication.Fields.of(SegmentName(known: name)) else { return }
    put(fields.code, medication.code)
    if let field = fields.min { put(field, medication.amountMin?.value) }
    if let field = fields.max { put(field, medication.amountMax?.value) }
    if let field = fields.unit {
      put(field, (medication.amountMin?.unit ?? medication.amountMax?.unit)?.concept)
    }
    if let field = fields.form { put(field, medication.form) }
    if let field = fields.pharmacy { add(field, medication.pharmacyInstructions) }
    if let field = fields.administration { add(field, medication.administrationInstructions) }
    if let field = fields.dispense { put(field.amount, unit: field.unit, medication.dispense) }
    if let field = fields.refills { put(field, medication.refills) }
    if let field = fields.strength { put(field.amount, unit: field.unit, medication.strength) }
    if let field = fields.substitution { put(field, medication.substitution, table: 167) }
    if let field = fields.prescription {
      add(extended: field, medication.prescriptionIdentifiers)
    }
    if let field = fields.indication { add(field, medication.indications) }
    if name == "RXE" { put(23, unit: 24, medication.rate) }
  }
}
