import NormalizedFormat
import Terminology

extension Patient {
  /// Reads PID.
  mutating func read(_ segment: Segment) {
    segment.drop(1, .setID)
    identifiers += segment.extendedIdentifiers(3)
    // PID-2 mostly says PID-3 again.
    for field in [2, 4] { identifiers.appendNew(segment.extendedIdentifiers(field)) }
    identifiers.appendNew(Identifier.security(segment, 19))
    identifiers.appendNew(Identifier.licence(segment, 20))
    names += segment.personNames(5)
    motherNames += segment.personNames(6)
    birthDate = segment.first(7)?.date()
    sexCode = segment.concept(8, table: 1)
    sex = sexCode?.codings.first?.code.flatMap { Sex($0, in: .administrativeSex) }
    aliases += segment.personNames(9)
    races += segment.concepts(10, table: 5)
    addresses += segment.addresses(11)
    readCounty(segment)
    telecoms += Self.telecoms(segment, 13, use: .home)
    telecoms += Self.telecoms(segment, 14, use: .work)
    telecoms += segment.telecoms(40)
    languages += segment.concepts(15)
    maritalStatus = segment.concept(16, table: 2)
    religion = segment.concept(17, table: 6)
    accounts += segment.extendedIdentifiers(18)
    motherIdentifiers += segment.extendedIdentifiers(21)
    ethnicities += segment.concepts(22, table: 189)
    readRest(segment)
  }

  private mutating func readRest(_ segment: Segment) {
    birthPlace = segment.wholeText(23)
    multipleBirth = segment.first(24)?.flag()
    birthOrder = segment.count(25)
    citizenships += segment.concepts(26, table: 171) + segment.concepts(39)
    veteranStatus = segment.concept(27, table: 172)
    nationality = segment.concept(28, table: 212)
    deceasedTime = segment.time(29)
    deceased = segment.first(30)?.flag()
    identityReliability += segment.concepts(32, table: 445)
    lastUpdate = segment.time(33)
    details += segment.rest(clearing: true)
  }

  /// PID-12, the county of an address before there was XAD.9: of the only one, if that says none
  /// itself, else of one more.
  private mutating func readCounty(_ segment: Segment) {
    guard let county = segment.wholeText(12) else { return }
    if addresses.count == 1, addresses[0].district == nil || addresses[0].district == county {
      addresses[0].district = county
    } else {
      var address = Address()
      address.district = county
      addresses.append(address)
    }
  }

  /// Reads PD1.
  mutating func readAdditional(_ segment: Segment) {
    primaryFacilities += segment.organizations(3)
    primaryCare += segment.practitioners(4)
    publicity = segment.concept(11, table: 215)
    protected = segment.first(12)?.flag()
    details += segment.rest(clearing: true)
  }

  /// Telephones of a field whose name says their use.
  static func telecoms(_ segment: Segment, _ number: Int, use: TelecomUse) -> [Telecom] {
    segment.telecoms(number).map { telecom in
      var telecom = telecom
      if telecom.use == nil { telecom.use = use }
      return telecom
    }
  }
}

extension Identifier {
  /// A social security number that stands in an ST.
  static func security(_ segment: Segment, _ number: Int) -> [Identifier] {
    segment.all(number).compactMap { occurrence in
      occurrence.extendedIdentifier().map { typed($0, "SS") }
    }
  }

  /// DLN: a driver's licence, who issued it and until when.
  static func licence(_ segment: Segment, _ number: Int) -> [Identifier] {
    guard let occurrence = segment.first(number), let value = occurrence.text(1) else { return [] }
    var identifier = Identifier()
    identifier.value = value
    identifier.assigner = occurrence.text(2).map { Authority(namespace: $0) }
    identifier.period = occurrence.time(3).map { Period(end: $0) }
    return [typed(identifier, "DL")]
  }

  /// PLN: a number of a practitioner, of which kind, by whom and until when.
  static func practitionerNumber(_ occurrence: Occurrence) -> Identifier? {
    guard let value = occurrence.text(1) else { return nil }
    var identifier = Identifier()
    identifier.value = value
    identifier.type = occurrence.code(2, table: 338)
    identifier.assigner = occurrence.text(3).map { Authority(namespace: $0) }
    identifier.period = occurrence.time(4).map { Period(end: $0) }
    return identifier
  }

  static func typed(_ identifier: Identifier, _ code: String) -> Identifier {
    var identifier = identifier
    if identifier.type == nil {
      identifier.type = Concept(
        codings: [Coding(system: CodeSystem(table: 203), code: code)])
    }
    return identifier
  }
}
