import NormalizedFormat
import Terminology

extension Contact {
  /// NK1.
  init(nextOfKin segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    names = segment.personNames(2) + segment.personNames(30)
    relationships = segment.concepts(3, table: 63)
    addresses = segment.addresses(4) + segment.addresses(32)
    telecoms =
      Patient.telecoms(segment, 5, use: .home) + Patient.telecoms(segment, 6, use: .work)
      + segment.telecoms(31) + segment.telecoms(40) + segment.telecoms(41)
    roles = segment.concepts(7, table: 131)
    period = Period(from: segment.time(8), to: segment.time(9))
    occupation = segment.wholeText(10)
    identifiers =
      segment.extendedIdentifiers(12).map { Identifier.typed($0, "EI") }
      + segment.extendedIdentifiers(33)
      + Identifier.security(segment, 37)
    organizations = segment.organizations(13)
    maritalStatus = segment.concept(14, table: 2)
    readPerson(segment, sex: 15, birth: 16)
    languages = segment.concepts(20)
    details = segment.rest()
  }

  /// GT1.
  init(guarantor segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    let system = CodeSystem("http://terminology.hl7.org/CodeSystem/v3-RoleClass")
    roles = [Concept(codings: [Coding(system: system, code: "GUAR", display: "guarantor")])]
    identifiers = segment.extendedIdentifiers(2) + Identifier.security(segment, 12)
    names = segment.personNames(3)
    addresses = segment.addresses(5)
    telecoms =
      Patient.telecoms(segment, 6, use: .home) + Patient.telecoms(segment, 7, use: .work)
    readPerson(segment, sex: 9, birth: 8)
    relationships = segment.concepts(11, table: 63)
    period = Period(from: segment.time(13), to: segment.time(14))
    organizations = segment.organizations(51)
    maritalStatus = segment.concept(30, table: 2)
    languages = segment.concepts(36)
    details = segment.rest()
  }

  /// IN1-10, 11, 16 to 19, 43 and 49: the insured person.
  init(insured segment: Segment) {
    self.init()
    names = segment.personNames(16)
    addresses = segment.addresses(19)
    readPerson(segment, sex: 43, birth: 18)
    identifiers = segment.extendedIdentifiers(49)
    // The employer through whom they are insured.
    var employer = segment.first(11)?.organization() ?? Organization()
    employer.identifiers += segment.extendedIdentifiers(10)
    if employer != Organization() { organizations = [employer] }
  }

  private mutating func readPerson(_ segment: Segment, sex: Int, birth: Int) {
    sexCode = segment.concept(sex, table: 1)
    self.sex = sexCode?.codings.first?.code.flatMap { Sex($0, in: .administrativeSex) }
    birthDate = segment.first(birth)?.date()
  }
}

extension Period {
  /// Nil where neither end is known.
  init?(from start: Timestamp?, to end: Timestamp?) {
    guard start != nil || end != nil else { return nil }
    self.init(start: start, end: end)
  }
}

extension Allergy {
  /// AL1.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    type = segment.concept(2, table: 127)
    code = segment.concept(3)
    severity = segment.concept(4, table: 128)
    reactions = segment.all(5).filter { !$0.isNull }.map { Concept(text: $0.whole()) }
    onset = segment.time(6)
    details = segment.rest()
  }

  /// IAM.
  init(adverse segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    type = segment.concept(2, table: 127)
    code = segment.concept(3)
    severity = segment.concept(4, table: 128)
    reactions = segment.all(5).filter { !$0.isNull }.map { Concept(text: $0.whole()) }
    action = segment.concept(6, table: 206)
    identifiers = segment.entityIdentifiers(7)
    onset = segment.time(11)
    status = segment.concept(17, table: 438)
    // The same in the clinician's own code; a concept has one text.
    if code?.text == nil, let further = segment.concept(27) {
      code = Concept(
        codings: (code?.codings ?? []) + further.codings, text: further.text)
    }
    details = segment.rest()
  }
}

extension Diagnosis {
  /// DG1.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    code = segment.concept(3)
    description = segment.wholeText(4)
    time = segment.time(5)
    type = segment.concept(6, table: 52)
    priority = segment.count(15)
    clinicians = segment.practitioners(16)
    classification = segment.concept(17, table: 228)
    attested = segment.time(19)
    identifiers = segment.entityIdentifiers(20)
    action = segment.concept(21, table: 206)
    details = segment.rest()
  }
}

extension Procedure {
  /// PR1.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    code = segment.concept(3)
    description = segment.wholeText(4)
    time = segment.time(5)
    type = segment.concept(6, table: 230)
    if let minutes = segment.first(7)?.number() {
      duration = Quantity(value: minutes, unit: UnitOfMeasure(ucum: "min"))
    }
    practitioners =
      segment.practitioners(8).map { $0.acting("AN") }
      + segment.practitioners(11).map { $0.acting("PS") } + segment.practitioners(12)
    priority = segment.text(14)
    reason = segment.concept(15)
    modifiers = segment.concepts(16)
    identifiers = segment.entityIdentifiers(19)
    details = segment.rest()
  }
}

extension Practitioner {
  /// The same person in a procedure: anaesthetist or surgeon, by table 0133.
  fileprivate func acting(_ code: String) -> Practitioner {
    var person = self
    person.role = Concept(codings: [Coding(system: CodeSystem(table: 133), code: code)])
    return person
  }
}

extension Coverage {
  /// IN1.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    plan = segment.concept(2, table: 72)
    var insurer = segment.first(4)?.organization() ?? Organization()
    insurer.identifiers += segment.extendedIdentifiers(3)
    insurer.addresses = segment.addresses(5)
    insurer.contacts = segment.personNames(6)
    insurer.telecoms = segment.telecoms(7)
    if insurer != Organization() { insurers = [insurer] }
    groupNumber = segment.wholeText(8)
    groupNames = segment.all(9).compactMap { $0.text(1) }
    period = Period(from: segment.time(12), to: segment.time(13))
    authorization = segment.wholeText(14)
    planType = segment.concept(15, table: 86)
    relationship = segment.concept(17, table: 63)
    let subscriber = Contact(insured: segment)
    if subscriber != Contact() { subscribers = [subscriber] }
    priority = segment.text(22)
    identifiers = segment.extendedIdentifiers(36)
    details = segment.rest()
  }
}
