import NormalizedFormat
import Terminology

extension Occurrence {
  /// XAD (v2.9 §2A.2.86).
  func address() -> Address? {
    var address = Address()
    // SAD.1 is the whole street; what takes it apart again goes to the details.
    address.lines = [inner(1, 1) { $0.take(1) }, text(2)].compactMap { $0 }
    address.city = text(3)
    address.state = text(4)
    address.postalCode = text(5)
    address.country = text(6)
    address.useCode = text(7)
    address.use = address.useCode.flatMap(Self.addressUse)
    address.otherGeographic = text(8)
    address.district = text(9)
    address.censusTract = text(10)
    address.period = innerPeriod(12) ?? period(13, 14)
    return address == Address() ? nil : address
  }

  /// Table 0190, and a word of simulators.
  private static func addressUse(_ code: String) -> AddressUse? {
    code == "HOME" ? .home : AddressUse(code, in: .addressType)
  }

  /// XTN (v2.9 §2A.2.91).
  func telecom() -> Telecom? {
    var telecom = Telecom()
    telecom.useCode = text(2)
    telecom.equipmentCode = text(3)
    telecom.countryCode = text(5)
    telecom.areaCode = text(6)
    telecom.localNumber = text(7)
    telecom.phoneExtension = text(8)
    telecom.text = text(9)
    let number = text(1)
    let mail = number == nil ? text(4) : nil
    telecom.value = number ?? mail ?? text(12)
    // A second number of a telephone is one of its texts.
    if number != nil, telecom.text == nil { telecom.text = text(4) }
    guard telecom != Telecom() else { return nil }
    telecom.use = telecom.useCode.flatMap(Self.telecomUse)
    telecom.system = system(of: telecom, isMail: mail != nil && number == nil)
    if telecom.equipmentCode == "CP", telecom.use == nil { telecom.use = .mobile }
    return telecom
  }

  /// Table 0201, and words of simulators.
  private static func telecomUse(_ code: String) -> TelecomUse? {
    switch code {
    case "HOME": .home
    case "WORK": .work
    case "CELL", "MOBILE": .mobile
    default: TelecomUse(code, in: .telecomUse)
    }
  }

  /// Table 0202; without a code, what has an `@` is mail and a number is a telephone.
  private func system(of telecom: Telecom, isMail: Bool) -> TelecomSystem? {
    if let code = telecom.equipmentCode, let system = TelecomSystem(code, in: .telecomEquipment) {
      return system
    }
    if isMail || telecom.useCode == "NET" || telecom.value?.contains("@") == true {
      return .email
    }
    return telecom.value == nil && telecom.localNumber == nil ? nil : .phone
  }

  /// XON (v2.9 §2A.2.88), or the subcomponents of a component through it.
  func organization() -> Organization? {
    var organization = Organization()
    organization.name = text(1)
    organization.type = code(2, table: 204)
    var identifier = Identifier()
    identifier.value = text(10) ?? text(3)
    identifier.checkDigit = text(4)
    identifier.checkScheme = text(5)
    identifier.assigner = authority(component: 6)
    identifier.type = code(7, table: 203)
    identifier.facility = authority(component: 8)
    if identifier != Identifier() { organization.identifiers = [identifier] }
    return organization == Organization() ? nil : organization
  }

  /// PL (v2.9 §2A.2.53).
  func location() -> Location? {
    var location = Location()
    location.pointOfCare = namespace(1)
    location.room = namespace(2)
    location.bed = namespace(3)
    location.facility = authority(component: 4)
    location.status = text(5)
    location.type = text(6)
    location.building = namespace(7)
    location.floor = namespace(8)
    location.description = text(9)
    if let identifier = innerEntityIdentifier(10) { location.identifiers = [identifier] }
    return location == Location() ? nil : location
  }

  /// The name of an HD in a component; what more it says of it goes to the details.
  func namespace(_ component: Int) -> String? {
    hasSubcomponents(component) ? inner(component, 1) { $0.take(1) } : text(component)
  }
}

extension Segment {
  /// All repetitions as XAD.
  func addresses(_ number: Int) -> [Address] { all(number).compactMap { $0.address() } }

  /// All repetitions as XTN.
  func telecoms(_ number: Int) -> [Telecom] { all(number).compactMap { $0.telecom() } }

  /// All repetitions as XON.
  func organizations(_ number: Int) -> [Organization] {
    all(number).compactMap { $0.organization() }
  }

  /// The first repetition as PL.
  func location(_ number: Int) -> Location? { first(number)?.location() }
}
