import NormalizedFormat

/// ORM, OML, OMG, OMP, RDE, RDS, RAS and their like: one order an ORC.
struct OrderBuilder: ContentBuilder {
  private enum Last { case none, order, item, medication, observation, specimen }

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
  /// Results of earlier orders, from the patient's second PID to the next order.
  private var prior: PriorResults?

  var content: Content {
    var all = self
    all.endPrior()
    return .order(all.orders)
  }

  mutating func take(_ segment: Segment) -> Bool {
    if segment.name == "PID" {
      patients += 1
      guard patients > 1 else { return false }
      endPrior()
      prior = PriorResults()
    }
    if segment.name == "ORC", !PriorResults.isEarlier(segment) { endPrior() }
    if prior?.take(segment, patient: patients) == true { return true }
    return takeOrder(segment)
  }

  private mutating func takeOrder(_ segment: Segment) -> Bool {
    switch segment.name {
    case "ORC":
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

  /// PRT goes to what stands before it; who takes part in an item acts in its order.
  private mutating func takeParticipation(_ segment: Segment) {
    let person = Practitioner(participation: segment)
    let device = last == .observation ? segment.first(10).flatMap { Device($0) } : nil
    let rest = segment.rest()
    switch last {
    case .observation:
      changeItem { item in
        _ = item.observations.withLast { observation in
          if let person { observation.performers.append(person) }
          if let device { observation.devices.append(device) }
          observation.details += rest
        }
      }
    case .specimen:
      changeItem { item in
        _ = item.specimens.withLast { specimen in
          if let person { specimen.collectors.append(person) }
          specimen.details += rest
        }
      }
    case .none, .order, .item, .medication:
      _ = orders.orders.withLast { order in
        if let person { order.actors.append(person) }
        order.details += rest
      }
    }
  }

  private mutating func takeRequest(_ segment: Segment) {
    beginIfNeeded()
    _ = orders.orders.withLast { $0.items.append(OrderItem(segment, of: $0)) }
    isOpen = false
    last = .item
  }

  /// RXE after RXO is the same item as the pharmacy encoded it.
  private mutating func takeMedication(_ segment: Segment) {
    beginIfNeeded()
    guard let medication = Medication(segment) else { return }
    _ = orders.orders.withLast { order in
      if isOpen || order.items.isEmpty || order.items.last?.medications.isEmpty == true {
        order.items.append(OrderItem())
      }
      _ = order.items.withLast { item in
        if item.code == nil { item.code = medication.code }
        item.medications.append(medication)
      }
    }
    isOpen = false
    last = .medication
  }

  private mutating func takeMedicationPart(_ segment: Segment) -> Bool {
    guard let item = orders.orders.last?.items.last, !item.medications.isEmpty else { return false }
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
    _ = orders.orders.withLast { $0.items.append(item) }
    isOpen = false
    last = .item
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

  private mutating func beginIfNeeded() {
    if orders.orders.isEmpty { orders.orders.append(Order()) }
  }

  private mutating func changeItem(_ change: (inout OrderItem) -> Void) {
    _ = orders.orders.withLast { order in
      if order.items.isEmpty { order.items.append(OrderItem()) }
      _ = order.items.withLast(change)
    }
  }

  mutating func take(_ note: Note) -> Bool {
    if prior?.take(note) == true { return true }
    switch last {
    case .none: orders.notes.append(note)
    case .order: return orders.orders.withLast { $0.notes.append(note) }
    case .item: changeItem { $0.notes.append(note) }
    case .medication: changeItem { _ = $0.medications.withLast { $0.notes.append(note) } }
    case .observation: changeItem { _ = $0.observations.withLast { $0.notes.append(note) } }
    case .specimen: changeItem { _ = $0.specimens.withLast { $0.notes.append(note) } }
    }
    return true
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    orders.orders.withLast { order in
      if !order.items.withLast({ $0.details += details }) { order.details += details }
    }
  }
}
