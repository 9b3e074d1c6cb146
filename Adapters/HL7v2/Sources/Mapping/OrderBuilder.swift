import NormalizedFormat

/// ORM, OML, OMG, OMP, RDE, RDS, RAS and their like: one order an ORC.
struct OrderBuilder: ContentBuilder {
  private enum Last { case none, order, item, medication, observation, specimen }

  private var orders = Orders()
  private var last = Last.none
  /// An ORC whose first item is still to come.
  private var isOpen = false

  var content: Content { .order(orders) }

  mutating func take(_ segment: Segment) -> Bool {
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
    default: return false
    }
    return true
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
