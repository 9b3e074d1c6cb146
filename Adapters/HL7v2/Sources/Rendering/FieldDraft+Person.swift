import NormalizedFormat
import Terminology

extension FieldDraft {
  /// XPN.
  init(_ name: HumanName) {
    self.init()
    set(family: 1, name)
    set(2, name.given.first)
    set(3, name.furtherGiven)
    set(4, name.suffixes.first)
    set(5, name.prefixes.joinedOrNil)
    set(6, name.degree)
    set(7, name.typeCode)
    set(12, 13, name.period)
    set(14, name.suffixes.dropFirst().joinedOrNil)
    if isEmpty { set(1, name.text) }
  }

  /// XCN.
  init(_ practitioner: Practitioner) {
    self.init()
    let identifier = practitioner.identifiers.first
    let name = practitioner.names.first
    set(1, identifier?.value)
    set(family: 2, name ?? HumanName())
    set(3, name?.given.first)
    set(4, name?.furtherGiven)
    set(5, name?.suffixes.joinedOrNil)
    set(6, name?.prefixes.joinedOrNil)
    set(7, name?.degree)
    if identifier?.value != nil { set(9, identifier?.assigner) }
    if name?.saysSomething == true { set(10, name?.typeCode) }
    guard identifier?.value != nil else { return }
    set(11, identifier?.checkDigit)
    set(12, identifier?.checkScheme)
    set(code: 13, identifier?.type)
    set(14, identifier?.facility)
  }

  private mutating func set(family component: Int, _ name: HumanName) {
    set(component, 1, name.family)
    set(component, 2, name.familyPrefix)
  }

  /// CNN in the subcomponents of a component.
  mutating func set(_ component: Int, _ practitioner: Practitioner) {
    let identifier = practitioner.identifiers.first
    let name = practitioner.names.first
    set(component, 1, identifier?.value)
    set(component, 2, name?.family)
    set(component, 3, name?.given.first)
    set(component, 4, name?.furtherGiven)
    set(component, 5, name?.suffixes.joinedOrNil)
    set(component, 6, name?.prefixes.joinedOrNil)
    set(component, 7, name?.degree)
    if identifier?.value != nil { set(component, identifier?.assigner, from: 9) }
  }

  /// NDL.
  static func working(_ practitioner: Practitioner) -> FieldDraft {
    var draft = FieldDraft()
    draft.set(1, practitioner)
    draft.set(2, 3, practitioner.period)
    guard let location = practitioner.locations.first else { return draft }
    draft.set(4, location.pointOfCare)
    draft.set(5, location.room)
    draft.set(6, location.bed)
    draft.set(7, location.facility)
    draft.set(8, location.status)
    draft.set(9, location.type)
    draft.set(10, location.building)
    draft.set(11, location.floor)
    return draft
  }
}

extension Sequence<String> {
  /// One text of all of them; nil for none.
  fileprivate var joinedOrNil: String? {
    let text = joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}

extension HumanName {
  fileprivate var furtherGiven: String? { given.dropFirst().joinedOrNil }

  /// The source's own code; of another source's name that of table 0200 by meaning.
  fileprivate var typeCode: String? {
    useCode ?? use.flatMap { HL7Table.nameType.code(of: $0.code) }
  }

  fileprivate var saysSomething: Bool {
    family != nil || !given.isEmpty || !prefixes.isEmpty || !suffixes.isEmpty || degree != nil
      || familyPrefix != nil
  }
}

extension HL7Table {
  /// The code that means a code of FHIR; the first by its letters where several do.
  func code(of fhirCode: String) -> String? {
    codes.filter { self.fhirCode(of: $0) == fhirCode }.min()
  }
}

extension Practitioner {
  /// Whether an XCN says all of it.
  var isPlain: Bool {
    role == nil && telecoms.isEmpty && addresses.isEmpty && specialty == nil
      && organizations.isEmpty && locations.isEmpty && period == nil && identifiers.count < 2
  }

  /// Whether an NDL says all of it but the role.
  var isWorking: Bool {
    telecoms.isEmpty && addresses.isEmpty && specialty == nil && organizations.isEmpty
      && locations.count < 2 && identifiers.count < 2
      && !(identifiers.isEmpty && names.isEmpty)
  }
}

extension SegmentDraft {
  mutating func add(_ field: Int, _ names: [HumanName]) { add(field, names.map { FieldDraft($0) }) }

  mutating func add(_ field: Int, _ practitioners: [Practitioner]) {
    add(field, practitioners.map { FieldDraft($0) })
  }
}
