import NormalizedFormat

extension SegmentDraft {
  /// ROL.
  init(role person: Practitioner, _ run: DetailRun?, _ version: RenderedVersion) {
    self.init("ROL", run)
    put(3, person.role, table: 443)
    put(4, FieldDraft(person))
    put(person, type: 10, organizations: 14, version)
    put(5, person.period?.start)
    put(6, person.period?.end)
    add(11, person.addresses)
    add(12, person.telecoms)
    add(13, person.locations.map { FieldDraft($0) })
  }

  /// PRT of a person, a device or both.
  init(
    participation person: Practitioner?, _ device: Device?, _ run: DetailRun?,
    _ version: RenderedVersion
  ) {
    self.init("PRT", run)
    if let person { put(participant: person, version) }
    guard let device else { return }
    put(10, device.identifiers.first.map(FieldDraft.entity) ?? FieldDraft())
    put(20, device.serialNumber)
    put(22, device.type)
  }

  private mutating func put(participant person: Practitioner, _ version: RenderedVersion) {
    var named = person
    var numbers = person.identifiers
    // The first is the person's own, except where it is typed as numbers of practitioners are.
    let isNumber = numbers.first?.type?.codings.first?.system == CodeSystem(table: 338)
    named.identifiers = isNumber ? [] : Array(numbers.prefix(1))
    numbers.removeFirst(named.identifiers.count)
    put(4, person.role, table: 912)
    put(5, FieldDraft(named))
    put(6, person.specialty)
    put(person, type: 7, organizations: 8, version)
    add(9, person.locations.map { FieldDraft($0) })
    put(11, person.period?.start)
    put(12, person.period?.end)
    add(14, person.addresses)
    add(15, person.telecoms)
    add(24, numbers.map(FieldDraft.practitionerNumber))
  }

  /// Organizations, with the kind of a single one in a field of its own, where a code in the XON
  /// can't say it.
  private mutating func put(
    _ person: Practitioner, type: Int, organizations field: Int, _ version: RenderedVersion
  ) {
    var organizations = person.organizations
    if organizations.count == 1, let kind = organizations[0].type, !kind.isCode(of: 204) {
      put(type, kind, table: 406)
      organizations[0].type = nil
    }
    add(field, organizations, version)
  }
}

extension Concept {
  /// Whether it is a bare code of a table.
  func isCode(of table: Int) -> Bool {
    text == nil && codings.count == 1 && codings[0].display == nil && codings[0].version == nil
      && codings[0].system == CodeSystem(table: table)
  }
}

extension MessageRendering {
  /// Persons with a role, in ROL or PRT as the source had them.
  mutating func writeRoles(_ persons: [Practitioner], _ runs: inout DetailRuns) {
    let version = version
    let own = runs.takeAll(["ROL", "PRT"])
    write(persons, own) { person, run in
      let isRole = run.map { $0.segment == "ROL" } ?? !person.isParticipation
      return isRole
        ? SegmentDraft(role: person, run, version)
        : SegmentDraft(participation: person, nil, run, version)
    }
  }

  /// PRT of persons and of devices.
  mutating func writeParticipations(
    _ persons: [Practitioner], devices: [Device] = [], _ runs: inout DetailRuns
  ) {
    let own = runs.takeAll(["PRT"])
    let version = version
    // With fewer segments than that, some were about both.
    let shared = own.isEmpty ? 0 : max(0, persons.count + devices.count - own.count)
    let together = min(shared, persons.count, devices.count)
    var items: [(Practitioner?, Device?)] = persons.enumerated().map { at, person in
      (person, at < together ? devices[at] : nil)
    }
    items += devices.dropFirst(together).map { (nil, $0) }
    write(items, own) { item, run in
      SegmentDraft(participation: item.0, item.1, run, version)
    }
  }
}

extension Practitioner {
  /// Whether only PRT says all of it.
  fileprivate var isParticipation: Bool {
    specialty != nil || identifiers.count > 1
      || role?.codings.first?.system == CodeSystem(table: 912)
  }
}

extension [Practitioner] {
  /// Those at the begin that a field says all of, and the others, which need a segment each.
  var plainFirst: (plain: [Practitioner], others: [Practitioner]) {
    let plain = prefix { $0.isPlain }
    return (Array(plain), Array(dropFirst(plain.count)))
  }
}
