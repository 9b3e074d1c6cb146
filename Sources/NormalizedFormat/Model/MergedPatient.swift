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
