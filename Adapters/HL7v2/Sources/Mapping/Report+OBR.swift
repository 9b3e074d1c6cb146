import NormalizedFormat
import Terminology

extension Report {
  /// OBR as the head of a result.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    placerIdentifiers = segment.entityIdentifiers(2)
    placerIdentifiers.appendNew(segment.extendedIdentifiers(53))
    fillerIdentifiers = segment.entityIdentifiers(3)
    code = segment.concept(4)
    priority = segment.concept(5, table: 27)
    requested = segment.time(6)
    effective = segment.time(7)
    if let end = segment.time(8) { effectivePeriod = Period(start: effective, end: end) }
    clinicalInformation = segment.wholeText(13)
    requesters = segment.practitioners(16)
    telecoms = segment.telecoms(17)
    issued = segment.time(22)
    categories = segment.concepts(24, table: 74)
    sourceStatus = segment.text(25)
    status = sourceStatus.flatMap { ReportStatus($0, in: .reportStatus) }
    readRest(segment)
    if let specimen = Specimen(request: segment) { specimens = [specimen] }
    details = segment.rest()
  }

  private mutating func readRest(_ segment: Segment) {
    if priority == nil { priority = segment.first(27)?.code(6, table: 27) }
    copiesTo = segment.practitioners(28)
    parentIdentifiers = segment.all(29).flatMap { $0.pairOfIdentifiers() }
    reasons = segment.concepts(31)
    interpreters = segment.workingPractitioners(32)
    for field in 33...35 {
      let role = WorkingRole.concept(field)
      performers += segment.workingPractitioners(field).map { person in
        var person = person
        person.role = role
        return person
      }
    }
    scheduled = segment.time(36)
    procedures = segment.concepts(44) + segment.concepts(45)
  }
}

/// What those of OBR-33 to 35 did, by table 0912: the model has one list of them.
enum WorkingRole {
  /// Assistant interpreter, technician, transcriptionist.
  static let codes = [33: "AI", 34: "TN", 35: "TR"]

  static func concept(_ field: Int) -> Concept? {
    codes[field].map { Concept(codings: [Coding(system: CodeSystem(table: 912), code: $0)]) }
  }
}

extension OrderItem {
  /// OBR as an order; ids that the order has already are not repeated.
  init(_ segment: Segment, of order: Order) {
    self.init()
    segment.drop(1, .setID)
    let isNew = { (own: [Identifier]) in
      own.new(to: order.placerIdentifiers).new(to: order.fillerIdentifiers)
    }
    identifiers =
      isNew(segment.entityIdentifiers(2))
      + isNew(segment.entityIdentifiers(3)).map { Identifier.typed($0, "FILL") }
      + isNew(segment.extendedIdentifiers(53))
    code = segment.concept(4)
    priority = segment.concept(5, table: 27)
    requested = segment.time(6) ?? segment.time(36)
    requestedPeriod = Period(from: segment.time(7), to: segment.time(8))
    specimenAction = segment.concept(11, table: 65)
    danger = segment.concept(12)
    clinicalInformation = segment.wholeText(13)
    requesters = segment.practitioners(16)
    telecoms = segment.telecoms(17)
    category = segment.concept(24, table: 74)
    timings = segment.all(27).compactMap { $0.timing() }
    copiesTo = segment.practitioners(28)
    reasons = segment.concepts(31)
    procedures = segment.concepts(44) + segment.concepts(45)
    if let specimen = Specimen(request: segment) { specimens = [specimen] }
    details = segment.rest()
  }
}

extension ObservationSet {
  /// OBR of device data.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    identifiers =
      segment.entityIdentifiers(2).map { Identifier.typed($0, "PLAC") }
      + segment.entityIdentifiers(3).map { Identifier.typed($0, "FILL") }
    code = segment.concept(4)
    effective = segment.time(7)
    if let end = segment.time(8) { effectivePeriod = Period(start: effective, end: end) }
    details = segment.rest()
  }
}

extension Specimen {
  /// What OBR says of the specimen (OBR-9, 10, 14, 15, 39); nil when it says nothing.
  init?(request segment: Segment) {
    self.init()
    volume = segment.first(9)?.compositeQuantity()
    collectors = segment.practitioners(10)
    received = segment.time(14)
    if let source = segment.first(15) {
      type = source.innerConcept(1, table: 70)
      additives = [source.innerConcept(2)].compactMap { $0 }
      text = source.text(3)
      bodySite = source.innerConcept(4, table: 163)
      conditions = [source.innerConcept(6)].compactMap { $0 }
    }
    // A remark in a field for codes: its words are the note, a code beside them is a detail.
    notes = segment.all(39).compactMap { remark in
      (remark.text(9) ?? remark.text(2) ?? remark.text(1)).map { Note(text: $0) }
    }
    if self == Specimen() { return nil }
  }

  /// SPM.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    identifiers =
      segment.all(2).flatMap { $0.pairOfIdentifiers() } + segment.extendedIdentifiers(30)
      + segment.extendedIdentifiers(31)
      + segment.entityIdentifiers(32).map { Identifier.typed($0, "SHIP") }
    type = segment.concept(4, table: 487)
    additives = segment.concepts(6, table: 371)
    method = segment.concept(7, table: 488)
    bodySite = segment.concept(8)
    role = segment.concept(11, table: 369)
    volume = segment.first(12)?.compositeQuantity()
    text = segment.wholeText(14)
    if let drawn = segment.first(17) {
      collected = drawn.time(1)
      if let end = drawn.time(2) { collectedPeriod = Period(start: collected, end: end) }
    }
    received = segment.time(18)
    rejectReasons = segment.concepts(21, table: 490)
    conditions = segment.concepts(24, table: 493)
    details = segment.rest()
  }
}
