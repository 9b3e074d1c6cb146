package import Labels

/// Something with a compartment and a name: all of the site's, a compartment's, or one.
package enum ReachPlace: Hashable, Sendable {
  case all
  case compartment(String)
  case named(String, String)

  package func matches(_ compartment: String, _ name: String) -> Bool {
    switch self {
    case .all: true
    case .compartment(let own): own == compartment
    case .named(let own, let one): own == compartment && one == name
    }
  }

  func matches(_ id: PrincipalID) -> Bool { matches(id.compartment, id.name) }

  func matches(_ id: FlowID) -> Bool { matches(id.compartment, id.name) }

  /// Whether something of the compartment may match.
  func touches(_ compartment: String) -> Bool {
    switch self {
    case .all: true
    case .compartment(let own), .named(let own, _): own == compartment
    }
  }
}

extension ReachPlace: CustomStringConvertible {
  package var description: String {
    switch self {
    case .all: "*"
    case .compartment(let name): "\(name)/*"
    case .named(let compartment, let name): "\(compartment)/\(name)"
    }
  }
}

/// What a question says of labels.
package enum LabelPattern: Hashable, Sendable {
  case classification(Classification)
  case category(Category)
  case label(Label)

  func narrow(_ region: inout LabelRegion) {
    switch self {
    case .classification(let level): region.keep(ClassificationSet([level]))
    case .category(let category): region.keepCarrying(category)
    case .label(let label): region.keepOnly(label)
    }
  }
}

extension LabelPattern: CustomStringConvertible {
  package var description: String {
    switch self {
    case .classification(let level): level.code
    case .category(let category): category.description
    case .label(let label): label.description
    }
  }
}

/// Of which paths a question speaks.
package struct ReachScope: Hashable, Sendable {
  /// The flow, or who publishes to it.
  package var source = ReachPlace.all
  /// The flow.
  package var flow = ReachPlace.all
  package var receiver = ReachPlace.all
  package var label: LabelPattern?

  package init() {}

  /// Whether any path over the flow can be meant.
  func admits(_ id: FlowID) -> Bool { flow.matches(id) && source.touches(id.compartment) }

  /// Whether a path is meant on which this principal publishes to this flow.
  func admits(_ publisher: PrincipalID, _ id: FlowID) -> Bool {
    source.matches(id) || source.matches(publisher)
  }
}
