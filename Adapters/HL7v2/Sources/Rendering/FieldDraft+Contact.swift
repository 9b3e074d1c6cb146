import NormalizedFormat
import Terminology

extension FieldDraft {
  /// XAD.
  init(_ address: Address) {
    self.init()
    set(1, address.lines.first ?? address.text)
    set(2, address.lines.dropFirst().joined(separator: ", "))
    set(3, address.city)
    set(4, address.state)
    set(5, address.postalCode)
    set(6, address.country)
    set(7, address.useCode ?? address.use.flatMap { HL7Table.addressType.code(of: $0.code) })
    set(8, address.otherGeographic)
    set(9, address.district)
    set(10, address.censusTract)
    set(13, 14, address.period)
  }

  /// XTN, with the number or the mailbox where readers look for it. `isUseKnown` says that the
  /// field tells the use already.
  static func choices(_ telecom: Telecom, isUseKnown: Bool = false) -> [FieldDraft] {
    let components = telecom.system == .email ? [4, 1, 12] : [1, 12]
    return components.map { draft(telecom, value: $0, isUseKnown) }
  }

  private static func draft(_ telecom: Telecom, value component: Int, _ isUseKnown: Bool)
    -> FieldDraft
  {
    var draft = FieldDraft()
    draft.set(1, component == 1 ? telecom.value : nil)
    draft.set(2, telecom.useCode ?? (isUseKnown ? nil : telecom.codeOfUse))
    draft.set(3, telecom.equipmentCode ?? telecom.codeOfSystem)
    if component != 1 { draft.set(4, component == 4 ? telecom.value : nil) }
    draft.set(5, telecom.countryCode)
    draft.set(6, telecom.areaCode)
    draft.set(7, telecom.localNumber)
    draft.set(8, telecom.phoneExtension)
    draft.set(9, telecom.text)
    if component == 12 { draft.set(12, telecom.value) }
    return draft
  }

  /// XON; before v2.5 the third component is its number.
  static func choices(_ organization: Organization, _ version: RenderedVersion) -> [FieldDraft] {
    let places = version.isBefore(5) ? [3, 10] : [10, 3]
    return places.map { place in
      var draft = FieldDraft()
      let identifier = organization.identifiers.first
      draft.set(1, organization.name)
      draft.set(code: 2, organization.type)
      draft.set(place, identifier?.value)
      if place == 3 { draft.set(10, nil as String?) }
      draft.set(4, identifier?.checkDigit)
      draft.set(5, identifier?.checkScheme)
      draft.set(6, identifier?.assigner)
      draft.set(code: 7, identifier?.type)
      draft.set(8, identifier?.facility)
      return draft
    }
  }

  /// PL.
  init(_ location: Location) {
    self.init()
    set(1, location.pointOfCare)
    set(2, location.room)
    set(3, location.bed)
    set(4, location.facility)
    set(5, location.status)
    set(6, location.type)
    set(7, location.building)
    set(8, location.floor)
    set(9, location.description)
    set(entity: 10, location.identifiers.first)
  }

  /// LA2, whose ninth component and those behind it are an address.
  static func administration(_ location: Location) -> FieldDraft {
    var bare = location
    bare.description = nil
    bare.identifiers = []
    let draft = FieldDraft(bare)
    return draft.ignoring(components: 9...10)
  }

  private func ignoring(components: ClosedRange<Int>) -> FieldDraft {
    var draft = FieldDraft()
    draft.take(from: self) { !components.contains($0.component) }
    return draft
  }
}

extension Telecom {
  /// The use that its codes say, without the field's.
  var statedUse: TelecomUse? {
    switch useCode {
    case "HOME": return .home
    case "WORK": return .work
    case "CELL", "MOBILE": return .mobile
    default: break
    }
    if let use = useCode.flatMap({ TelecomUse($0, in: .telecomUse) }) { return use }
    return equipmentCode == "CP" ? .mobile : nil
  }

  /// Of what has no code, because it is another source's, that of the table by meaning.
  fileprivate var codeOfUse: String? {
    guard statedUse != use else { return nil }
    switch use {
    case .home: return "PRN"
    case .work: return "WPN"
    case .mobile, .temp, .old, nil: return nil
    }
  }

  fileprivate var codeOfSystem: String? {
    switch system {
    case .fax: "FX"
    case .pager: "BP"
    case .phone where use == .mobile && useCode == nil: "CP"
    default: nil
    }
  }
}

extension SegmentDraft {
  mutating func add(_ field: Int, _ addresses: [Address]) {
    add(field, addresses.map { FieldDraft($0) })
  }

  mutating func add(_ field: Int, _ telecoms: [Telecom], isUseKnown: Bool = false) {
    add(field, choices: telecoms.map { FieldDraft.choices($0, isUseKnown: isUseKnown) })
  }

  mutating func add(_ field: Int, _ organizations: [Organization], _ version: RenderedVersion) {
    add(field, choices: organizations.map { FieldDraft.choices($0, version) })
  }

  mutating func put(_ field: Int, _ location: Location?) {
    if let location { put(field, FieldDraft(location)) }
  }
}
