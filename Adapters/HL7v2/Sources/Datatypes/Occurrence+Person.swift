import NormalizedFormat
import Terminology

extension Occurrence {
  /// XPN (v2.9 §2A.2.89).
  func personName() -> HumanName? {
    reading {
      let name = wholeName()
      return Self.saysNothing(name) ? nil : name
    }
  }

  private func wholeName() -> HumanName {
    var name = HumanName()
    family(1, into: &name)
    name.given = [text(2), text(3)].compactMap { $0 }
    name.suffixes = [text(4), text(14)].compactMap { $0 }
    name.prefixes = text(5).map { [$0] } ?? []
    name.degree = text(6)
    name.useCode = text(7)
    name.use = name.useCode.flatMap(Self.nameUse)
    name.period = period(12, 13)
    return name
  }

  /// XCN (v2.9 §2A.2.87), or a plain id or name as senders write them.
  func practitioner() -> Practitioner? {
    reading {
      let practitioner = wholePractitioner()
      return practitioner == Practitioner() ? nil : practitioner
    }
  }

  private func wholePractitioner() -> Practitioner {
    var practitioner = Practitioner()
    var name = HumanName()
    family(2, into: &name)
    name.given = [text(3), text(4)].compactMap { $0 }
    name.suffixes = text(5).map { [$0] } ?? []
    name.prefixes = text(6).map { [$0] } ?? []
    name.degree = text(7)
    if !Self.saysNothing(name) {
      name.useCode = text(10)
      name.use = name.useCode.flatMap(Self.nameUse)
      practitioner.names = [name]
    }
    if let identifier = practitionerIdentifier() { practitioner.identifiers = [identifier] }
    return practitioner
  }

  private func practitionerIdentifier() -> Identifier? {
    guard let value = text(1) else { return nil }
    var identifier = Identifier()
    identifier.value = value
    identifier.assigner = authority(component: 9)
    identifier.checkDigit = text(11)
    identifier.checkScheme = text(12)
    identifier.type = code(13, table: 203)
    identifier.facility = authority(component: 14)
    return identifier
  }

  /// CNN or NDL.1 in the subcomponents of a component: id, family, given names, suffix, prefix,
  /// degree.
  func innerPractitioner(_ component: Int) -> Practitioner? {
    inner(component, 11) { parts in
      var practitioner = Practitioner()
      if let value = parts.take(1) {
        var identifier = Identifier()
        identifier.value = value
        identifier.assigner = Authority(parts.take(9), parts.take(10), parts.take(11))
        practitioner.identifiers = [identifier]
      }
      var name = HumanName()
      name.family = parts.take(2)
      name.given = [parts.take(3), parts.take(4)].compactMap { $0 }
      name.suffixes = parts.take(5).map { [$0] } ?? []
      name.prefixes = parts.take(6).map { [$0] } ?? []
      name.degree = parts.take(7)
      if !Self.saysNothing(name) { practitioner.names = [name] }
      return practitioner == Practitioner() ? nil : practitioner
    }
  }

  /// NDL (v2.9 §2A.2.47): somebody who worked on a result, when and where.
  func workingPractitioner() -> Practitioner? {
    guard var practitioner = innerPractitioner(1) else { return nil }
    practitioner.period = period(2, 3)
    var location = Location()
    location.pointOfCare = text(4)
    location.room = text(5)
    location.bed = text(6)
    location.facility = authority(component: 7)
    location.status = text(8)
    location.type = text(9)
    location.building = text(10)
    location.floor = text(11)
    if location != Location() { practitioner.locations = [location] }
    return practitioner
  }

  /// FN: the surname with its own prefix; what concerns the partner's name goes to the details.
  private func family(_ component: Int, into name: inout HumanName) {
    let read = inner(component, 3) { parts in
      var name = HumanName()
      name.family = parts.take(1)
      name.familyPrefix = parts.take(2)
      guard let family = name.family else {
        name.family = parts.take(3)
        return Self.saysNothing(name) ? nil : name
      }
      // FN.3, the surname without its prefix, says nothing new when FN.1 ends in it.
      _ = parts.take(3) { family.hasSuffix($0) ? $0 : nil }
      return name
    }
    name.family = read?.family
    name.familyPrefix = read?.familyPrefix
  }

  private static func saysNothing(_ name: HumanName) -> Bool {
    name.family == nil && name.given.isEmpty && name.prefixes.isEmpty && name.suffixes.isEmpty
      && name.degree == nil && name.familyPrefix == nil
  }

  /// Table 0200, and a word of simulators.
  private static func nameUse(_ code: String) -> NameUse? {
    code == "CURRENT" ? .usual : NameUse(code, in: .nameType)
  }
}

extension Segment {
  /// All repetitions as XPN.
  func personNames(_ number: Int) -> [HumanName] { all(number).compactMap { $0.personName() } }

  /// All repetitions as XCN.
  func practitioners(_ number: Int) -> [Practitioner] {
    all(number).compactMap { $0.practitioner() }
  }

  /// All repetitions as NDL.
  func workingPractitioners(_ number: Int) -> [Practitioner] {
    all(number).compactMap { $0.workingPractitioner() }
  }
}
