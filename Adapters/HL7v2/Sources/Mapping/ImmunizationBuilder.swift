import NormalizedFormat
import Terminology

/// VXU: one vaccination an RXA.
struct ImmunizationBuilder: ContentBuilder {
  private var immunizations = Immunizations()
  private var pendingOrders: [Order] = []
  private var last: SegmentName = "MSH"

  var content: Content {
    var all = immunizations
    if !pendingOrders.isEmpty {
      var rest = Immunization()
      rest.orders = pendingOrders
      all.immunizations.append(rest)
    }
    return .immunization(all)
  }

  mutating func take(_ segment: Segment) -> Bool {
    switch segment.name {
    case "ORC": pendingOrders.append(Order(segment))
    case "RXA":
      var immunization = Immunization(segment)
      immunization.orders = pendingOrders
      pendingOrders = []
      immunizations.immunizations.append(immunization)
    case "RXR": return takeRoute(segment)
    case "TQ1": return takeTiming(segment)
    case "PRT": return takeParticipation(segment)
    case "OBX":
      let observation = Observation(segment)
      if !immunizations.immunizations.withLast({ $0.observations.append(observation) }) {
        immunizations.observations.append(observation)
      }
    default: return false
    }
    last = segment.name
    return true
  }

  private mutating func takeRoute(_ segment: Segment) -> Bool {
    immunizations.immunizations.withLast { immunization in
      immunization.routes += segment.concepts(1, table: 162)
      immunization.sites += segment.concepts(2, table: 163)
      immunization.details += segment.rest()
    }
  }

  private mutating func takeTiming(_ segment: Segment) -> Bool {
    pendingOrders.withLast { order in
      order.timings.append(Timing(segment))
      order.details += segment.rest()
    }
  }

  /// PRT goes to what stands before it; before the first order it is the patient's.
  private mutating func takeParticipation(_ segment: Segment) -> Bool {
    guard last != "MSH" else { return false }
    let participation = Participation(segment, inResult: last == "OBX")
    let (person, rest) = (participation.person, participation.rest)
    switch last {
    case "ORC":
      return pendingOrders.withLast { order in
        if let person { order.actors.append(person) }
        order.details += rest
      }
    case "OBX": return changeObservation { participation.join(&$0) }
    default:
      return immunizations.immunizations.withLast { immunization in
        if let person { immunization.performers.append(person) }
        immunization.details += rest
      }
    }
  }

  /// Changes the last observation: of the last vaccination, or before the first one.
  private mutating func changeObservation(_ change: (inout Observation) -> Void) -> Bool {
    guard immunizations.immunizations.isEmpty else {
      return immunizations.immunizations.withLast { _ = $0.observations.withLast(change) }
    }
    return immunizations.observations.withLast(change)
  }

  mutating func take(_ note: Note) -> Bool {
    switch last {
    case "ORC": return pendingOrders.withLast { $0.notes.append(note) }
    case "OBX": return changeObservation { $0.notes.append(note) }
    case "RXA": return immunizations.immunizations.withLast { $0.remarks.append(note) }
    default: return false
    }
  }

  mutating func keep(_ details: [NamedField], of name: SegmentName) -> Bool {
    immunizations.immunizations.withLast { $0.details += details }
  }
}

extension Immunization {
  /// RXA.
  init(_ segment: Segment) {
    self.init()
    series = segment.count(2)
    start = segment.time(3)
    end = segment.time(4)
    code = segment.concept(5)
    dose = segment.quantity(6, unit: 7)
    form = segment.concept(8)
    notes = segment.concepts(9)
    performers = segment.practitioners(10)
    location = segment.first(11)?.administrationLocation() ?? segment.location(27)
    lots = segment.all(15).compactMap { $0.text() }
    expirations = segment.times(16)
    manufacturers = segment.concepts(17)
    refusals = segment.concepts(18)
    indications = segment.concepts(19)
    statusCode = segment.concept(20, table: 322)
    status = statusCode?.codings.first?.code.flatMap {
      ImmunizationStatus($0, in: .completionStatus)
    }
    action = segment.concept(21, table: 206)
    entered = segment.time(22)
    details = segment.rest()
  }
}

extension Occurrence {
  /// LA2: a place whose ninth component and those after it are an address.
  func administrationLocation() -> Location? {
    var location = Location()
    location.pointOfCare = namespace(1)
    location.room = namespace(2)
    location.bed = namespace(3)
    location.facility = authority(component: 4)
    location.status = text(5)
    location.type = text(6)
    location.building = namespace(7)
    location.floor = namespace(8)
    return location == Location() ? nil : location
  }
}
