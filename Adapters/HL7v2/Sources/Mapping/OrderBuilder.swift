import NormalizedFormat

/// ORM, OML, OMG, OMP, RDE, RDS, RAS and their like: one order an ORC.
struct OrderBuilder: ContentBuilder {
  private enum Last { case none, order, item, requisition, medication, observation, specimen }

  /// Types of messages that are orders or answers to orders.
  static let codes: Set<String> = [
    "ORM", "OML", "OMG", "OMI", "OMD", "OMS", "OMN", "OMP", "OMB", "RDE", "RDS", "RAS", "RGV",
    "ORR", "ORL", "ORG", "ORI", "ORP", "RRE", "RRD", "RRA", "RRG",
  ]

  private var orders = Orders()
  private var last = Last.none
  /// An ORC whose first item is still to come.
  private var isOpen = false
  private var patients = 0
  /// An SPM before its ORCs (OML_O33).
  private var held: HeldSpecimen?
  private var isSpecimenFirst = false
  /// How many orders there were before it.
  private var ordersBefore = 0
  /// Results of earlier orders, from the patient's second PID to the next order.
  private var prior: PriorResults?

  var content: Content {
    var all = self
    all.endPrior()
    all.releaseSpecimen()
    return .order(all.orders)
  }

  mutating func take(_ segment: Segment) -> Bool {
    if segment.name == "PID" {
      patients += 1
      guard patients > 1 else { return false }
      endPrior()
      prior = PriorResults()
    }
    if segment.name == "SPM", isSpecimenFirst || (orders.orders.isEmpty && prior == nil) {
      hold(Specimen(segment))
      return true
    }
    if segment.name == "ORC", !PriorResults.isEarlier(segment) { endPrior() }
    if prior?.take(segment, patient: patients) == true { return true }
    return takeOrder(segment)
  }

  private mutating func takeOrder(_ segment: Segment) -> Bool {
    switch segment.name {
    case "ORC":
      fillOrder()
      orders.orders.append(Order(segment))
      isOpen = true
      last = .order
    case "OBR": takeRequest(segment)
    case "RXO", "RXE", "RXD", "RXG", "RXA": takeMedication(segment)
    case "RXR", "RXC": return takeMedicationPart(segment)
    case "ODS", "ODT", "RQD", "RQ1": takeOther(segment)
    default: return takePart(segment)
    }
    return true
  }

  private mutating func takePart(_ segment: Segment) -> Bool {
    guard last != .none else { return false }
    if isAfterHeld { return takePartOfHeld(segment) }
    switch segment.name {
    case "TQ1": takeTiming(segment)
    case "SPM":
      let specimen = Specimen(segment)
      changeItem { $0.specimens.append(specimen) }
      last = .specimen
    case "OBX":
      let observation = Observation(segment)
      let isOfSpecimen = last == .specimen
      changeItem { item in
        let isTaken =
          isOfSpecimen && item.specimens.withLast { $0.observations.append(observation) }
        if !isTaken { item.observations.append(observation) }
      }
      if !isOfSpecimen { last = .observation }
    case "DG1":
      let diagnosis = Diagnosis(segment)
      changeItem { $0.diagnoses.append(diagnosis) }
      last = .item
    case "PRT": takeParticipation(segment)
    default: return false
    }
    return true
  }

  /// Nothing else is about a specimen whose orders are still to come.
  private mutating func takePartOfHeld(_ segment: Segment) -> Bool {
    switch segment.name {
    case "OBX":
      let observation = Observation(segment)
      changeSpecimen { $0.observations.append(observation) }
    case "PRT": takeParticipation(segment)
    default: return false
    }
    return true
  }

  /// PRT goes to what stands before it; who takes part in an item acts in its order.
  private mutating func takeParticipation(_ segment: Segment) {
    let participation = Participation(segment, inResult: last == .observation)
    let (person, rest) = (participation.person, participation.rest)
    switch last {
    case .observation:
      changeItem { item in
        _ = item.observations.withLast { participation.join(&$0) }
      }
    case .specimen:
      changeSpecimen { specimen in
        if let person { specimen.collectors.append(person) }
        specimen.details += rest
      }
    case .none, .order, .item, .requisition, .medication:
      _ = orders.orders.withLast { order in
        if let person { order.actors.append(person) }
        order.details += rest
      }
    }
  }

  private mutating func takeRequest(_ segment: Segment) {
    beginIfNeeded()
    _ = orders.orders.withLast { $0.readParent(segment) }
    guard let item = orders.orders.last.map({ OrderItem(segment, of: $0) }) else { return }
    begin(item)
    last = .item
  }

  /// RXE after RXO is the same item as the pharmacy encoded it.
  private mutating func takeMedication(_ segment: Segment) {
    beginIfNeeded()
    guard let medication = Medication(segment) else { return }
    if isOpen || orders.orders.last?.items.last?.medications.isEmpty != false {
      begin(OrderItem())
    }
    changeItem { item in
      if item.code == nil { item.code = medication.code }
      item.medications.append(medication)
    }
    last = .medication
  }

  private mutating func takeMedicationPart(_ segment: Segment) -> Bool {
    guard !isAfterHeld, orders.orders.last?.items.last?.medications.isEmpty == false else {
      return false
    }
    changeItem { item in
      _ = item.medications.withLast { medication in
        if segment.name == "RXR" {
          medication.readRoute(segment)
        } else if let component = Medication(segment) {
          medication.components.append(component)
        }
      }
    }
    last = .medication
    return true
  }

  /// Diets and requisitions: the item's fields under the source's paths.
  private mutating func takeOther(_ segment: Segment) {
    if segment.name == "RQ1", last == .requisition {
      let rest = segment.rest()
      return changeItem { $0.details += rest }
    }
    beginIfNeeded()
    var item = OrderItem()
    if segment.name == "RQD" {
      segment.drop(1, .setID)
      item.code = segment.concept(2) ?? segment.concept(3)
      item.quantity = segment.quantity(5, unit: 6)
    } else if segment.name == "ODS" {
      item.code = segment.concept(3)
    }
    item.details = segment.rest()
    begin(item)
    last = segment.name == "RQD" ? .requisition : .item
  }

  private mutating func takeTiming(_ segment: Segment) {
    let timing = Timing(segment)
    let rest = segment.rest()
    _ = orders.orders.withLast { order in
      let isTaken = order.items.withLast { item in
        item.timings.append(timing)
        item.details += rest
      }
      guard !isTaken else { return }
      order.timings.append(timing)
      order.details += rest
    }
  }

  /// Puts the results of earlier orders where they belong: beside the item that they came with.
  private mutating func endPrior() {
    guard let ended = prior else { return }
    prior = nil
    beginIfNeeded()
    changeItem { item in
      item.priorReports += ended.reports
      item.details += ended.details
    }
  }

  /// Begins an order where an item comes without an ORC.
  private mutating func beginIfNeeded() {
    let isFirst = held != nil && orders.orders.count == ordersBefore
    if orders.orders.isEmpty || isFirst { orders.orders.append(Order()) }
  }

  /// A new item of the last order, with the specimen that was there before it.
  private mutating func begin(_ item: OrderItem) {
    var item = item
    if let held { item.specimens.append(held.specimen) }
    held?.isTaken = true
    _ = orders.orders.withLast { $0.items.append(item) }
    isOpen = false
  }

  private mutating func changeItem(_ change: (inout OrderItem) -> Void) {
    if orders.orders.last?.items.isEmpty == true { begin(OrderItem()) }
    _ = orders.orders.withLast { _ = $0.items.withLast(change) }
  }

  private var isAfterHeld: Bool { held != nil && last == .specimen }

  private mutating func hold(_ specimen: Specimen) {
    isSpecimenFirst = true
    endPrior()
    releaseSpecimen()
    held = HeldSpecimen(specimen)
    ordersBefore = orders.orders.count
    last = .specimen
  }

  /// An order of which there is nothing but its ORC (a cancellation) is about the specimen too.
  private mutating func fillOrder() {
    let isBegun = held != nil && orders.orders.count > ordersBefore
    if isBegun, orders.orders.last?.items.isEmpty == true { begin(OrderItem()) }
  }

  /// A specimen that no order came for stands in one of its own.
  private mutating func releaseSpecimen() {
    fillOrder()
    if let held, !held.isTaken {
      orders.orders.append(Order())
      begin(OrderItem())
    }
    held = nil
  }

  private mutating func changeSpecimen(_ change: (inout Specimen) -> Void) {
    guard held?.change(change) == nil else { return }
    changeItem { _ = $0.specimens.withLast(change) }
  }

  mutating func take(_ note: Note) -> Bool {
    if prior?.take(note) == true { return true }
    switch last {
    case .none: orders.notes.append(note)
    case .order: return orders.orders.withLast { $0.notes.append(note) }
    case .item, .requisition: changeItem { $0.notes.append(note) }
    case .medication: changeItem { _ = $0.medications.withLast { $0.notes.append(note) } }
    case .observation: changeItem { _ = $0.observations.withLast { $0.notes.append(note) } }
    case .specimen: changeSpecimen { $0.notes.append(note) }
    }
    return true
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    if isSpecimenFirst, last == .specimen {
      changeSpecimen { $0.details += details }
      return true
    }
    // A container of its own begins orders that are still to come (OML_O35).
    if isSpecimenFirst, name == "SAC" { return false }
    return orders.orders.withLast { order in
      if !order.items.withLast({ $0.details += details }) { order.details += details }
    }
  }
}
