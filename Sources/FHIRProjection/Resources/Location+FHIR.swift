import NormalizedFormat

/// A place within places: the bed is part of the room, the room of the ward, and so on; what is
/// said of the place is said of the innermost.
extension Location: FHIRResource {
  static let resourceType = "Location"
  static let isShared = true

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.elements("identifier", &identifiers)
    for (name, type) in [
      ("bed", "bd"), ("room", "ro"), ("pointOfCare", "wa"), ("floor", "lvl"), ("building", "bu"),
    ] {
      form.row(name, "Location.name", "physicalType `\(type)`, `partOf` the next larger")
    }
    var levels = self.levels
    try levels.map(&form)
    if form.isReading { self.levels = levels }
    try form.element("description", &description)
    try form.element("facility", &facility, as: "managingOrganization")
    try form.extra("status", &status, "the bed's, of table 0306")
    try form.extra("type", &type, "of table 0305")
  }

  private var levels: PlaceChain {
    get {
      let all: [(String, String?)] = [
        ("bd", bed), ("ro", room), ("wa", pointOfCare), ("lvl", floor), ("bu", building),
      ]
      var chain = PlaceChain()
      chain.places = all.compactMap { code, name in name.map { (code, $0) } }
      return chain
    }
    set {
      for (code, name) in newValue.places {
        switch code {
        case "bd": bed = name
        case "ro": room = name
        case "wa": pointOfCare = name
        case "lvl": floor = name
        default: building = name
        }
      }
    }
  }
}

extension Form {
  /// A row for a field that is handled by hand.
  func row(_ field: String, _ place: String, _ why: String = "") {
    guard desk.mode == .describing else { return }
    desk.rows.append(MappingRow(rule: rule, field: field, place: place, note: why))
  }
}

/// Names of places, the innermost first, each with its physical type.
struct PlaceChain: FHIRResource {
  static let resourceType = "Location"
  static let ruleName = "location"
  static let isShared = true
  private static let types = ["bd", "ro", "wa", "lvl", "bu"]
  private static let system = Namespace.hl7 + "location-physical-type"

  var places: [(type: String, name: String)] = []

  mutating func map(_ form: inout Form) throws(FHIRError) {
    guard form.desk.mode != .describing else { return }
    var name = places.first?.name
    try form.element("name", &name)
    if form.isReading { return try read(&form, name) }
    guard let first = places.first else { return }
    form.members.append("physicalType", Namespace.concept(Self.system, first.type))
    var rest: PlaceChain? = PlaceChain(places: Array(places.dropFirst()))
    if rest?.places.isEmpty == false { try form.element("partOf", &rest) }
  }

  private mutating func read(_ form: inout Form, _ name: String?) throws(FHIRError) {
    guard let name else { return }
    let type = form.members.take("physicalType")
    guard let known = Self.types.first(where: { Namespace.concept(Self.system, $0) == type }) else {
      throw FHIRError(.wrongValue, at: type?.offset ?? form.offset)
    }
    places = [(known, name)]
    var rest: PlaceChain?
    try form.element("partOf", &rest)
    places += rest?.places ?? []
    guard Set(places.map(\.type)).count == places.count else {
      throw FHIRError(.wrongValue, at: form.offset)
    }
  }
}
