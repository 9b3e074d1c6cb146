import NormalizedFormat
import Terminology

extension Order {
  /// ORC.
  init(_ segment: Segment) {
    self.init()
    control = segment.concept(1, table: 119)
    placerIdentifiers = segment.entityIdentifiers(2)
    placerIdentifiers.appendNew(segment.extendedIdentifiers(33))
    fillerIdentifiers = segment.entityIdentifiers(3)
    groupIdentifiers =
      segment.entityIdentifiers(4)
      + segment.entityIdentifiers(38).map { Identifier.typed($0, "FGN") }
    statusCode = segment.concept(5, table: 38)
    timings = segment.all(7).compactMap { $0.timing() }
    parentIdentifiers = segment.all(8).flatMap { $0.pairOfIdentifiers() }
    time = segment.time(9)
    enterers = segment.practitioners(10)
    verifiers = segment.practitioners(11)
    requesters = segment.practitioners(12)
    // Of several nothing says whose address it is.
    if requesters.count == 1 { requesters[0].addresses = segment.addresses(24) }
    entererLocation = segment.location(13)
    telecoms = segment.telecoms(14)
    effective = segment.time(15)
    reason = segment.concept(16)
    enteringOrganization = segment.concept(17)
    enteringDevice = segment.concept(18)
    actors = segment.practitioners(19)
    var facility = segment.first(21)?.organization() ?? Organization()
    facility.addresses = segment.addresses(22)
    facility.telecoms = segment.telecoms(23)
    if facility != Organization() { facilities = [facility] }
    status = Self.status(statusCode?.codings.first?.code, control?.codings.first?.code)
    details = segment.rest()
  }

  /// OBR-29, which says what ORC-8 says.
  mutating func readParent(_ request: Segment) {
    parentIdentifiers.appendNew(request.all(29).flatMap { $0.pairOfIdentifiers() })
  }

  /// By ORC-5, else by what ORC-1 orders.
  private static func status(_ status: String?, _ control: String?) -> OrderStatus? {
    if let status, let known = OrderStatus(status, in: .orderStatus) { return known }
    switch control {
    case "NW": return .active
    case "CA", "DC", "CR", "OC", "OD": return .revoked
    case "HD", "OH": return .onHold
    default: return nil
    }
  }
}

extension Occurrence {
  /// EIP: placer's and filler's id, in this order. In a list only its type tells the filler's.
  func pairOfIdentifiers() -> [Identifier] {
    [innerEntityIdentifier(1), innerEntityIdentifier(2).map { Identifier.typed($0, "FILL") }]
      .compactMap { $0 }
  }

  /// TQ as of v2.3 to v2.6 (ORC-7, OBR-27, SCH-11).
  func timing() -> Timing? {
    var timing = Timing()
    timing.quantity = innerQuantity(1)
    timing.interval = text(2)
    timing.start = time(4)
    timing.end = time(5)
    timing.priorities = [code(6, table: 485)].compactMap { $0 }
    timing.condition = text(7)
    timing.text = text(8)
    timing.occurrences = count(12)
    return timing == Timing() ? nil : timing
  }

  /// CQ in the subcomponents of a component.
  func innerQuantity(_ component: Int) -> Quantity? {
    inner(component, 2) { parts in
      let number = parts.take(1) { text in
        DecimalNumber(text).flatMap { source.isSentinel($0) ? nil : $0 }
      }
      return number.map {
        Quantity(value: $0, unit: parts.take(2).map { UnitOfMeasure(spelling: $0) })
      }
    }
  }
}

extension Timing {
  /// TQ1.
  init(_ segment: Segment) {
    self.init()
    segment.drop(1, .setID)
    quantity = segment.first(2)?.compositeQuantity()
    patterns = segment.all(3).compactMap { $0.innerConcept(1, table: 335) }
    explicitTimes = segment.all(4).compactMap { $0.text() }
    duration = segment.first(6)?.compositeQuantity()
    start = segment.time(7)
    end = segment.time(8)
    priorities = segment.concepts(9, table: 485)
    condition = segment.wholeText(10)
    text = segment.wholeText(11)
    occurrences = segment.count(14)
  }
}
