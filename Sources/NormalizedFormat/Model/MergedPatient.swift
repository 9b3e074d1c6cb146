/// What a merge, a link or a swap takes away; MRG, the second PID of a swap.
public struct MergedPatient: Equatable, Sendable {
  /// MRG-1, 2, 4.
  public var identifiers: [Identifier] = []
  /// MRG-3.
  public var accounts: [Identifier] = []
  /// MRG-5–6.
  public var visits: [Identifier] = []
  /// MRG-7.
  public var names: [HumanName] = []
  /// Where the other one lay; PV1-3 of a swap.
  public var locations: [Location] = []

  /// Makes one of these parts.
  public init(
    identifiers: [Identifier] = [],
    accounts: [Identifier] = [],
    visits: [Identifier] = [],
    names: [HumanName] = [],
    locations: [Location] = []
  ) {
    self.identifiers = identifiers
    self.accounts = accounts
    self.visits = visits
    self.names = names
    self.locations = locations
  }
}

extension MergedPatient: Record {
  package static let rule: StaticString = "merged-patient"

  package init() { self.init(identifiers: []) }

  package func visit(_ visitor: inout some FieldVisitor) {
    visitor.list(1, "identifier", identifiers)
    visitor.list(2, "account", accounts)
    visitor.list(3, "encounterIdentifier", visits)
    visitor.list(4, "name", names)
    visitor.list(5, "location", locations)
  }

  package mutating func read(
    _ key: UInt64, from decoder: inout MessageDecoder
  ) throws(FormatError) {
    switch key {
    case 1: try decoder.list(&identifiers)
    case 2: try decoder.list(&accounts)
    case 3: try decoder.list(&visits)
    case 4: try decoder.list(&names)
    case 5: try decoder.list(&locations)
    default: throw decoder.unknownKey()
    }
  }
}
